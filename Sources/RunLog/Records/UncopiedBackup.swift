import Catalog
import Scheduling

/// A backup that was to be taken off-site, and was not by a moment.
package struct UncopiedBackup: Sendable, Hashable {
  /// What became of it after that moment.
  package enum Settlement: Sendable, Hashable {
    case copied(Timestamp), pruned(Timestamp)
    /// Nobody wants it copied any more, or it is gone.
    case dropped
  }

  package var run: Int
  package var task: TaskName
  /// The last attempt, which failed; nil: there was none, or maint ended in the middle of it.
  package var failure: BackupEvent?
  /// nil: it is still to be copied.
  package var settled: Settlement?

  package init(run: Int, task: TaskName, failure: BackupEvent? = nil, settled: Settlement? = nil) {
    (self.run, self.task, self.failure, self.settled) = (run, task, failure, settled)
  }
}
