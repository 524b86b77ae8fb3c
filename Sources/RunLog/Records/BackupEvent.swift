import Catalog
import Scheduling

/// What was done with a backup after it was made, and how that ended.
package struct BackupEvent: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable { case verify, restore, prune, copy, drill }

  /// The run and the task that made the backup.
  package var run: Int
  package var task: TaskName
  package var kind: Kind
  /// The one path that it was about; nil: all of the backup.
  package var path: String?
  /// Where it was restored to, or why it was pruned.
  package var detail: String?
  package var startedAt: Timestamp
  package var finishedAt: Timestamp
  /// Read, restored, copied or freed.
  package var bytes: Int?
  /// How old the backup was when it started.
  package var dataAge: Duration?
  /// Nil: it succeeded.
  package var error: String?
  /// The user's name.
  package var doneBy: String

  package init(
    run: Int, task: TaskName, kind: Kind, path: String? = nil, detail: String? = nil, startedAt: Timestamp,
    finishedAt: Timestamp, bytes: Int? = nil, dataAge: Duration? = nil, error: String? = nil, doneBy: String
  ) {
    self.run = run
    self.task = task
    self.kind = kind
    self.path = path
    self.detail = detail
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.bytes = bytes
    self.dataAge = dataAge
    self.error = error
    self.doneBy = doneBy
  }
}
