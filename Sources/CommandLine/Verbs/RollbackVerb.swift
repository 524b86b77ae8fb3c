import Backups
import Catalog
import Execution
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// `maint rollback RUN[/TASK]`: takes back changes that succeeded and turned out wrong later, in a run of its own.
struct RollbackVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    if context.invocation.has(.dryRun) { return try preview() }
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    let number = context.invocation.runNumber.map { Int($0) } ?? 0
    let recorded = try RecordedRun(number, in: log, context: context)
    let locks = try takeLocks(of: try withdrawal(of: recorded, writing, log).plan(), number, writing)
    // Looked at with the locks in hand: whoever had them may have changed what is to be taken back.
    let withdrawal = try withdrawal(of: recorded, writing, log)
    let plan = try withdrawal.plan()
    try TrustedPaths(context: context).check(secretsOf: plan)
    let archives = try archives(of: withdrawal, number, log)
    try refuseDamaged(archives, of: number, state: writing.state)
    try refuseToOverwrite(archives, of: number, state: writing.state)
    // From here on a signal is an event of the run.
    let supervisor = try writing.supervisor()
    var session = RunSession(
      context: context, plan: plan, state: writing.state, log: log, supervisor: supervisor,
      events: try writing.events(), project: recorded.record.header.project, catalog: recorded.catalog,
      beginning: .rollback(recorded.record, withdrawal.remains), locks: locks)
    session.present = PresentProject(of: recorded.record, then: recorded.catalog, context)
    return try session.run()
  }

  /// Refuses what the rollback itself would refuse.
  private func preview() throws(CommandFailure) -> ExitCode {
    let number = context.invocation.runNumber.map { Int($0) } ?? 0
    guard let log = try context.openLogForReading() else {
      throw CommandFailure("there is no run \(number)", hint: "'maint log' lists the runs", exitCode: .notFound)
    }
    let state = try context.folders.state()
    let withdrawal = try Withdrawal(
      RecordedRun(number, in: log, context: context), asked: context.invocation.taskOfRun, state: state,
      zone: context.zone, log: log)
    let preview = WayBackPreview(run: number, plan: try withdrawal.plan(), remains: withdrawal.remains)
    let archives = try archives(of: withdrawal, number, log)
    try refuseDamaged(archives, of: number, state: state)
    try refuseToOverwrite(archives, of: number, state: state)
    context.output.write(preview.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }

  private func withdrawal(
    of recorded: RecordedRun, _ writing: StateWriting, _ log: RunLog
  ) throws(CommandFailure) -> Withdrawal {
    try Withdrawal(recorded, asked: context.invocation.taskOfRun, state: writing.state, zone: context.zone, log: log)
  }

  /// All that the tasks need, kept to the end of maint. For a task that is at work now it waits only where `--wait` says
  /// so: what that one does is to be taken back first.
  private func takeLocks(
    of plan: Plan, _ run: Int, _ writing: StateWriting
  ) throws(CommandFailure) -> FileLocks {
    let locks = FileLocks(folder: "\(writing.state)/locks")
    let own = Set(plan.tasks.map(\.name.lock))
    let names = own.union(plan.tasks.flatMap(\.locks)).sorted()
    let asked = try PlanRequest.lockWait(of: context)
    let begun = MonotonicTime.now()
    var isTold = context.invocation.has(.quiet)
    while true {
      switch locks.keep(names, for: "maint rollback \(run)") {
      case .acquired: return locks
      case .failed(let message): throw CommandFailure(message, exitCode: .cannotWrite)
      case .held(let lock, let holder):
        let wait = asked ?? (own.contains(lock) ? .zero : plan.defaults.lockWait)
        guard MonotonicTime.now() < begun + wait else {
          throw CommandFailure(
            "run \(run) cannot be taken back now: the lock '\(lock)' is held (\(holder)); nothing was touched",
            hint: "'maint status' shows what runs; --wait 10m waits for it", exitCode: .notNow)
        }
        if !isTold {
          isTold = true
          context.errors.write(
            "maint: waits up to \(DurationText.format(wait)) for the lock '\(lock)' (\(holder))\n")
        }
        usleep(100_000)
      }
    }
  }

  /// An archive that cannot be restored stops a rollback in the middle; what is known of it beforehand is no surprise.
  private func refuseDamaged(_ archives: Archives, of run: Int, state: String) throws(CommandFailure) {
    let bench: Workbench
    do throws(BackupFailure) { bench = try context.workbench() } catch { throw CommandFailure(error) }
    for (task, records) in archives {
      let id = BackupID(run: run, task: task)
      for record in records {
        do throws(BackupFailure) {
          try record.archive(in: id.folder(in: state)).verify(on: bench)
        } catch {
          if case .stopped = error.kind { throw CommandFailure(asked: error) }
          throw CommandFailure(
            "\(record.path) cannot be restored, so nothing of run \(run) is taken back: \(error.message)",
            hint: "'maint backup restore \(id) --path PATH' puts back what is whole; "
              + "'maint backup list \(task)' lists the other backups",
            exitCode: .notFound)
        }
      }
    }
  }

  private typealias Archives = [(task: TaskName, records: [ArchiveRecord])]

  /// Of the task that ended last first.
  private func archives(
    of withdrawal: Withdrawal, _ run: Int, _ log: RunLog
  ) throws(CommandFailure) -> Archives {
    var found: Archives = []
    do throws(RunLogFailure) {
      for task in withdrawal.tasks.sorted(by: { $1.end < $0.end }) {
        found.append((task.name, try log.archives(run: run, task: task.name)))
      }
    } catch {
      throw CommandFailure(error)
    }
    return found
  }

  /// What was changed since at the paths of the run is not overwritten unless somebody says so.
  private func refuseToOverwrite(_ archives: Archives, of run: Int, state: String) throws(CommandFailure) {
    let changes = try ChangesSince(state: state).find(archives.flatMap(\.records))
    guard !changes.isEmpty else { return }
    for change in changes { context.errors.write(change.text(run: run)) }
    guard !context.invocation.has(.force) else { return context.errors.write("maint: --force overwrites that\n") }
    let asked = context.invocation.argument(.runOrTask) ?? "\(run)"
    throw CommandFailure(
      "nothing of run \(run) is taken back, since that could overwrite what was changed since",
      hint: "look at it and keep what is needed; then 'maint rollback \(asked) --force' overwrites it",
      exitCode: .notFound)
  }
}

extension TaskRecord {
  fileprivate var end: Int64 { finishedAt?.microseconds ?? 0 }
}
