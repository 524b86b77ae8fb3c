import Catalog
import Execution
import Planning
import Reporting
import RunLog
import Supervision

/// The recovery of one run: ends what still runs of it, then has the engine take it up where it was left.
///
/// Nothing here is remembered between two recoveries but what the run log holds, so one that is killed leaves the run as
/// any maint that is killed does, and the next one begins with what it finds then.
struct Recovery {
  let run: Int
  /// The operator named it: a rollback that failed is tried again, too.
  let isAsked: Bool
  let writing: StateWriting
  let log: RunLog
  let supervisor: Supervisor
  let events: EventFile?

  /// nil where nothing of it is to be recovered.
  func callAsFunction() throws(CommandFailure) -> ExitCode? {
    let locks = FileLocks(folder: "\(writing.state)/locks")
    let lock = try takeLock(locks)
    defer { locks.release(lock) }
    let recorded = try RecordedRun(run, in: log, context: writing.context)
    let record = recorded.record
    guard record.outcome != nil else {
      throw CommandFailure(
        "run \(run) is still carried out, by pid \(record.header.process.pid)",
        hint: "to stop it and have it rolled back: kill -TERM \(record.header.process.pid)", exitCode: .notNow)
    }
    let remains = Self.remains(in: record, takingBack: try takenBack(by: record), isAsked: isAsked)
    let isSettled = record.outcome != .interrupted || record.tasks.contains { $0.result?.outcome == .interrupted }
    if remains.tasks.isEmpty, isSettled { return nil }
    // Whoever marked the run may have been killed before that.
    for task in record.tasks where task.result?.outcome == .notStarted {
      InterruptedRuns.removeBackup(of: task.name, run: run, state: writing.state)
    }
    var plan = try recorded.plan()
    plan.defaults.lockWait = try PlanRequest.lockWait(of: writing.context) ?? plan.defaults.lockWait
    try TrustedPaths(context: writing.context).check(secretsOf: plan)
    var session = RunSession(
      context: writing.context, plan: plan, state: writing.state, log: log, supervisor: supervisor, events: events,
      project: record.header.project, catalog: recorded.catalog,
      beginning: .recovery(record, try ended(remains, in: record, plan)))
    session.present = PresentProject(of: record, then: recorded.catalog, writing.context)
    return try session.run()
  }

  /// Two that recover one run would roll it back twice at once.
  private func takeLock(_ locks: FileLocks) throws(CommandFailure) -> Int {
    switch locks.acquire([Self.lock(of: run)], for: "maint recover \(run)") {
    case .acquired(let handle): return handle
    case .held(_, let holder):
      throw CommandFailure("run \(run) is being recovered already (\(holder))", exitCode: .notNow)
    case .failed(let message): throw CommandFailure(message, exitCode: .cannotWrite)
    }
  }

  static func lock(of run: Int) -> String { "run.\(run)" }

  /// What there is to do in the run, as the run log has it; whether a process still runs is not looked at.
  static func remains(in record: RunRecord, takingBack other: RunRecord?, isAsked: Bool) -> RunRemains {
    var remains = RunRemains(purpose: .recovery, results: record.tasks.map(\.result), tasks: [:])
    for task in record.tasks where isToRecover(task, isAsked: isAsked) {
      remains.results[task.position] = nil
      var left = task.remains
      if let taken = other?.tasks.first(where: { $0.name == task.name }) {
        left = taken.remains.takenBack(asTask: task.position, after: left.steps)
      }
      remains.tasks[task.position] = left
    }
    return remains
  }

  private static func isToRecover(_ task: TaskRecord, isAsked: Bool) -> Bool {
    guard task.resolution == nil else { return false }
    switch task.result?.outcome {
    case .interrupted: return true
    // Before anybody has marked the run.
    case nil: return task.startedAt != nil
    case .rollbackFailed: return isAsked
    case .succeeded, .skipped, .failed, .rolledBack, .blocked, .refused, .notNow, .deferred, .notStarted: return false
    }
  }

  /// The run whose changes it was about to take back.
  private func takenBack(by record: RunRecord) throws(CommandFailure) -> RunRecord? {
    guard let other = record.header.rollsBack else { return nil }
    do throws(RunLogFailure) {
      return try log.run(other)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// With the processes ended that still run of it.
  private func ended(_ found: RunRemains, in record: RunRecord, _ plan: Plan) throws(CommandFailure) -> RunRemains {
    let survivors = try RunSurvivors(of: record, log: log)
    var remains = found
    for task in record.tasks where remains.tasks[task.position] != nil {
      remains.tasks[task.position]?.hasSurvivor =
        !survivors.end(task, plan: plan, say: { writing.context.errors.write($0) })
    }
    return remains
  }
}
