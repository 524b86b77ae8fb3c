import Catalog
import Glibc
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
      context.errors.write(InterruptedReport.text(run, NextCommand(context).text))
      // A backup of a task that changed nothing has no use; one that is not complete must not look like one.
      let unchanged = run.openTasks.filter { !$0.changeIntended }.map(\.name)
      for task in unchanged + run.notStarted { removeBackup(of: task, run: run.run, state: state) }
    }
  }

  /// A task has its folder from before its start is in the log: maint may have been killed in between.
  static func removeBackup(of task: TaskName, run: Int, state: String) {
    _ = FolderRemoval.remove(BackupID(run: run, task: task).folder(in: state))
    // The run's own folder goes with its last backup.
    rmdir("\(state)/backups/\(run)")
  }
}
