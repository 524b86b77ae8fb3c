import Execution
import Scheduling
import Testing

@testable import RunLog

/// What is counted as runs end, against the rows that it is counted from.
@Suite struct RollUpTests {
  let folder = TemporaryFolder()

  private static let all = Fixture.time(0)..<Fixture.time(4_000 * 86_400_000_000)

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
    let found = try log.taskDays(0..<3, in: .utc)
    let day = found.first?.day ?? 0
    #expect(
      found.map { "\($0.name) \($0.outcome.rawValue) \($0.count)" } == [
        "daily.health rollback_failed 1", "daily.health succeeded 2", "weekly.updates interrupted 1",
      ])
    #expect(found.allSatisfy { $0.day == day })
    #expect(try log.taskDays(day + 1..<3, in: .utc).isEmpty && log.taskDays(day..<day + 1, in: .utc) == found)
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
      FROM (SELECT * FROM task_day WHERE count <> 0 UNION ALL SELECT 0, name, outcome, tier, 1, 0, 0, 0, 0, 0, 0, 0
        FROM task WHERE outcome = 'interrupted')
      GROUP BY name, outcome ORDER BY name, outcome
      """, log)
    let found = try log.taskSums(in: Self.all, dead: []).lines.map { line in
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
    // A recovery may change how it ended, so it is of no day yet; that it has ended so is so for ever.
    #expect(try counted(log) == [])
    func ends() throws -> [String] {
      try rows("SELECT outcome, count, duration FROM task_total ORDER BY outcome", log)
    }
    func sums() throws -> [String] {
      try log.taskSums(in: Self.all, dead: []).lines.map { "\($0.outcome.rawValue) \($0.duration.wholeMicroseconds)" }
    }
    #expect(try ends() == ["rollback_failed 1 40"])
    #expect(try sums() == ["rollback_failed 40"])
    try log.beginRecovery(
      of: 1, tasks: [0], by: "ben", process: ProcessIdentity(pid: 5000, startTime: 7), bootID: "boot-2",
      now: Fixture.time(70))
    #expect(try counted(log) == [])
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: .rolledBack), at: Fixture.time(80)),
      .runFinished(.rolledBack, at: Fixture.time(81)),
    ])
    // From 10 to 51, when its maint ended, and from 70 to 80.
    #expect(try counted(log) == ["daily.health rolled_back daily 1 51 0 0 0"])
    #expect(try sums() == ["rolled_back 51"])
    #expect(try ends() == ["rollback_failed 1 40", "rolled_back 1 10"])
    let spans = try log.runSpans(in: Self.all, dead: [])
    #expect(spans.map(\.end) == [.finished(Fixture.time(81))])
    #expect(spans[0].idle == [Fixture.time(51)..<Fixture.time(70)])
    #expect(try log.rollUpProblem() == nil)
  }

  /// Of runs without an end: one at work, one whose maint is gone, one of which that is known.
  @Test func runsWithoutAnEndReachAsFarAsIsKnown() throws {
    let log = try open()
    for _ in 1...2 {
      _ = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
      try log.write([.taskStarted(task: 0, at: Fixture.time(10))] + Fixture.running(Fixture.step()))
    }
    try log.record("daily.health", .interrupted, run: .interrupted)
    let dead = try log.deadRuns { process, _ in process != Fixture.header.process }
    #expect(dead == [1, 2])
    let late = Fixture.time(2 * 86_400_000_000)..<Fixture.time(3 * 86_400_000_000)
    for period in [Self.all, late] {
      let ends = try log.runSpans(in: period, dead: [2]).map(\.end)
      guard ends.count == 3, case .lost(let second) = ends[1], case .lost(let third) = ends[2] else {
        Issue.record("\(ends)")
        return
      }
      #expect(ends[0] == .atWork && second.microseconds > 10 && third == Fixture.time(10))
    }
    func sums(_ dead: Set<Int>) throws -> [String] {
      try log.taskSums(in: Self.all, dead: dead).lines.map { "\($0.outcome.rawValue) \($0.count)" }
    }
    #expect(try sums([]) == ["interrupted 1"])
    #expect(try sums([2]) == ["interrupted 2"], "what was open in it is interrupted")
  }

  /// Whichever zone it is of, and over however many days a run goes.
  @Test func aPeriodIsWholeDaysAndItsEdges() throws {
    let log = try open()
    let hour: Int64 = 3_600_000_000
    for began in [1, 22, 25, 47, 49, 71, 95] as [Int64] {
      var header = Fixture.header
      header.startedAt = Fixture.time(began == 71 ? hour : began * hour)
      _ = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
      try log.write([
        .taskStarted(task: 0, at: Fixture.time(began * hour)),
        .taskFinished(task: 0, TaskResult(outcome: .succeeded), at: Fixture.time(began * hour + 1)),
        .runFinished(.succeeded, at: Fixture.time(began * hour + 2)),
      ])
    }
    for (from, to) in [(0, 96), (22, 72), (23, 71), (23, 24), (1, 2), (48, 48), (20, 95)] as [(Int64, Int64)] {
      let period = Fixture.time(from * hour)..<Fixture.time(to * hour)
      let count = [1, 22, 25, 47, 49, 71, 95].count { from <= $0 && $0 < to }
      #expect(try log.taskSums(in: period, dead: []).lines.reduce(0) { $0 + $1.count } == count, "\(from) to \(to)")
    }
    let tokyo = try #require(ZoneDatabase().zone(named: "Asia/Tokyo"))
    #expect(try log.taskDays(0..<5, in: tokyo).map { "\($0.day) \($0.count)" } == ["0 1", "1 2", "2 2", "3 1", "4 1"])
    #expect(try log.runSpans(in: Fixture.time(60 * hour)..<Fixture.time(61 * hour), dead: []).contains { $0.run == 6 })
  }

  @Test func sumsThatWereLostAreReckonedAnew() throws {
    let log = try open()
    for outcome in [TaskOutcome.succeeded, .failed, .succeeded] { try log.record("daily.health", outcome) }
    let right = try counted(log)
    #expect(try log.mendRollUp() == nil)
    for damage in [
      "DELETE FROM task_day WHERE outcome = 'failed'", "UPDATE task_day SET duration = duration + 1",
      "DELETE FROM task_total", "UPDATE task_total SET count = 0",
    ] {
      try log.connection.execute(damage)
      #expect(try log.mendRollUp() != nil, "\(damage)")
      #expect(try counted(log) == right)
      #expect(try log.rollUpProblem() == nil)
    }
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
      DROP TABLE task_day; DROP TABLE task_total; DROP TABLE reopened; DROP TABLE day_median;
      DROP INDEX run_uncounted; DROP INDEX run_long; ALTER TABLE run DROP COLUMN counted;
      ALTER TABLE recovery DROP COLUMN idle_since;
      DROP TABLE boot; DROP INDEX run_time; DROP VIEW measured; DROP TABLE noted_sample; DROP TABLE thinned_sample;
      ALTER TABLE attempt DROP COLUMN read_bytes; ALTER TABLE attempt DROP COLUMN written_bytes;
      DROP INDEX message_project; DROP INDEX run_project; ALTER TABLE message DROP COLUMN project;
      DROP TABLE file_change; DROP TABLE package_database; DROP TABLE package; DROP TABLE package_change;
      DROP INDEX audit_project; ALTER TABLE task DROP COLUMN changed; ALTER TABLE archive DROP COLUMN file_changes;
      ALTER TABLE failing DROP COLUMN away_since;
      PRAGMA user_version = 18
      """)
    try Schema.migrate(log.connection)
    #expect(try counted(log) == now)
    #expect(try rows("SELECT * FROM boot", log) == ["boot-1 1 1 0 0 0"], "when they ended, nothing tells in which boot")
  }

  @Test func aBootLastsFromItsBeginningToWhatWasLastSeenOfIt() throws {
    let log = try open()
    var header = Fixture.header
    header.startedAt = Fixture.time(1_000_000)
    header.sinceBoot = .microseconds(400_000)
    for end in [1_000_500, 1_000_200] as [Int64] {
      _ = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
      try log.write([.runFinished(.succeeded, at: Fixture.time(end))])
      let sinceBoot = Duration.microseconds(end - 600_000)
      try log.note(
        end: ClockReading(wall: Fixture.time(end), sinceBoot: sinceBoot, bootID: "boot-1"),
        ofRun: log.runs(limit: 1)[0].number)
    }
    #expect(try log.boots(upTo: Fixture.time(2_000_000)) == [Fixture.time(600_000)..<Fixture.time(1_000_500)])
    #expect(try log.firstRunTime(upTo: Fixture.time(2_000_000)) == Fixture.time(1_000_000))
    // One under a wrong clock, in the past and in the future.
    for (wall, sinceBoot) in [(5, 450_000), (900_000_000_000, 450_001)] as [(Int64, Int64)] {
      header.startedAt = Fixture.time(wall)
      header.sinceBoot = .microseconds(sinceBoot + 700_000_000)
      _ = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
      try log.write([.runFinished(.succeeded, at: Fixture.time(wall + 1))])
    }
    #expect(try log.firstRunTime(upTo: Fixture.time(2_000_000)) == Fixture.time(1_000_000))
    #expect(try log.boots(upTo: Fixture.time(2_000_000)) == [Fixture.time(600_000)..<Fixture.time(1_000_500)])
  }
}
