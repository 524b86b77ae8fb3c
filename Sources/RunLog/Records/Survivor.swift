import Catalog
import Execution
import Scheduling

/// A process of a step that outlived its maint and is still alive. It leads its own session and process group, so the
/// negative of its pid ends it with all that it started.
package struct Survivor: Sendable, Hashable {
  package var run: Int
  package var task: TaskName
  package var runbook: String
  /// The step's name.
  package var step: String
  package var process: ProcessIdentity
  /// When it was about to be spawned.
  package var since: Timestamp

  package init(
    run: Int, task: TaskName, runbook: String, step: String, process: ProcessIdentity, since: Timestamp
  ) {
    self.run = run
    self.task = task
    self.runbook = runbook
    self.step = step
    self.process = process
    self.since = since
  }
}
