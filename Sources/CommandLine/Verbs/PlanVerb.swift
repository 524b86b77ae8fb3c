import JSON
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// `maint plan TARGET…` and `maint run TARGET… --dry-run`: what a run would do. Starts no process and writes nothing.
struct PlanVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let request = try PlanRequest(context)
    return try show(request, try context.openLogForReading(), now: now)
  }

  /// The plan of what was asked for; `log` is nil where there is none.
  func show(_ request: PlanRequest, _ log: RunLog?, now: Timestamp) throws(CommandFailure) -> ExitCode {
    let plan = try Self.plan(context, request, log, now: now)
    if context.isJSON {
      var json = JSONWriter(layout: .pretty)
      PlanJSON(plan, now: now).write(to: &json)
      json.lineBreak()
      context.output.write(json.bytes)
    } else {
      let report = PlanReport(
        plan, now: now, appearance: context.appearance(of: STDOUT_FILENO), width: context.width(of: STDOUT_FILENO))
      report.write { context.output.write($0) }
    }
    return .success
  }

  /// The plan as the run log, if there is one, makes it.
  static func plan(_ context: Context, now: Timestamp) throws(CommandFailure) -> Plan {
    try plan(context, try PlanRequest(context), try context.openLogForReading(), now: now)
  }

  static func plan(
    _ context: Context, _ request: PlanRequest, _ log: RunLog?, now: Timestamp
  ) throws(CommandFailure) -> Plan {
    let history: PlanningHistory
    do throws(RunLogFailure) {
      history = try log?.history(for: request.taskNames) ?? PlanningHistory()
    } catch {
      throw CommandFailure(error)
    }
    let exceptions =
      try WindowGrant.exceptions(try WindowGrant.override(context)) + WindowGrant.exceptions(in: log, at: now)
    let gatekeeper = Gatekeeper(request.catalog, context: context, exceptions: exceptions)
    return try gatekeeper.gated(try request.plan(history: history, now: now), log: log, at: now)
  }
}
