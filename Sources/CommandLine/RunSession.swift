import Catalog
import Execution
import Glibc
import Notification
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// One run with all its real parts: gives it its number, joins the engine to the host, and turns its end into an exit
/// code.
struct RunSession {
  let context: Context
  let plan: Plan
  let state: String
  let log: RunLog
  let supervisor: Supervisor
  let events: EventFile?
  /// The project's folder, absolute, as the run log has it.
  let project: String
  /// What the plan was made from.
  let catalog: Catalog
  /// The project as it is now, where `catalog` is what it was when another run began; nil: `catalog` is that.
  var present: PresentProject?
  var beginning = RunBeginning.anew
  /// Those of its tasks, where the caller has taken some; nil: none are taken yet.
  var locks: FileLocks?
  /// The incident that the run belongs to, where somebody said so.
  var incident: Int?
  /// nil: windows and freezes hold.
  var override: WindowOverride?
  /// Asked when a task is about to start, with its locks in hand: why it is not to be started any more; nil: it is.
  var objection: (PlannedTask) -> String? = { _ in nil }
  /// Those that are not due yet, and for which somebody is only asked.
  var early: Set<TaskName> = []
  /// Of those of its tasks that had to be approved.
  let approvedFiles = ApprovedFiles()
  /// The maint outside, where this is a rehearsal.
  var boundary: BoundaryChannel?
  /// Told the run's number once it has one.
  var whenBegun: (Int) -> Void = { _ in }
  /// Told when all its tasks have ended, and backups are about to be copied.
  var whenEnded: () -> Void = {}

  func run() throws(CommandFailure) -> ExitCode {
    let account = UserAccount.current()
    // A link may lead elsewhere while the run is at work; what it began with is what was looked at, and approved.
    let place = place
    let clock = RunClockCheck(context: context, log: log)
    let startedAt = clock.beginning.wall
    let outbox = openOutbox()
    let number: Int
    do throws(RunLogFailure) {
      // What it settles is settled first: nobody is woken for what is over in a moment.
      if beginning.earlier == nil { try outbox?.write(now: startedAt) }
      let earlier = try log.latestReading()
      number = try begin(clock.beginning)
      if let earlier { try clock.tellJump(since: earlier.reading, ofRun: earlier.run, in: number) }
    } catch {
      throw CommandFailure(error)
    }
    whenBegun(number)
    if context.invocation.has(.quiet), let warning = ZoneVariable(context: context).warning { warn(warning) }
    // Steps create files with the usual mode whatever the umask of cron, systemd or the shell was.
    umask(0o022)
    let runner = SupervisedRunner(supervisor: supervisor, run: number)
    let host = RunHost(
      state: state, run: number,
      environment: HostEnvironment(account: account, timezone: timezone), runner: runner,
      refusals: RunbookRefusal(log: log, plan: plan).reason, admissions: admissions(run: number, place),
      backups: beginning.backups)
    defer { host.close() }
    host.objections = { [approvedFiles] in approvedFiles.objection(to: $0) }
    host.settledParameters = { [approvedFiles] in approvedFiles.settled(of: $0) }
    let confirm = ConfirmCommand(run: number, option: NextCommand(context).text.folders)
    if let boundary {
      host.whenTold = { secrets in for secret in secrets { _ = boundary.tell(.secret(Array(secret.utf8))) } }
    }
    let console = console(run: number, startedAt: startedAt, confirm: confirm)
    let eventLines = events.map { EventFileObserver($0, run: number, plan: plan, confirm: confirm) }
    let around = RunSurroundings(
      runner: boundary.map { BoundaryRunner(runner, channel: $0) } ?? runner, journal: log,
      locks: locks ?? FileLocks(folder: "\(state)/locks"), host: host, clock: SystemClock(),
      observers: [console] + (eventLines.map { [$0] } ?? []) + alerts(run: number) + packageWatch(run: number))
    let engine = RunEngine(
      plan: plan, options: options(run: number, place), around: around, remains: beginning.remains)
    let successes = SuccessNote(.run, of: plan, catalog, project: place)
    let summary = engine.run()
    log.whenPosted = {}
    whenEnded()
    if summary.signal == nil, summary.journalFailure == nil, boundary == nil {
      copyBackups(run: number, place, runner: runner, host: host, console: console.output)
    }
    let code = tell(summary, run: number, console: console, events: eventLines)
    guard boundary == nil else { return code }
    if summary.journalFailure == nil {
      clock.end(run: number)
      tellGivenUp(summary, run: number)
      note(successes, summary, run: number)
    }
    tellUncounted()
    prune(after: summary)
    if !context.invocation.has(.quiet), summary.journalFailure == nil, let lines = incidentLines(run: number) {
      console.output.write("\n\(lines.joined(separator: "\n"))\n".utf8, lines: lines.count + 1)
      console.output.settle()
    }
    if summary.journalFailure == nil {
      tellSound(outbox)
      outbox?.tell(with: supervisor, patience: Outbox.patienceAfterRun)
      // Last, so that it shows all of the above.
      publish()
    }
    return code
  }

