import Planning
import Reporting
import RunLog
import Scheduling

/// Writes down in the run log what was done with backups, where there is one. That it could not be is told and is no
/// failure of what was done.
struct BackupJournal {
  private let context: Context

  init(_ context: Context) { self.context = context }

  /// No other part of maint has the run log open meanwhile, unless it is `log`.
  func record(_ events: [BackupEvent], in log: RunLog? = nil) {
    if events.isEmpty { return }
    do throws(CommandFailure) {
      let writing = try StateWriting(context)
      try writing.logged { () throws(RunLogFailure) in
        do throws(RunLogFailure) {
          let log =
            if let log { log } else {
              try RunLog.open(state: writing.state, access: .readWrite, by: LoginUser.current(context))
            }
          for event in events { try log.record(event) }
        } catch {
          // A backup can be read where no run log is, and that makes none.
          guard error.kind == .missing else { throw error }
        }
      }
    } catch {
      context.errors.write("maint: warning: the run log was not told of this: \(error.message)\n")
    }
  }

  /// What is the same in all events about a backup. `bytes`: its own.
  static func event(
    _ kind: BackupEvent.Kind, of backup: BackupRecord, from start: Timestamp, by context: Context,
    error: String? = nil
  ) -> BackupEvent {
    BackupEvent(
      run: backup.id.run, task: backup.id.task, kind: kind, startedAt: start, finishedAt: SystemClock.wall(),
      bytes: backup.bytes, dataAge: start - backup.madeAt, error: error, doneBy: LoginUser.current(context).name)
  }
}
