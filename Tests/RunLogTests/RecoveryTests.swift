import Catalog
import Execution
import Testing

@testable import RunLog

/// What the log keeps for a recovery, and what taking a run up makes of it.
@Suite struct RecoveryTests {
  let folder = TemporaryFolder()

  private static let text = ProjectText(files: [
    .init(path: "schedules/main.yaml", bytes: Array("maintenance_schedule:\n".utf8)),
    .init(path: "runbooks/a.yaml", bytes: [0xEF, 0xBB, 0xBF, 0x0A]),
  ])

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite) }

  @Test func theTextOfARunIsKeptAndWhatIsTheSameOnlyOnce() throws {
    let log = try open()
    let first = try log.beginRun(Fixture.header, plan: Fixture.plan(), text: Self.text)
    let same = try log.beginRun(Fixture.header, plan: Fixture.plan(), text: Self.text)
    var changed = Self.text
    changed.files[0].bytes += Array("# more".utf8)
    let third = try log.beginRun(Fixture.header, plan: Fixture.plan(), text: changed)
    let back = try log.beginRun(Fixture.header, plan: Fixture.plan(), text: Self.text)
    let none = try log.beginRun(Fixture.header, plan: Fixture.plan())
    #expect(try log.projectText(of: first) == Self.text)
    #expect(try log.projectText(of: same) == Self.text)
    #expect(try log.projectText(of: third) == changed)
    #expect(try log.projectText(of: back) == Self.text)
    #expect(try log.projectText(of: none) == nil)
    func count(_ what: String) throws -> Int? {
      try log.connection.first("SELECT count(*) FROM \(what)") { $0.integer(0) }
    }
    #expect(try count("source") == 3)
    #expect(try count("project_file") == 6)
    #expect(
      Self.text.differences(from: changed, runbooks: []) == [changed.files[0].path].filter { $0.hasPrefix("sch") })
    #expect(Self.text.differences(from: changed, runbooks: ["a"]) == [changed.files[0].path])
  }

  /// A run of one task whose change was started, that is marked as interrupted.
  private func interrupted(_ log: RunLog) throws -> Int {
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
    var report = StepReport()
    report.environment = [.init(name: "A", value: "1")]
    try log.write([.taskStarted(task: 0, at: Fixture.time(10))] + Fixture.running(Fixture.step(0, .precheck)))
    try log.write([.reported(Fixture.step(0, .precheck), report, at: Fixture.time(12))])
    try log.write(Fixture.ended(Fixture.step(0, .precheck)) + Fixture.running(Fixture.step(0, .change)))
    #expect(try log.reconcile(isAlive: { _, _ in false }, now: Fixture.time(60)).map(\.run) == [run])
    return run
  }

  private func takeUp(_ run: Int, _ log: RunLog) throws {
    try log.beginRecovery(
      of: run, tasks: [0], by: "ben", process: ProcessIdentity(pid: 5000, startTime: 7), bootID: "boot-2",
      now: Fixture.time(70))
  }

  @Test func aRunThatIsTakenUpGoesOnUnderNewNumbersAndEnds() throws {
    let log = try open()
    let run = try interrupted(log)
    #expect(try log.runsToRecover() == [run])
    try takeUp(run, log)
    #expect(try log.runsToRecover() == [])
    let undo = Fixture.step(0, .rollback, isUndo: true)
    // Also what a step of before reports only now finds its place.
    var report = StepReport()
    report.environment = [.init(name: "B", value: "2")]
    try log.write([.reported(Fixture.step(0, .precheck), report, at: Fixture.time(71))])
    try log.write(Fixture.running(undo) + Fixture.ended(undo))
    #expect(try log.unresolved().map(\.runbook) == ["health"], "it is refused until it is over")
    let result = TaskResult(outcome: .rolledBack, failedStep: Fixture.step(0, .change), reason: "maint ended")
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(72)), .taskFinished(task: 0, result, at: Fixture.time(80)),
      .runFinished(.rolledBack, at: Fixture.time(81)),
    ])
    let record = try #require(try log.run(run))
    #expect(record.outcome == .rolledBack && record.exitCode == nil && record.finishedAt == Fixture.time(81))
    #expect(record.recoveries == [.init(by: "ben", at: Fixture.time(70))])
    let task = record.tasks[0]
    #expect(task.startedAt == Fixture.time(10) && task.result == result && !task.needsHuman)
    #expect(task.steps.map(\.key) == [Fixture.step(0, .precheck), Fixture.step(0, .change), undo])
    #expect(task.steps[0].report.environment.map(\.name) == ["A", "B"])
    #expect(task.steps.map(\.outcome) == [.succeeded, .interrupted, .succeeded])
    #expect(try log.unresolved().isEmpty)
    #expect(try log.carriers(of: run).map(\.process.pid) == [4711, 5000])
    #expect(try log.integrity() == ["ok"])
  }

  /// A report of the time before tells of it whether the report is made before the recovery, or after it.
  @Test func whatWasInDoubtIsKnownAfterItWasPutRight() throws {
    let log = try open()
    let run = try interrupted(log)
    func doubts(_ moment: Int64) throws -> [TaskInDoubt] { try log.tasksInDoubt(at: Fixture.time(moment)) }
    let start = Fixture.header.startedAt.microseconds
    #expect(try doubts(start).isEmpty, "it had not begun")
    let before = try doubts(max(65, start + 1))
    #expect(before.map(\.run) == [run] && before.first?.cause == .interrupted && before.first?.settled == nil)
    let (end, later) = (max(66, start + 2), max(66, start + 2) + 10)
    try log.beginRecovery(
      of: run, tasks: [0], by: "ben", process: ProcessIdentity(pid: 5000, startTime: 7), bootID: "boot-2",
      now: Fixture.time(end))
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(end)),
      .taskFinished(task: 0, TaskResult(outcome: .rolledBack, reason: "maint ended"), at: Fixture.time(later)),
      .runFinished(.rolledBack, at: Fixture.time(later)),
    ])
    let after = try doubts(end)
    #expect(after.map(\.run) == [run] && after.first?.cause == .interrupted)
    #expect(after.first?.settled == .init(.recovered, at: Fixture.time(later), by: "ben"))
    #expect(try doubts(later + 1).isEmpty)
  }

  @Test func whatSomebodyResolvedWasInDoubtUntilThen() throws {
    let log = try open()
    let step = Fixture.step(0, .change)
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
    let start = Fixture.header.startedAt.microseconds
    try log.write(
      [.taskStarted(task: 0, at: Fixture.time(start + 1))] + Fixture.running(step) + Fixture.ended(step, .failed))
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: .rollbackFailed, reason: "stuck"), at: Fixture.time(start + 5)),
      .runFinished(.humanNeeded, at: Fixture.time(start + 6)),
    ])
    try log.resolve(run: run, task: nil, by: Actor(name: "anna", uid: 1), reason: "done", now: Fixture.time(start + 20))
    func doubts(_ moment: Int64) throws -> [TaskInDoubt] { try log.tasksInDoubt(at: Fixture.time(start + moment)) }
    #expect(try doubts(3).isEmpty && doubts(21).isEmpty)
    let found = try doubts(10)
    #expect(found.map(\.cause) == [.rollbackFailed] && found.first?.reason == "stuck")
    #expect(found.first?.settled == .init(.resolved, at: Fixture.time(start + 20), by: "anna"))
  }

  @Test func aRecoveryThatIsInterruptedIsARunThatIsInterrupted() throws {
    let log = try open()
    let run = try interrupted(log)
    for recovery in 1...3 {
      try takeUp(run, log)
      try log.write(Fixture.running(Fixture.step(0, .rollback, isUndo: true)))
      let found = try log.reconcile(isAlive: { process, _ in process.pid != 5000 }, now: Fixture.time(90))
      #expect(found.map(\.run) == [run] && found[0].openTasks.map(\.changeIntended) == [true])
      #expect(try log.runsToRecover() == [run])
      #expect(try log.run(run)?.tasks[0].steps.count == 2 + recovery)
      #expect(try log.run(run)?.recoveries.count == recovery)
    }
  }

  @Test func whatIsLeftInterruptedStillNeedsAHuman() throws {
    let log = try open()
    let run = try interrupted(log)
    try takeUp(run, log)
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: .interrupted, reason: "locked"), at: Fixture.time(80)),
      .runFinished(.interrupted, at: Fixture.time(81)),
    ])
    #expect(try log.unresolved().map(\.outcome) == [.interrupted])
    #expect(try log.runsToRecover() == [run])
    #expect(try log.run(run)?.finishedAt == nil)
    try log.resolve(run: run, task: nil, by: Actor(name: "ben", uid: 8), reason: "mended", now: Fixture.time(90))
    #expect(try log.runsToRecover() == [])
  }

  @Test func whatTheLogHasOfATaskIsWhatItIsTakenUpFrom() throws {
    let log = try open()
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
    let (tested, unspawned, open) = (Fixture.step(0, .change), Fixture.step(0, .change, 1), Fixture.step(0, .change, 2))
    var failed = AttemptResult(outcome: .failed, detail: "no shell", wasSpawned: false)
    failed.wasShortage = true
    try log.write([
      .taskStarted(task: 0, at: Fixture.time(10)),
      .stepStarted(tested, name: "t", script: "t", at: Fixture.time(11)),
      .attemptIntended(Fixture.attempt(tested, 0), at: Fixture.time(11)),
      .stepFinished(tested, .skipped, attempts: 0, detail: nil, at: Fixture.time(12)),
      .stepStarted(unspawned, name: "u", script: "u", at: Fixture.time(13)),
      .attemptIntended(Fixture.attempt(unspawned), at: Fixture.time(13)),
      .attemptFinished(Fixture.attempt(unspawned), failed, at: Fixture.time(14)),
      .stepFinished(unspawned, .failed, attempts: 1, detail: nil, at: Fixture.time(14)),
      .stepStarted(open, name: "o", script: "o", at: Fixture.time(15)),
      .attemptIntended(Fixture.attempt(open), at: Fixture.time(15)),
    ])
    let remains = try #require(try log.run(run)?.tasks[0].remains)
    #expect(remains.steps.map(\.mayHaveRun) == [false, false, true])
    #expect(remains.steps.map(\.outcome) == [.skipped, .failed, nil])
  }
}
