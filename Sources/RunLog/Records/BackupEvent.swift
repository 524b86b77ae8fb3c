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
  /// How old the backup was when it started. Of a drill nil unless the backup was the newest that could be had of its
  /// task.
  package var dataAge: Duration?
  /// The targets that a drill was held to.
  package var targets = RecoveryTargets()
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

/// Of a drill.
extension BackupEvent {
  /// How long it took to restore.
  package var duration: Duration { finishedAt - startedAt }

  package var missesRTO: Bool { error == nil && targets.rto.map { duration > $0 } ?? false }

  /// A damaged backup is none, so it says nothing of how old the newest is; and of what no clock runs, no other was to be made.
  package var missesRPO: Bool {
    guard error == nil, let dataAge, let rpo = targets.rpo, let tier = task.tier, tier != .emergency else {
      return false
    }
    return dataAge > rpo
  }

  package var isAlarming: Bool { error != nil || missesRTO || missesRPO }
}
