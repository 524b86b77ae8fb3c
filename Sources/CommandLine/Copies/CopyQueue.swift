import Planning
import RunLog

/// The backups that are due to be copied off-site, the newest first, each handed out once.
///
/// What is due is looked up as a whole and handed out one by one; when all are through, it is looked up anew: a run that
/// ended meanwhile and found its task's lock held has left its own to this maint.
struct CopyQueue {
  private let log: RunLog
  private var tried: Set<BackupID> = []
  /// What is not handed out yet, the newest last.
  private var waiting: [DueCopy] = []

  init(_ log: RunLog) { self.log = log }

  /// nil where nothing is left that was not tried.
  mutating func next() throws(RunLogFailure) -> DueCopy? {
    while true {
      if waiting.isEmpty {
        waiting = try log.dueCopies().reversed().filter { !tried.contains(BackupID(run: $0.run, task: $0.task)) }
      }
      guard let due = waiting.popLast() else { return nil }
      tried.insert(BackupID(run: due.run, task: due.task))
      // Another maint may have copied it since.
      if try log.isCopyDue(run: due.run, task: due.task) { return due }
    }
  }

  /// One that is copied by itself is not handed out any more.
  mutating func pass(_ id: BackupID) { tried.insert(id) }
}
