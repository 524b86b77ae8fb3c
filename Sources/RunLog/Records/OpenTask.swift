import Catalog
import Execution

/// A task that a run has still to end, or that was left open when its maint ended.
package struct OpenTask: Sendable, Hashable {
  package var name: TaskName
  package var run: Int
  /// The maint that carries out the run, and its boot.
  package var process: ProcessIdentity
  package var bootID: String

  package init(name: TaskName, run: Int, process: ProcessIdentity, bootID: String) {
    self.name = name
    self.run = run
    self.process = process
    self.bootID = bootID
  }
}
