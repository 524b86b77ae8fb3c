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
    let (isDue, isDry) = (context.invocation.has(.due), context.invocation.has(.dryRun))
    if isDry { return try isDue ? RunDueVerb(context: context)() : PlanVerb(context: context)() }
    do throws(CommandFailure) {
      return try isDue ? RunDueVerb(context: context)() : carryOut()
    } catch {
      ProjectAlarm(context: context)(error)
      throw error
    }
  }

  private func carryOut() throws(CommandFailure) -> ExitCode {
    let override = try WindowGrant.override(context)
    let request = try PlanRequest(context)
    let writing = try StateWriting(context)
    // The supervisor comes first: from here on a signal is an event of the run, not its sudden end.
    let supervisor = try writing.supervisor()
    let log = try writing.makeLog()
    let incident = try IncidentChoice.open(context, in: log, writing)
    let lock = try TargetLock(request.targets, writing: writing, supervisor: supervisor)
    let now = SystemClock.wall()
    let history = try past(log, request, writing)
    return try Self.run(
      request, history: history, now: now, lock: lock, override: override, incident: incident, asksAlone: true, writing,
      supervisor, log)
  }

  /// From the plan to the exit code. `objection` as in `RunSession`; `completing` adds to the plan what it was made for;
  /// `arguments` are parameters in place of those of the command line; `early` as in `RunSession`;
  /// `asksAlone`: what was named, and waits for somebody's word, is asked for also where what it needs waits for its window.
  static func run(
    _ request: PlanRequest, history: PlanningHistory, now: Timestamp, lock: TargetLock,
    override: WindowOverride? = nil, incident: Int? = nil, objection: @escaping (PlannedTask) -> String? = { _ in nil },
    completing: (Plan) -> Plan = { $0 }, arguments: [(name: String, value: String)]? = nil, early: Set<TaskName> = [],
    asksAlone: Bool = false, _ writing: StateWriting, _ supervisor: Supervisor, _ log: RunLog
  ) throws(CommandFailure) -> ExitCode {
    let context = writing.context
    let gatekeeper = Gatekeeper(request.catalog, context: context, exceptions: WindowGrant.exceptions(override))
    let made = try request.plan(history: history, now: now, arguments: arguments)
    let project = FolderChoice.absolute(context.folders.project)
    try SharedTasks.refuse(made.tasks.lazy.map(\.name), of: project, in: log)
    var plan = try gatekeeper.gated(completing(made), log: log, at: now)
    var early = early
    if asksAlone {
      early = plan.waitingAlone(at: now)
      let named = Set(request.targets.flatMap(request.tasks(of:)).map(\.name))
      early.formIntersection(named)
      if !early.isEmpty { plan = plan.isolating(early, isChosen: named.contains) }
    }
    try TrustedPaths(context: context).check(secretsOf: plan)
    var session = RunSession(
      context: context, plan: plan, state: writing.state, log: log, supervisor: supervisor,
      events: try writing.events(), project: project, catalog: request.catalog)
    session.override = override
    (session.incident, session.early) = (incident, early)
    session.objection = objection
    session.whenBegun = lock.begun
    session.whenEnded = lock.release
    return try session.run()
  }

  /// What planning needs to know; marks what earlier runs left open when maint was killed under them, and says so.
  private func past(
    _ log: RunLog, _ request: PlanRequest, _ writing: StateWriting
  ) throws(CommandFailure) -> PlanningHistory {
    do throws(RunLogFailure) {
      try writing.markInterrupted(in: log)
      return try log.history(for: request.taskNames)
    } catch {
      throw CommandFailure(error)
    }
  }
}