  /// The run is in the log all the same.
  private func tellUncounted() {
    guard let failure = log.countingFailure else { return }
    warn("maint: \(failure.message)\n" + "hint: \(NextCommand(context).completing(failure.hint))\n")
  }

  private func publish() {
    let publish = Publication(context: context, project: project, state: state, log: log)
    publish(present == nil ? catalog : nil)
  }

  /// Of runbooks that demand a success before they run elsewhere.
  private func note(_ successes: SuccessNote, _ summary: RunSummary, run: Int) {
    switch beginning {
    case .recovery, .continuation, .rollback: return
    case .anew, .after: if !successes.isWaitedFor { return }
    }
    let succeeded = zip(plan.tasks, summary.results).filter { $1.outcome == .succeeded }.map(\.0)
    do throws(RunLogFailure) {
      try successes.add(succeeded, in: plan, run: run, to: log)
    } catch {
      warn("maint: that it succeeded could not be noted for requires_success: \(error.message)\nhint: \(error.hint)\n")
    }
  }

  /// Tasks that have now failed as often as they may.
  private func tellGivenUp(_ summary: RunSummary, run: Int) {
    switch beginning {
    case .recovery, .continuation, .rollback: return
    case .anew, .after: break
    }
    let failed = zip(plan.tasks, summary.results).filter { $1.outcome.isFailedTry }.map(\.0.name)
    do throws(RunLogFailure) {
      try GivenUpTasks(catalog: today, log: log, zone: context.zone).tell(failed: failed, inRun: run, warn: warn)
    } catch {
      warn("maint: whether a task was given up could not be written down: \(error.message)\nhint: \(error.hint)\n")
    }
  }

  /// A run that went forward leaves one backup more of what it changed.
  private func prune(after summary: RunSummary) {
    switch beginning {
    case .recovery, .continuation, .rollback: return
    case .anew, .after:
      guard summary.journalFailure == nil else { return }
      let pruning = Pruning(context: context, state: state, log: log)
      PruningAfterRun(pruning: pruning, context: context)(plan, summary.results)
    }
  }

  /// Asked for each task when it is about to start.
  private func admissions(run: Int, _ place: String) -> (PlannedTask, Timestamp) -> TaskAdmission {
    let proofs = ProofObjection(catalog: catalog, log: log, project: place, command: NextCommand(context))
    // A rehearsal is made before there is any proof, and before anybody approves.
    let isReal = !isRehearsal
    return { task, moment in
      if let reason = objection(task) { return .deferred(reason) }
      guard isReal else { return log.admission(of: task, at: moment) }
      if let reason = proofs(task, at: moment) { return .deferred(reason) }
      var admission = log.admission(of: task, at: moment)
      // Whoever has answered since it was found has not made it due.
      if early.contains(task.name), case .admitted = admission { admission = .deferred("it is not due yet") }
      guard !catalog.approvals(of: task.task).isEmpty else { return admission }
      var shut: String?
      if case .deferred(let reason) = admission { shut = reason }
      // Also while its window is shut: whoever approves has until it opens.
      let reason = approvals(place).objection(to: task, in: plan, run: run, at: moment, shut: shut)
      return reason.map { .deferred($0) } ?? admission
    }
  }

  /// Whether nothing of it counts for the host: it is carried out in a sandbox, or by the maint that is in one.
  var isRehearsal: Bool { boundary != nil || context.isInSandbox }

  private func approvals(_ place: String) -> ApprovalGate {
    ApprovalGate(
      basis: ApprovalBasis(catalog, log: log, project: place), log: log,
      words: ApprovalWords(context).naming(Approvers(catalog.coordination).roles),
      files: approvedFiles, message: ApprovalMessage(context, today.coordination, project: project, state: state),
      actor: LoginUser.current(context),
      asksAnew: context.invocation.has(.requestApproval), asks: context.invocation.verb != .approve)
  }

  private var timezone: String? {
    if let earlier = beginning.earlier { return earlier.timezone }
    return context.variables.value("TZ")
  }

  private func begin(_ reading: ClockReading) throws(RunLogFailure) -> Int {
    switch beginning {
    case .recovery(let run, let remains):
      try log.beginRecovery(
        of: run.number, tasks: remains.tasks.keys.sorted(), by: log.actor.name, process: OwnProcess.identity,
        bootID: reading.bootID, now: reading.wall)
      return run.number
    case .continuation(let run, _):
      try log.continueRun(run.number, process: OwnProcess.identity, bootID: reading.bootID)
      return run.number
    case .anew, .after, .rollback:
      let people = RunPeople(
        plan: plan, catalog: catalog, told: today.coordination, isRehearsal: isRehearsal,
        isRollback: beginning.isRollback, incident: incident,
        command: context.folders.messageCommand(ofProject: project))
      let text = ProjectSources(catalog, project: place).text(known: try log.sourced(of: catalog.text))
      let number = try log.beginRun(
        header(reading), plan: plan, text: text, signOff: people.signOff, incident: people.incidentOfRun)
      try log.expectCopies(of: tasksToCopy.map(\.name), run: number)
      return number
    }
  }

