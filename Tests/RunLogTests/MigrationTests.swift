import CSQLite
import Foundation
import Testing

@testable import RunLog

@Suite struct MigrationTests {
  let folder = TemporaryFolder()

  private func connection() throws -> Connection {
    mkdir(folder.state, 0o700)
    return try Connection(uri: "file:\(folder.database)", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
  }

  /// A database as the maint of that version of the schema left it, with a row in each table that can stand alone.
  private func makeDatabase(version: Int) throws {
    let connection = try connection()
    try Schema.migrate(connection, with: Array(Schema.migrations.prefix { $0.version <= version }))
    guard version >= 1 else { return }
    try connection.execute(
      """
      INSERT INTO run (run, arguments, project, user, host, version, pid, start_time, boot_id, started_at, finished_at,
        outcome, exit_code)
      VALUES (7, '["run"]', '/p', 'u', 'h', '1', 1, 2, 'b', 3, 9, 'succeeded', 0);
      INSERT INTO target VALUES (7, 0, 'tier', 'daily');
      INSERT INTO task (run, task, name, tier, runbook, started_at, finished_at, outcome)
      VALUES (7, 0, 'daily.health', 'daily', 'health', 4, 8, 'succeeded')
      """)
  }

  @Test func versionsHaveNoGaps() {
    #expect(Schema.migrations.map(\.version) == Array(1...Schema.version))
  }

  @Test(arguments: 0...Schema.version)
  func everyOlderVersionComesUpToDateWithItsRows(_ version: Int) throws {
    try makeDatabase(version: version)
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    #expect(try log.connection.pragma("user_version") == Schema.version)
    #expect(try log.connection.pragma("application_id") == Schema.applicationID)
    #expect(try log.runs(limit: 9).map(\.number) == (version == 0 ? [] : [7]))
    #expect(try log.record("daily.health", .succeeded) == (version == 0 ? 1 : 8))
    #expect(try log.integrity() == ["ok"])
  }

  @Test func aLaterMigrationKeepsTheRowsAndRecordsItself() throws {
    try makeDatabase(version: Schema.version)
    let next = Migration(version: Schema.version + 1, sql: "ALTER TABLE run ADD COLUMN mood TEXT")
    let connection = try connection()
    for _ in 1...2 { try Schema.migrate(connection, with: Schema.migrations + [next]) }
    #expect(try connection.pragma("user_version") == next.version)
    #expect(try connection.first("SELECT run FROM run WHERE mood IS NULL") { $0.integer(0) } == 7)
  }

  @Test func aMigrationThatFailsLeavesTheVersionBefore() throws {
    try makeDatabase(version: Schema.version)
    let next = Migration(version: Schema.version + 1, sql: "DELETE FROM run; CREATE TABLE run (x)")
    let connection = try connection()
    #expect(throws: SQLiteError.self) { try Schema.migrate(connection, with: Schema.migrations + [next]) }
    #expect(try connection.pragma("user_version") == Schema.version)
    #expect(try connection.first("SELECT count(*) FROM run") { $0.integer(0) } == 1)
  }

  @Test func anOlderLogIsNotReadBeforeItIsBroughtUpToDate() throws {
    try makeDatabase(version: 1)
    try connection().execute("PRAGMA user_version = 0")
    let failure = #expect(throws: RunLogFailure.self) { try RunLog.open(state: folder.state, access: .readOnly) }
    #expect(failure?.kind == .missing || failure?.kind == .older(version: 0))
  }

  /// A copy that somebody keeps is never brought up to date.
  @Test(arguments: 15...Schema.version) func theChainOfAnOlderLogIsReadAsItIs(_ version: Int) throws {
    try makeDatabase(version: version)
    let log = try RunLog.open(state: folder.state, access: .chainOnly)
    // What stands there was no run of the chain.
    #expect(try log.verifyAudit().finding == .unknownRun(7))
    try connection().execute("DELETE FROM target; DELETE FROM task; DELETE FROM run")
    let check = try RunLog.open(state: folder.state, access: .chainOnly).verifyAudit()
    #expect(check.finding == nil && check.entries == 1)
    try connection().execute("INSERT INTO sign_off VALUES (9, 'lead', 1, NULL, NULL, NULL, NULL)")
    let other = try RunLog.open(state: folder.state, access: .chainOnly)
    #expect(try other.verifyAudit().finding == .changedRows(.signOff(run: 9, role: "lead"), entry: nil))
    #expect(try other.connection.pragma("user_version") == version)
  }

  @Test func aLogWithoutAChainHasToBeBroughtUpToDate() throws {
    try makeDatabase(version: 14)
    let failure = #expect(throws: RunLogFailure.self) { try RunLog.open(state: folder.state, access: .chainOnly) }
    #expect(failure?.kind == .older(version: 14))
  }

  @Test func foreignKeysAndChecksHold() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    try log.record("daily.health", .succeeded)
    for sql in [
      "INSERT INTO need VALUES (1, 9, 0, 'daily.x', NULL)", "INSERT INTO need VALUES (2, 0, 0, 'daily.x', NULL)",
      "UPDATE task SET outcome = 'splendid'", "UPDATE run SET started_at = 'today'",
    ] {
      let error = #expect(throws: SQLiteError.self) { try log.connection.run(sql) }
      #expect(error?.plainCode == SQLITE_CONSTRAINT && error?.sql == sql)
    }
  }

  @Test func errorsNameTheStatementAndNotItsValues() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let error = #expect(throws: SQLiteError.self) {
      try log.connection.run("INSERT INTO run (run, project) VALUES (1, ?)", [.text("hunter2")])
    }
    #expect(error?.description.contains("INSERT INTO run") == true && error?.description.contains("hunter2") == false)
    #expect(error?.code == 1299)  // SQLITE_CONSTRAINT_NOTNULL
  }
}
