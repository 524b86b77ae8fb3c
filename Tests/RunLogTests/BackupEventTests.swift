import CSQLite
import Execution
import Testing

@testable import RunLog

@Suite struct BackupEventTests {
  let folder = TemporaryFolder()

  @Test func eventsComeBackAsTheyWereByBackupAndByKind() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let copy = BackupEvent(
      run: 7, task: Fixture.name("daily.health"), kind: .copy, startedAt: Fixture.time(5), finishedAt: Fixture.time(9),
      error: "exit code 1", doneBy: "root")
    let restore = BackupEvent(
      run: 7, task: Fixture.name("daily.health"), kind: .restore, path: "/etc/nginx", detail: "/tmp/x",
      startedAt: Fixture.time(10), finishedAt: Fixture.time(19), bytes: 5_000_000_000,
      dataAge: .seconds(3600) + .microseconds(7), doneBy: "anna")
    var other = copy
    other.run = 8
    for event in [copy, restore, other] { try log.record(event) }
    #expect(try log.backupEvents(run: 7, task: Fixture.name("daily.health")) == [copy, restore])
    #expect(try log.backupEvents(run: 7, task: Fixture.name("daily.rotate")).isEmpty)
    #expect(try log.latestBackupEvents(.copy, limit: 9) == [other, copy])
    #expect(try log.latestBackupEvents(.copy, limit: 1) == [other])
    #expect(try log.latestBackupEvents(.drill, limit: 1).isEmpty)
  }

  @Test func aCopyIsDueFromTheBeginningOfItsRunUntilItWasMadeOrPruned() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let (health, rotate) = (Fixture.name("daily.health"), Fixture.name("daily.rotate"))
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan())
    try log.expectCopies(of: [health, rotate], run: run)
    #expect(try log.isCopyDue(run: run, task: health))
    // Not before all its tasks have ended.
    #expect(try log.dueCopies().isEmpty)
    try log.append(.runFinished(.succeeded, at: Fixture.time(50)))
    try log.commit(synced: true)
    try log.expectCopies(of: [health], run: 99)
    #expect(try log.dueCopies().map(\.run) == [99, run, run])
    #expect(try log.dueCopies().last?.maint == Fixture.header.process)
    var event = BackupEvent(
      run: run, task: health, kind: .copy, startedAt: Fixture.time(5), finishedAt: Fixture.time(9), error: "down",
      doneBy: "root")
    try log.record(event)
    #expect(try log.dueCopies().filter { $0.task == health && $0.run == run }.map(\.failure) == [event])
    event.error = nil
    try log.record(event)
    event.task = rotate
    event.kind = .verify
    try log.record(event)
    #expect(try log.dueCopies().map(\.task) == [health, rotate])
    event.kind = .prune
    try log.record(event)
    try log.forgetCopy(run: 99, task: health)
    #expect(try log.status(now: Fixture.time(60)).dueCopies.isEmpty)
    let origin = try #require(try log.origin(of: health, run: run))
    #expect(origin.runbook == "health" && origin.parameters.map(\.name) == ["dir", "days", "mode"])
    #expect(try log.origin(of: health, run: 99) == nil)
  }

  @Test func ofEachTaskTheLastDrillOfItsNewestBackupCounts() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    func drill(_ run: Int, _ task: String, age: Duration?, error: String? = nil) throws -> BackupEvent {
      var event = BackupEvent(
        run: run, task: Fixture.name(task), kind: .drill, startedAt: Fixture.time(5), finishedAt: Fixture.time(9),
        dataAge: age, error: error, doneBy: "root")
      event.targets = RecoveryTargets(rto: .microseconds(3), rpo: .seconds(9))
      try log.record(event)
      return event
    }
    _ = try drill(8, "daily.rotate", age: .seconds(1))
    let rotate = try drill(7, "daily.rotate", age: .seconds(10))
    let health = try drill(8, "daily.health", age: .seconds(9), error: "damaged")
    _ = try drill(3, "daily.health", age: nil)
    _ = try drill(3, "weekly.audit", age: nil)
    #expect(try log.status(now: Fixture.time(60)).drills == [health, rotate])
    #expect(rotate.missesRTO && rotate.missesRPO && health.isAlarming && !health.missesRTO && !health.missesRPO)
  }

  /// The list of backups asks for each: a row by its key, however much the log holds of its run and of others.
  @Test func theOriginOfABackupIsOneLookHoweverLongItsRun() throws {
    func cost(steps: Int) throws -> Int32 {
      let folder = TemporaryFolder()
      let log = try RunLog.open(state: folder.state, access: .readWrite)
      let run = try log.beginRun(Fixture.header, plan: Fixture.plan())
      for position in 0..<steps {
        let step = Fixture.step(0, .backup, position)
        try log.write(Fixture.running(step) + Fixture.ended(step))
      }
      try log.write([
        .taskFinished(task: 0, TaskResult(outcome: .succeeded), at: Fixture.time(70)),
        .runFinished(.succeeded, at: Fixture.time(71)),
      ])
      let name = Fixture.name("daily.health")
      let first = try log.backupOrigin(run: run, task: name)
      #expect(first?.runbook == "health" && first?.isRunOver == true && first?.result?.outcome == .succeeded)
      #expect(try log.backupOrigin(run: run + 1, task: name) == nil)
      let before = instructions(log)
      _ = try log.backupOrigin(run: run, task: name)
      return instructions(log) - before
    }
    let (short, long) = (try cost(steps: 2), try cost(steps: 200))
    #expect(short > 0 && long <= short + short / 4, "\(short), \(long)")
  }

  /// Of SQLite's machine, in all statements so far.
  private func instructions(_ log: RunLog) -> Int32 {
    var sum: Int32 = 0
    var statement = sqlite3_next_stmt(log.connection.pointer, nil)
    while let one = statement {
      sum += sqlite3_stmt_status(one, SQLITE_STMTSTATUS_VM_STEP, 0)
      statement = sqlite3_next_stmt(log.connection.pointer, one)
    }
    return sum
  }
}
