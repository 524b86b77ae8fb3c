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
    // The supervisor comes first: from here on a signal is an event of the run, not its sudden end.
    let supervisor = try supervisor()
    let log = try openLog(state: state)
    let now = SystemClock.wall()
    let (history, refused) = try past(log, request, now: now)
    let plan = try request.plan(history: history, now: now)
    let events: EventFile? =
      if let path = context.invocation.value(.events) { try EventFile(path: path) } else { nil }
    let session = RunSession(
      context: context, plan: plan, state: state, log: log, supervisor: supervisor, events: events,
      refusedRunbooks: refused)
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

  /// What planning needs to know, and the runbooks that a human must look at first; marks what earlier runs left open
  /// when maint was killed under them, and says so.
  private func past(
    _ log: RunLog, _ request: PlanRequest, now: Timestamp
  ) throws(CommandFailure) -> (PlanningHistory, refused: [String: String]) {
    do throws(RunLogFailure) {
      for run in try log.reconcile(isAlive: OwnProcess.isAlive, now: now) {
        context.errors.write(InterruptedReport.text(run))
      }
      var refused: [String: String] = [:]
      for entry in try log.unresolved() where refused[entry.runbook] == nil {
        refused[entry.runbook] = InterruptedReport.refusal(entry)
      }
      return (try log.history(for: request.taskNames), refused)
    } catch {
      throw CommandFailure(error)
    }
  }
}
