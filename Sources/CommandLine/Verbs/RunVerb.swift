import Catalog
import Diagnostics
import Execution
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// `maint run TARGET…`: plans, runs, records.
struct RunVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    if context.invocation.has(.dryRun) { return try PlanVerb(context: context)() }
    let request = try PlanRequest(context)
    let state = try context.folders.state()
    // The supervisor comes first: from here on a signal is an event of the run, not its sudden end.
    let supervisor = try Self.supervisor()
    let log = try openLog(state: state)
    let now = SystemClock.wall()
    try reconcile(log, now: now)
    let plan = try request.plan(history: try history(log, for: request), now: now)
    let events: EventFile? =
      if let path = context.invocation.value(.events) { try EventFile(path: path) } else { nil }
    return try run(plan, log: log, state: state, supervisor: supervisor, events: events)
  }

  private func run(
    _ plan: Plan, log: RunLog, state: String, supervisor: Supervisor, events: EventFile?
  ) throws(CommandFailure) -> ExitCode {
    let account = UserAccount.current()
    let startedAt = SystemClock.wall()
    let number: Int
    do throws(RunLogFailure) {
      number = try log.beginRun(header(of: plan, account: account, startedAt: startedAt), plan: plan)
    } catch {
      throw CommandFailure(error)
    }
    // Steps create files with the usual mode whatever the umask of cron, systemd or the shell was.
    umask(0o022)
    let runner = SupervisedRunner(supervisor: supervisor, run: number)
    let environment = HostEnvironment(account: account, timezone: context.variables.value("TZ"))
    let host = RunHost(state: state, run: number, environment: environment, runner: runner)
    var observers: [any RunObserver] = [console(run: number, plan: plan, startedAt: startedAt)]
    if let events { observers.append(EventFileObserver(events, run: number, plan: plan)) }
    do throws(PreparationFailure) { try host.open() } catch {
      throw CommandFailure(error.message, exitCode: .cannotWrite)
    }
    defer { host.close() }
    let engine = RunEngine(
      plan: plan, options: try options(run: number, state: state, log: log),
      around: RunSurroundings(
        runner: runner, journal: log, locks: FileLocks(folder: "\(state)/locks"), host: host, clock: SystemClock(),
        observers: observers))
    return tell(engine.run())
  }

  private func tell(_ summary: RunSummary) -> ExitCode {
    if let failure = summary.journalFailure {
      context.errors.write("maint: \(failure.message)\nhint: \(failure.hint)\n")
      return summary.outcome == .humanNeeded ? .humanNeeded : .cannotWrite
    }
    switch summary.outcome {
    case .succeeded: return .success
    case .failed: return .failed
    case .rolledBack: return .rolledBack
    case .humanNeeded, .interrupted: return .humanNeeded
    case .notNow: return .notNow
    case .stopped: return summary.signal == SIGINT ? .interrupted : .terminated
    }
  }

  private static func supervisor() throws(CommandFailure) -> Supervisor {
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

  /// Marks what earlier runs left open when maint was killed under them, and says so.
  private func reconcile(_ log: RunLog, now: Timestamp) throws(CommandFailure) {
    do throws(RunLogFailure) {
      for run in try log.reconcile(isAlive: OwnProcess.isAlive, now: now) {
        context.errors.write(InterruptedReport.text(run))
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  private func history(_ log: RunLog, for request: PlanRequest) throws(CommandFailure) -> PlanningHistory {
    do throws(RunLogFailure) {
      return try log.history(for: request.taskNames)
    } catch {
      throw CommandFailure(error)
    }
  }

  private func options(run: Int, state: String, log: RunLog) throws(CommandFailure) -> RunOptions {
    var options = RunOptions(run: run)
    options.failFast = context.invocation.has(.failFast)
    options.environment = [
      "MAINT_RUN=\(run)", "MAINT_STATE=\(state)", "MAINT_REHEARSAL=0",
      "MAINT_PROJECT=\(FolderChoice.absolute(context.folders.project))", "MAINT_EXECUTABLE=\(OwnProcess.executable)",
    ]
    do throws(RunLogFailure) {
      for entry in try log.unresolved() where options.refusedRunbooks[entry.runbook] == nil {
        options.refusedRunbooks[entry.runbook] = InterruptedReport.refusal(entry)
      }
    } catch {
      throw CommandFailure(error)
    }
    return options
  }

  private func console(run: Int, plan: Plan, startedAt: Timestamp) -> ConsoleObserver {
    let invocation = context.invocation
    let isLive =
      Terminal.isTerminal(STDOUT_FILENO) && !invocation.has(.noProgress) && !invocation.has(.quiet)
      && context.variables.value("TERM") != "dumb"
    let settings = ConsoleSettings(
      verbosity: invocation.has(.quiet) ? .quiet : invocation.has(.verbose) ? .verbose : .normal, isTerminal: isLive,
      appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    return ConsoleObserver(
      RunConsole(run: run, plan: plan, settings: settings, startedAt: startedAt), output: context.output,
      isLive: isLive)
  }

  private func header(of plan: Plan, account: UserAccount, startedAt: Timestamp) -> RunHeader {
    RunHeader(
      arguments: Array(CommandLine.arguments.dropFirst()), targets: plan.targets, startedAt: startedAt,
      process: OwnProcess.identity, bootID: BootID.current(), user: account.name, host: OwnProcess.hostName,
      version: Version.text, project: FolderChoice.absolute(context.folders.project))
  }
}
