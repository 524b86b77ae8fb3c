import Catalog
import Planning
import Scheduling

/// What happened in a run, in order: the one stream that feeds the run log, the console and `--events`.
///
/// Intent comes before the deed: `attemptIntended` is in the run log before its process is spawned, synced where the
/// step changes something. Observers other than the run log see an event only once the log holds it.
package enum Event: Sendable {
  case taskStarted(task: Int, at: Timestamp)
  /// Follows `taskStarted` where what the task changes has to be over at a time.
  case changeLimited(task: Int, ChangeLimits, at: Timestamp)
  /// The task still goes forward; told once for each mark. `level`: how grave a failure of the task is.
  case limitPassed(
    task: Int, ChangeLimits.Mark, ChangeLimits, level: MaintenanceTask.AlertLevel, at: Timestamp)
  /// The task takes longer than its earlier runs, of which 95 % took no longer than `usual`; told once, while it is at work.
  case overran(task: Int, usual: Duration, at: Timestamp)
  /// The step is about to be run for the first time; `name` and `script` as they will be run.
  case stepStarted(StepKey, name: String, script: String, at: Timestamp)
  case attemptIntended(AttemptKey, at: Timestamp)
  case attemptStarted(AttemptKey, ProcessIdentity)
  case output(AttemptKey, OutputPiece)
  case attemptFinished(AttemptKey, AttemptResult, at: Timestamp)
  case reported(StepKey, StepReport, at: Timestamp)
  /// `attempts` is the number of attempts made; `detail` says why it failed, in words.
  case stepFinished(StepKey, StepOutcome, attempts: Int, detail: String?, at: Timestamp)
  /// The task waits for a lock that `holder` has.
  case waitingForLock(task: Int, lock: String, holder: String, at: Timestamp)
  case taskFinished(task: Int, TaskResult, at: Timestamp)
  /// A signal told maint to stop; `isSecond` skips the grace period.
  case stopRequested(signal: Int32, isSecond: Bool, at: Timestamp)
  case runFinished(RunOutcome, at: Timestamp)
}
