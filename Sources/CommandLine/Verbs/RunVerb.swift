import Catalog
import Execution
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// `maint run TARGET…`: plans, runs, records.
///
/// All that can fail before the first step fails before the run stands in the log, where it would look interrupted.
struct RunVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    if context.invocation.has(.dryRun) { return try PlanVerb(context: context)() }
    let request = try PlanRequest(context)
    let state = try context.folders.state()
    try TrustedPaths(context: context).check(state: state)
    // The supervisor comes first: from here on a signal is an event of the run, not its sudden end.
    let supervisor = try supervisor()
    let log = try openLog(state: state)
    let now = SystemClock.wall()
    let history = try past(log, request, state: state, now: now)
    let plan = try request.plan(history: history, now: now)
    try TrustedPaths(context: context).check(secretsOf: plan)
    let events: EventFile? =
      if let path = context.invocation.value(.events) { try EventFile(path: path) } else { nil }
    let session = RunSession(
      context: context, plan: plan, state: state, log: log, supervisor: supervisor, events: events)
    return try session.run()
  }

  private func supervisor() throws(CommandFailure) -> Supervisor {
    do throws(SupervisionFailure) {
      return try Supervisor()
    } catch {
      throw CommandFailure("this host cannot supervise processes: \(error.words)", exitCode: .cannotWrite)
    }
  }

  private func openLog(state: String) throws(CommandFailure) -> RunLog {
    do throws(RunLogFailure) {
      try StateFolder(path: state).prepare()
      return try RunLog.open(state: state, access: .readWrite)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// What planning needs to know; marks what earlier runs left open when maint was killed under them, says so, and
  /// removes what they left in the state folder.
  private func past(
    _ log: RunLog, _ request: PlanRequest, state: String, now: Timestamp
  ) throws(CommandFailure) -> PlanningHistory {
    do throws(RunLogFailure) {
      try InterruptedRuns.mark(in: log, state: state, context: context, now: now)
      return try log.history(for: request.taskNames)
    } catch {
      throw CommandFailure(error)
    }
  }
}
