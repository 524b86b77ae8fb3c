import Catalog
import Diagnostics
import Execution
import Planning
import Reporting
import RunLog
import Scheduling

/// `maint resume RUN`: a new run that goes on after the last finished task of another.
struct ResumeVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let override = try WindowGrant.override(context)
    let writing = try StateWriting(context)
    let supervisor = try writing.supervisor()
    let log = try writing.openLog()
    let number = context.invocation.runNumber.map { Int($0) } ?? 0
    let recorded = try RecordedRun(number, in: log, context: context)
    let record = recorded.record
    try refuse(record, log)
    let request = PlanRequest(context, catalog: try catalog(recorded), targets: record.header.targets)
    let lock = try TargetLock(record.header.targets, writing: writing, supervisor: supervisor)
    let (history, succeeded) = try writing.logged { () throws(RunLogFailure) in
      (try log.history(for: request.taskNames), try successes(before: record, log))
    }
    let whole = try request.plan(history: history, now: SystemClock.wall(), arguments: Self.arguments(of: record))
    let project = FolderChoice.absolute(context.invocation.value(.project) ?? record.header.project)
    try SharedTasks.refuse(whole.tasks.lazy.map(\.name), of: project, in: log)
    let gatekeeper = Gatekeeper(
      request.catalog, context: context, exceptions: WindowGrant.exceptions(override), project: record.header.project)
    let plan = try gatekeeper.gated(whole.without(succeeded), log: log, at: SystemClock.wall())
    guard !plan.tasks.isEmpty else {
      context.output.write("nothing of run \(number) is left: every task succeeded\n")
      return .success
    }
    try TrustedPaths(context: context).check(secretsOf: plan)
    var session = RunSession(
      context: context, plan: plan, state: writing.state, log: log, supervisor: supervisor,
      events: try writing.events(), project: record.header.project, catalog: request.catalog,
      beginning: .after(run: number))
    session.override = override
    if isAsItWas { session.present = PresentProject(of: record, then: recorded.catalog, context) }
    session.whenBegun = lock.begun
    session.whenEnded = lock.release
    return try session.run()
  }

  private func refuse(_ run: RunRecord, _ log: RunLog) throws(CommandFailure) {
    let (number, next) = (run.number, NextCommand(context))
    func failure(_ message: String, _ hint: String) -> CommandFailure {
      CommandFailure(message, hint: hint, exitCode: .notNow)
    }
    if run.outcome == nil {
      throw failure("run \(number) still runs, pid \(run.header.process.pid)", next("status") + " shows how far it is")
    }
    if let other = run.header.rollsBack {
      throw failure("run \(number) took back run \(other)", "to go on with that: " + next("rollback \(other)"))
    }
    if run.tasks.contains(where: { $0.result?.outcome == .interrupted && $0.resolution == nil }) {
      throw failure("run \(number) was interrupted in the middle of a task", "first: " + next("recover \(number)"))
    }
    if let task = run.tasks.first(where: { $0.needsHuman && $0.resolution == nil }) {
      throw failure(
        "the rollback of \(task.name) in run \(number) failed, so the host may be left half changed",
        RecoverText.mending(number, isInterrupted: false, next.text))
    }
    do throws(RunLogFailure) {
      guard let sequel = try log.sequel(of: number) else { return }
      throw RunLogFailure(
        kind: .busy, message: "run \(sequel) went on with run \(number) already", hint: next("resume \(sequel)"))
    } catch {
      throw failure(error.message, error.hint)
    }
  }

  private var choice: FileChoice? { context.invocation.value(.use).flatMap(FileChoice.init) }
  private var isAsItWas: Bool { choice == .then }

  /// Where what the run was planned from was changed since, somebody has to say which is meant.
  private func catalog(_ recorded: RecordedRun) throws(CommandFailure) -> Catalog {
    let run = recorded.record
    if isAsItWas { return recorded.catalog }
    let now = try context.loadCatalog(project: context.invocation.value(.project) ?? run.header.project)
    if choice == .now { return now }
    let changed = now.text.differences(from: recorded.catalog.text, runbooks: Set(run.tasks.map(\.runbook)))
    guard !changed.isEmpty else { return now }
    throw CommandFailure(
      "changed since run \(run.number) began: \(changed.joined(separator: ", "))",
      hint: "say which is meant: 'maint resume \(run.number) --use then' (as it was), or --use now (as it is)",
      exitCode: .notNow)
  }

  /// The tasks that succeeded in the run, and in those that it went on with.
  private func successes(
    before run: RunRecord, _ log: RunLog
  ) throws(RunLogFailure) -> [TaskName: PlanningHistory.Success] {
    var successes: [TaskName: PlanningHistory.Success] = [:]
    var next: RunRecord? = run
    while let run = next {
      let gone = try log.tasksNotStanding(of: run.number)
      for task in run.tasks where task.result?.outcome.isWell == true && !gone.contains(task.name) {
        let success = PlanningHistory.Success(
          run: run.number, startedAt: task.startedAt ?? run.header.startedAt,
          finishedAt: task.finishedAt ?? run.header.startedAt)
        successes[task.name] = successes[task.name] ?? success
      }
      next = nil
      if let earlier = run.header.resumes { next = try log.run(earlier) }
    }
    return successes
  }

  /// What `--with` said then.
  private static func arguments(of run: RunRecord) -> [(name: String, value: String)] {
    let given = run.tasks.flatMap(\.parameters).filter { $0.origin == .commandLine }
    return Dictionary(given.map { ($0.name, $0.value) }) { first, _ in first }.map { ($0, $1) }
  }
}
