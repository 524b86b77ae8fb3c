import Catalog
import RunLog
import Scheduling

/// The backups of a task, as they were at the end of a period.
package struct BackupLine: Sendable {
  package var task: TaskName
  /// Backups that were there then.
  package var kept: Int
  /// The newest of them, and when it was made; nil: there was none.
  package var newest: (run: Int, at: Timestamp)?
  /// Its last restore drill by then; nil: none.
  package var drill: BackupEvent?

  package init(task: TaskName, kept: Int, newest: (run: Int, at: Timestamp)? = nil, drill: BackupEvent? = nil) {
    (self.task, self.kept, self.newest, self.drill) = (task, kept, newest, drill)
  }

  func age(at moment: Timestamp) -> Duration? { newest.map { max(.zero, moment - $0.at) } }
}
