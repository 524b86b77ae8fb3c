import Execution
import Glibc
import Scheduling
import Testing

@testable import RunLog

/// Damage to what is reckoned from the rows of runs: runs are not hurt by it, and it is mended.
@Suite struct DerivedDamageTests {
  let folder = TemporaryFolder()

  private static let all = Fixture.time(0)..<Fixture.time(4_000 * 86_400_000_000)

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite) }

  /// A run of a boot that began at a second, with both its ends.
  @discardableResult
  private func record(
    _ log: RunLog, _ outcome: TaskOutcome = .succeeded, run: RunOutcome = .succeeded, in boot: String = "boot-1",
    at second: Int64 = 400
  ) throws -> Int {
    var header = Fixture.header
    header.bootID = boot
    header.startedAt = Fixture.time(second * 1_000_000)
    header.sinceBoot = .seconds(100)
    let number = try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
    let end = Fixture.time(second * 1_000_000 + 2_000_000)
    try log.write([
      .taskStarted(task: 0, at: header.startedAt), .taskFinished(task: 0, TaskResult(outcome: outcome), at: end),
      .runFinished(run, at: end),
    ])
    try log.note(end: ClockReading(wall: end, sinceBoot: .seconds(102), bootID: boot), ofRun: number)
    return number
  }

  /// The root page of the table is overwritten.
  private func damage(_ table: String) throws {
    var root = 0
    do {
      let log = try open()
      root = try log.connection.derivedRoots()[table] ?? 0
      try log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let file = try #require(fopen("\(folder.state)/maint.db", "r+"))
    #expect(root > 1 && fseek(file, (root - 1) * 4_096, SEEK_SET) == 0)
    #expect(fwrite([UInt8](repeating: 0xff, count: 4_096), 1, 4_096, file) == 4_096)
    fclose(file)
  }

  private func totals(_ log: RunLog) throws -> [String] {
    try log.taskTotals().map { "\($0.outcome.rawValue) \($0.count)" }
  }

  @Test(arguments: ["task_day", "task_total", "boot", "reopened"])
  func runsAreCountedAllTheSameAndItIsMended(table: String) throws {
    do {
      let log = try open()
      try record(log)
      // Ended twice: its first end is in no row any more.
      let number = try record(log, .rollbackFailed, run: .humanNeeded)
      try log.beginRecovery(
        of: number, tasks: [0], by: "ben", process: Fixture.header.process, bootID: "boot-1",
        now: Fixture.time(500_000_000))
      try log.write([
        .taskFinished(task: 0, TaskResult(outcome: .rolledBack), at: Fixture.time(501_000_000)),
        .runFinished(.rolledBack, at: Fixture.time(502_000_000)),
      ])
      // Nothing of its first end is told of the second.
      #expect(try log.connection.bootDifferences().wrong.isEmpty)
      try log.note(
        end: ClockReading(wall: Fixture.time(502_000_000), sinceBoot: .seconds(202), bootID: "boot-1"), ofRun: number)
      #expect(try totals(log) == ["rollback_failed 1", "rolled_back 1", "succeeded 1"])
    }
    try damage(table)
    let check = try RunLog.checkIntegrity(state: folder.state)
    #expect(!check.isWhole && check.isOfSums)
    do {
      let log = try open()
      #expect(log.countingFailure == nil)
      try record(log)
      if table == "reopened" {
        let number = try record(log, .rollbackFailed, run: .humanNeeded)
        try log.beginRecovery(
          of: number, tasks: [0], by: "ben", process: Fixture.header.process, bootID: "boot-1",
          now: Fixture.time(600_000_000))
        try log.write([
          .taskFinished(task: 0, TaskResult(outcome: .succeeded), at: Fixture.time(601_000_000)),
          .runFinished(.succeeded, at: Fixture.time(602_000_000)),
        ])
      } else {
        #expect(log.countingFailure?.kind == .sumsDamaged)
      }
      if table == "task_total" {
        let failure = #expect(throws: RunLogFailure.self) { try log.taskTotals() }
        #expect(failure?.kind == .sumsDamaged && failure?.hint.contains("'maint runlog maintain'") == true)
      } else {
        #expect(try totals(log).contains { $0.hasPrefix("succeeded ") && $0 != "succeeded 1" })
      }
      if table != "boot" { #expect(try log.boots(upTo: Fixture.time(.max)).count == 1) }
    }
    let log = try open()
    #expect(try log.mendRollUp() == "damaged: \(table)")
    #expect(try log.mendRollUp() == nil)
    let unused = try log.takeUpUnusedPages()
    #expect(unused.pages > 0 && unused.areTaken)
    #expect(try log.integrity() == ["ok"])
    #expect(try log.boots(upTo: Fixture.time(.max)) == [Fixture.time(300_000_000)..<Fixture.time(502_000_000)])
    // What a damaged total alone knew is gone with it, and nothing else.
    #expect(try totals(log).contains { $0.hasPrefix("rollback_failed") } == (table != "task_total"))
    let succeeded = table == "reopened" ? 3 : 2
    #expect(try log.taskSums(in: Self.all, dead: []).lines.map(\.count) == [1, succeeded])
  }

  /// Any other damage is not of that kind, whether or not they are hurt, too.
  @Test func damageToRunsIsNotCalledLess() throws {
    do {
      let log = try open()
      for _ in 1...3 { try record(log) }
      let root = try log.connection.first("SELECT rootpage FROM sqlite_schema WHERE name = 'run_project'") {
        $0.integer(0)
      }
      try log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
      let file = try #require(fopen("\(folder.state)/maint.db", "r+"))
      #expect(fseek(file, ((root ?? 0) - 1) * 4_096, SEEK_SET) == 0)
      #expect(fwrite([UInt8](repeating: 0, count: 4_096), 1, 4_096, file) == 4_096)
      fclose(file)
    }
    #expect(try !RunLog.checkIntegrity(state: folder.state).isOfSums)
    try damage("boot")
    #expect(try !RunLog.checkIntegrity(state: folder.state).isOfSums)
    #expect(throws: RunLogFailure.self) { _ = try open().takeUpUnusedPages() }
  }

  @Test(arguments: ["task_day", "boot", "reopened"])
  func aRunIsRecoveredAllTheSame(table: String) throws {
    let number = try record(try open(), .rollbackFailed, run: .humanNeeded)
    try damage(table)
    let log = try open()
    try log.beginRecovery(
      of: number, tasks: [0], by: "ben", process: Fixture.header.process, bootID: "boot-2",
      now: Fixture.time(500_000_000))
    #expect(try log.run(number)?.tasks[0].result == nil)
  }

  @Test func bootsAreComparedWithTheirRuns() throws {
    let log = try open()
    try record(log)
    try record(log, in: "boot-2", at: 90_000)
    let right = try log.boots(upTo: Fixture.time(.max))
    #expect(right.count == 2)
    #expect(try log.rollUpProblem() == nil)
    for damage in [
      "DELETE FROM boot", "DELETE FROM boot WHERE boot_id = 'boot-1'",
      "UPDATE boot SET booted_at = booted_at - 700000000",
      "UPDATE boot SET booted_at = booted_at - 700000000, last_seen = last_seen + 700000000, votes = 9",
      "INSERT INTO boot SELECT 'boot-0', 1, 5, 3, 0, 9",
    ] {
      try log.connection.execute(damage)
      #expect(try log.mendRollUp() != nil, "\(damage)")
      #expect(try log.boots(upTo: Fixture.time(.max)) == right, "\(damage)")
      #expect(try log.mendRollUp() == nil)
    }
  }

  /// Also those that came to be by a maint that was killed.
  @Test func pagesThatBelongToNothingAreNoDamage() throws {
    do {
      let log = try open()
      try record(log)
      try log.connection.execute(
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'run_long'; PRAGMA writable_schema = RESET"
      )
    }
    let check = try RunLog.checkIntegrity(state: folder.state)
    #expect(check.isWhole && check.unusedPages == 1)
    let copied = try open().copy(to: "\(folder.path)/copy.db")
    #expect(copied.bytes > 0 && copied.mended == nil)
    #expect(try open().takeUpUnusedPages() == (1, true))
    #expect(try open().takeUpUnusedPages() == (0, false))
    #expect(try RunLog.checkIntegrity(state: folder.state).unusedPages == 0)
  }
}
