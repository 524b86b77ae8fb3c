import Catalog
import Execution

/// A backup that is still to be taken off-site.
package struct DueCopy: Sendable, Hashable {
  /// The run and the task that made it.
  package var run: Int
  package var task: TaskName
  /// The last attempt, which failed; nil: there was none, or maint ended in the middle of it.
  package var failure: BackupEvent?
  /// The maint that carried the run out, which copies when its tasks have ended; nil where the run log does not have it.
  package var maint: ProcessIdentity?
  package var bootID = ""

  package init(run: Int, task: TaskName, failure: BackupEvent? = nil) {
    self.run = run
    self.task = task
    self.failure = failure
  }
}