  /// Says what could not be written where, and gives the exit code.
  private func tell(
    _ summary: RunSummary, run: Int, console: ConsoleObserver, events eventLines: EventFileObserver?
  ) -> ExitCode {
    let code = exitCode(of: summary)
    let hint = summary.journalFailure == nil ? "the run log has all of it: " + NextCommand(context)("show \(run)") : nil
    let failures = [
      tell(console.output.problem, of: "standard output", hint: hint),
      tell(eventLines?.output.problem, of: "the events file \(events?.path ?? "")", hint: hint),
    ]
    return code == .success && failures.contains(true) ? .cannotWrite : code
  }

  /// Says what is missing in an output; true if it could not be written. A reader that stalled is no failure.
  private func tell(_ problem: RunOutput.Problem?, of name: String, hint: String?) -> Bool {
    let words: String
    switch problem {
    case nil: return false
    case .failed(let code):
      words = "\(name) could not be written: \(SystemError.words(code)); what came after is missing"
    case .notRead: words = "nobody reads \(name) any more; its end is missing"
    }
    warn("maint: \(words)\n" + (hint.map { "hint: \($0)\n" } ?? ""))
    return problem != .notRead
  }

  /// Standard error may have the same reader.
  func warn(_ text: String) {
    let errors = RunOutput(STDERR_FILENO)
    errors.write(text.utf8, lines: 2)
    errors.settle()
  }

  private func exitCode(of summary: RunSummary) -> ExitCode {
    if let failure = summary.journalFailure {
      warn("maint: \(failure.message)\nhint: \(failure.hint)\n")
      return summary.outcome == .humanNeeded ? .humanNeeded : .cannotWrite
    }
    switch (beginning, summary.outcome) {
    case (.recovery, .interrupted): return .notNow
    case (.recovery, .humanNeeded): return .humanNeeded
    case (.recovery, _), (.rollback, .rolledBack): return .success
    case (.anew, _), (.after, _), (.continuation, _), (.rollback, _):
      return summary.outcome.exitCode(stoppedBy: summary.signal).flatMap(ExitCode.init) ?? .humanNeeded
    }
  }

  private func options(run: Int, _ place: String) -> RunOptions {
    var options = RunOptions(run: run)
    options.failFast = context.invocation.has(.failFast)
    options.environment = [
      StepVariable.run.assignment(run), StepVariable.state.assignment(state),
      StepVariable.rehearsal.assignment(context.isInSandbox ? 1 : 0),
      StepVariable.project.assignment(place),
      StepVariable.executable.assignment(OwnProcess.executable),
    ]
    #if DEBUG
      options.environment += Failpoint.variables.compactMap { name in
        context.variables.value(name).map { "\(name)=\($0)" }
      }
    #endif
    return options
  }

  private func console(run: Int, startedAt: Timestamp, confirm: ConfirmCommand) -> ConsoleObserver {
    let invocation = context.invocation
    let settings = ConsoleSettings(
      verbosity: invocation.has(.quiet) ? .quiet : invocation.has(.verbose) ? .verbose : .normal, isTerminal: isLive,
      appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone,
      command: NextCommand(context).text)
    return ConsoleObserver(
      RunConsole(
        run: run, plan: plan, settings: settings, startedAt: startedAt, title: beginning.title(run: run),
        results: beginning.remains?.results, rollsBack: beginning.backups, confirm: confirm),
      output: RunOutput(STDOUT_FILENO), isLive: isLive, isQuiet: invocation.has(.quiet))
  }

  /// Beside lines that are redrawn the console itself tells of them.
  private func alerts(run: Int) -> [any RunObserver] {
    if isLive, context.isTerminal(STDERR_FILENO) { return [] }
    return [AlertObserver(RunOutput(STDERR_FILENO), run: run, plan: plan)]
  }

  private var isLive: Bool {
    let invocation = context.invocation
    return context.isTerminal(STDOUT_FILENO) && !invocation.has(.noProgress) && !invocation.has(.quiet)
      && context.variables.value("TERM") != "dumb"
  }

  private func header(_ reading: ClockReading) -> RunHeader {
    var header = RunHeader(
      arguments: OwnProcess.arguments, targets: plan.targets, startedAt: reading.wall,
      process: OwnProcess.identity, bootID: reading.bootID, user: log.actor.name, host: OwnProcess.hostName,
      version: Version.text, timezone: timezone, project: project, sinceBoot: reading.sinceBoot,
      override: override)
    switch beginning {
    case .anew, .recovery, .continuation: break
    case .after(let earlier): header.resumes = earlier
    case .rollback(let other, _): header.rollsBack = other.number
    }
    return header
  }
}
