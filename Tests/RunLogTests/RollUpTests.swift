import Execution
import Scheduling
import Testing

@testable import RunLog

/// What is counted as runs end, against the rows that it is counted from.
@Suite struct RollUpTests {
  let folder = TemporaryFolder()

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite) }

  private func rows(_ sql: String, _ log: RunLog) throws -> [String] {
    var found: [String] = []
    try log.connection.each(sql) { row in
      found.append((0..<row.columnCount).map { row.optionalText($0) ?? "-" }.joined(separator: " "))
    }
    return found
  }

  private func counted(_ log: RunLog) throws -> [String] {
    try rows(
      "SELECT name, outcome, tier, count, duration, user_time, read_bytes, peak_memory FROM task_day WHERE count <> 0",
      log)
  }

  private func used(_ user: Int64, _ bytes: Int) -> AttemptResult {
    var result = AttemptResult(outcome: .succeeded, exitCode: 0)
    result.used.userTime = .microseconds(user)
    result.used.readBytes = bytes
    result.used.peakMemoryBytes = bytes
    return result
  }

  @Test func aRunIsCountedAsItEndsByTaskAndOutcome() throws {
    let log = try open()
    let names = ["daily.health", "daily.rotate"]
    for user in [3, 40] as [Int64] {
      _ = try log.beginRun(Fixture.header, plan: Fixture.plan(names))
      let (step, attempt) = (Fixture.step(), Fixture.attempt(Fixture.step()))
      try log.write([.taskStarted(task: 0, at: Fixture.time(10))] + Fixture.running(step))
      try log.write([
        .attemptFinished(attempt, used(user, 512), at: Fixture.time(40)),
        .stepFinished(step, .succeeded, attempts: 1, detail: nil, at: Fixture.time(41)),
        .taskFinished(task: 0, TaskResult(outcome: .succeeded), at: Fixture.time(50)),
        .taskFinished(task: 1, TaskResult(outcome: .blocked, reason: "because"), at: Fixture.time(50)),
      ])
      if user == 3 { #expect(try counted(log) == [], "it has not ended") }
      try log.write([.runFinished(.failed, at: Fixture.time(60))])
    }
    #expect(
      try counted(log) == ["daily.health succeeded daily 2 80 43 1024 512", "daily.rotate blocked daily 2 0 0 0 0"])
    #expect(
      try rows("SELECT name, outcome, count, duration FROM task_total", log) == [
        "daily.health succeeded 2 80", "daily.rotate blocked 2 0",
      ])
  }

  @Test func daysAreReadByTaskAndOutcome() throws {
    let log = try open()
    try log.record("daily.health", .succeeded, run: .succeeded)
    try log.record("daily.health", .rollbackFailed, run: .humanNeeded)
    try log.record("daily.health", .succeeded, run: .succeeded)
    // Not counted before it is recovered, and there all the same.
    try log.record("weekly.updates", .interrupted, run: .interrupted)
    let found = try log.taskDays(0..<1_000_000)
    let day = found.first?.day ?? 0
    #expect(
      found.map { "\($0.name) \($0.outcome.rawValue) \($0.count)" } == [
        "daily.health rollback_failed 1", "daily.health succeeded 2", "weekly.updates interrupted 1",
      ])
    #expect(found.allSatisfy { $0.day == day })
    #expect(try log.taskDays(day + 1..<1_000_000).isEmpty && log.taskDays(day..<day + 1) == found)
    #expect(try log.taskNamesTried().map { "\($0.key) \($0.value)" } == ["daily.health true"])
  }

  /// In whatever order the names come, and whichever of them are missing on a day.
  @Test func sumsAreThoseThatSQLiteReckons() throws {
    let log = try open()
    let names = ["daily.health", "daily.rotate", "weekly.updates", "monthly.scan"]
    try log.record("daily.health", .interrupted, run: .interrupted)
    for number in 0..<24 {
      let outcomes: [TaskOutcome] = [.succeeded, .failed, .succeeded, .rolledBack, .blocked]
      try log.record(names[number * 7 % 4], outcomes[number % 5], run: .failed)
    }
    // Many days out of one.
    try log.connection.execute(
      """
      INSERT INTO task_day SELECT day + row, name, outcome, tier, count + row, by_clock + 1, duration, row, 1, 2, 3, row * 5
      FROM task_day, (SELECT 1 AS row UNION SELECT 2 UNION SELECT 3) WHERE count <> 0 AND (day + length(name) + row) % 3 <> 0
      """)
    let expected = try rows(
      """
      SELECT name, outcome, sum(count), sum(by_clock), sum(duration), sum(user_time + system_time), sum(read_bytes),
        sum(written_bytes), max(peak_memory)
      FROM (SELECT * FROM task_day WHERE count <> 0 UNION ALL
        SELECT 0, t.name, t.outcome, t.tier, 1, 0, coalesce(max(0, t.finished_at - t.started_at), 0), 0, 0, 0, 0, 0
        FROM task AS t WHERE t.outcome = 'interrupted')
      GROUP BY name, outcome ORDER BY name, outcome
      """, log)
    let found = try log.taskSums(onDays: 0..<1_000_000).lines.map { line in
      let used = [line.duration, line.processorTime].map { "\($0.wholeMicroseconds)" }.joined(separator: " ")
      return "\(line.name) \(line.outcome.rawValue) \(line.count) \(line.byClock) \(used) \(line.readBytes) "
        + "\(line.writtenBytes) \(line.peakMemoryBytes)"
    }
    #expect(found == expected)
    #expect(found.count > 8)
  }

  @Test func aRunThatIsTakenUpIsCountedAnew() throws {
    let log = try open()
    try log.record("daily.health", .rollbackFailed, run: .humanNeeded)
    #expect(try counted(log) == ["daily.health rollback_failed daily 1 40 0 0 0"])
    try log.beginRecovery(
      of: 1, tasks: [0], by: "ben", process: ProcessIdentity(pid: 5000, startTime: 7), bootID: "boot-2",
      now: Fixture.time(70))
    #expect(try counted(log) == [])
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: .rolledBack), at: Fixture.time(80)),
      .runFinished(.rolledBack, at: Fixture.time(81)),
    ])
    #expect(try counted(log) == ["daily.health rolled_back daily 1 70 0 0 0"])
    #expect(
      try rows("SELECT outcome, count FROM task_total WHERE count <> 0", log) == ["rolled_back 1"])
  }

  @Test func whatWasLoggedBeforeIsCountedByTheMigration() throws {
    let log = try open()
    try log.record("daily.health", .succeeded, run: .succeeded)
    try log.record("daily.health", .failed)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    let now = try counted(log)
    #expect(now.count == 2)
    try log.connection.execute(
      """
      DROP TRIGGER run_ended; DROP TRIGGER run_taken_up; DROP TRIGGER run_begun; DROP TABLE task_day; DROP TABLE task_total;
      DROP TABLE boot; DROP INDEX run_time; DROP VIEW measured; DROP TABLE noted_sample; DROP TABLE thinned_sample;
      ALTER TABLE attempt DROP COLUMN read_bytes; ALTER TABLE attempt DROP COLUMN written_bytes;
      DROP INDEX message_project; DROP INDEX run_project; ALTER TABLE message DROP COLUMN project;
      DROP TABLE file_change; DROP TABLE package_database; DROP TABLE package; DROP TABLE package_change;
      DROP INDEX audit_project; ALTER TABLE task DROP COLUMN changed; ALTER TABLE archive DROP COLUMN file_changes;
      PRAGMA user_version = 18
      """)
    try Schema.migrate(log.connection)
    #expect(try counted(log) == now)
    #expect(try rows("SELECT * FROM boot", log) == ["boot-1 1 1"], "when they ended, nothing tells in which boot")
  }

  @Test func aBootLastsFromItsBeginningToWhatWasLastSeenOfIt() throws {
    let log = try open()
    var header = Fixture.header
    header.startedAt = Fixture.time(1_000_000)
    header.sinceBoot = .microseconds(400_000)
    for end in [1_000_500, 1_000_200] as [Int64] {
      _ = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
      try log.write([.runFinished(.succeeded, at: Fixture.time(end))])
    }
    #expect(try rows("SELECT * FROM boot", log) == ["boot-1 600000 1000500"])
  }
}
