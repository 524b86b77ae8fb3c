import Planning
import Reporting
import RunLog
import Scheduling

/// The runs that maint was killed under, as the next verb that writes finds them.
enum InterruptedRuns {
  /// Marks them and what was open in them, says so, and removes backups that are not complete. What their steps reported
  /// is left for the recovery.
  static func mark(in log: RunLog, state: String, context: Context, now: Timestamp) throws(RunLogFailure) {
    for run in try log.reconcile(isAlive: OwnProcess.isAlive, now: now) {
      context.errors.write(InterruptedReport.text(run))
      // A backup of a task that changed nothing has no use; one that is not complete must not look like one.
      for task in run.openTasks where !task.changeIntended {
        _ = FolderRemoval.remove(BackupID(run: run.run, task: task.name).folder(in: state))
      }
    }
  }
}
