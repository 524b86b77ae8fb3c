import Catalog
import Execution
import Planning
import RunLog

/// `maint rollback RUN[/TASK]`: takes back changes that succeeded and turned out wrong later, in a run of its own.
struct RollbackVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let supervisor = try writing.supervisor()
    let log = try writing.openLog()
    let number = context.invocation.runNumber.map { Int($0) } ?? 0
    let recorded = try RecordedRun(number, in: log, context: context)
    let withdrawal = try Withdrawal(recorded, asked: context.invocation.taskOfRun, log: log)
    var plan = try withdrawal.plan()
    plan.defaults.lockWait = try PlanRequest.lockWait(of: context) ?? plan.defaults.lockWait
    try TrustedPaths(context: context).check(secretsOf: plan)
    let session = RunSession(
      context: context, plan: plan, state: writing.state, log: log, supervisor: supervisor,
      events: try writing.events(), project: recorded.record.header.project, text: recorded.catalog.text,
      beginning: .rollback(recorded.record, withdrawal.remains))
    return try session.run()
  }
}
