import Catalog
import Execution
import Planning
import RunLog

/// `maint rollback RUN[/TASK]`: takes back changes that succeeded and turned out wrong later, in a run of its own.
struct RollbackVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let number = context.invocation.runNumber.map { Int($0) } ?? 0
    let recorded = try RecordedRun(number, in: log, context: context)
    let withdrawal = try Withdrawal(
      recorded, asked: context.invocation.taskOfRun, state: writing.state, zone: context.zone, log: log)
    var plan = try withdrawal.plan()
    plan.defaults.lockWait = try PlanRequest.lockWait(of: context) ?? plan.defaults.lockWait
    try TrustedPaths(context: context).check(secretsOf: plan)
    try refuseToOverwrite(withdrawal, of: number, writing, log)
    // From here on a signal is an event of the run.
    let supervisor = try writing.supervisor()
    let session = RunSession(
      context: context, plan: plan, state: writing.state, log: log, supervisor: supervisor,
      events: try writing.events(), project: recorded.record.header.project, text: recorded.catalog.text,
      beginning: .rollback(recorded.record, withdrawal.remains))
    return try session.run()
  }

  /// What was changed since at the paths of the run is not overwritten unless somebody says so.
  private func refuseToOverwrite(
    _ withdrawal: Withdrawal, of run: Int, _ writing: StateWriting, _ log: RunLog
  ) throws(CommandFailure) {
    let changes = try ChangesSince(run: run, state: writing.state, log: log).find(withdrawal.tasks)
    guard !changes.isEmpty else { return }
    for change in changes { context.errors.write(change.text(run: run)) }
    guard !context.invocation.has(.force) else { return context.errors.write("maint: --force overwrites that\n") }
    let asked = context.invocation.argument(.runOrTask) ?? "\(run)"
    throw CommandFailure(
      "nothing of run \(run) is taken back, since that could overwrite what was changed since",
      hint: "look at it and keep what is needed; then maint rollback \(asked) --force overwrites it",
      exitCode: .notFound)
  }
}
