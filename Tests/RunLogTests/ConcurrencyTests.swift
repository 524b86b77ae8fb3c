import CSQLite
import Execution
import Foundation
import Testing

@testable import RunLog

/// Several processes with one log, stood for by several connections.
@Suite struct ConcurrencyTests {
  let folder = TemporaryFolder()

  @Test func writersWaitForOneAnother() async throws {
    let state = folder.state
    _ = try RunLog.open(state: state, access: .readWrite)
    await withTaskGroup(of: Void.self) { group in
      for _ in 1...3 {
        group.addTask {
          do {
            let log = try RunLog.open(state: state, access: .readWrite)
            for _ in 1...5 {
              _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
              for position in 0..<10 {
                let step = Fixture.step(0, .precheck, position)
                try log.write(Fixture.running(step))
                try log.write(Fixture.ended(step), synced: position == 9)
              }
              try log.write([.runFinished(.succeeded, at: Fixture.time(9))])
            }
          } catch { Issue.record(error) }
        }
      }
    }
    let log = try RunLog.open(state: state, access: .readWrite)
    #expect(try log.runs(limit: 99).map(\.number) == Array(1...15).reversed())
    for number in 1...15 { #expect(try log.run(number)?.tasks[0].steps.count == 10) }
    #expect(try log.integrity() == ["ok"])
  }

  @Test func aWriterWaitsUntilTheOtherHasCommitted() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    nonisolated(unsafe) let other = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    try other.connection.execute("BEGIN IMMEDIATE; UPDATE run SET user = 'other'")
    Thread {
      usleep(100_000)
      #expect(throws: Never.self) { try other.connection.execute("COMMIT") }
    }.start()
    try log.write(Fixture.running(Fixture.step()))
    let run = try #require(try log.run(1))
    #expect(run.header.user == "other" && run.tasks[0].steps.count == 1)
  }

  /// SQLITE_READONLY_RECOVERY, which a reader is told for a moment while a writer changes the index.
  @Test func whatIsNotYetWholeIsLookedAtAgain() {
    var answers: [Int32] = [264, 264, SQLITE_OK]
    #expect(Statement.whole { answers.removeFirst() } == SQLITE_OK && answers.isEmpty)
    var tries = 0
    let last = Statement.whole {
      tries += 1
      return 264
    }
    #expect(last == 264 && tries == 51)
    #expect(Statement.whole { SQLITE_READONLY } == SQLITE_READONLY)
  }

  @Test func aReaderNeitherWaitsForAWriterNorHoldsItUp() throws {
    let writer = try RunLog.open(state: folder.state, access: .readWrite)
    try writer.record("daily.health", .succeeded)
    let reader = try RunLog.open(state: folder.state, access: .readOnly)
    try writer.connection.execute("BEGIN IMMEDIATE; UPDATE run SET user = 'x'")
    #expect(try reader.runs(limit: 9).map(\.header.user) == ["anna"])
    try writer.connection.execute("COMMIT")
    // A snapshot, whatever is committed meanwhile, and no commit waits for it to end.
    try reader.connection.execute("BEGIN; SELECT count(*) FROM run")
    sqlite3_busy_timeout(writer.connection.pointer, 0)
    for _ in 1...20 { try writer.record("daily.health", .succeeded) }
    #expect(try reader.connection.first("SELECT count(*) FROM run") { $0.integer(0) } == 1)
    try reader.connection.execute("COMMIT")
    #expect(try reader.runs(limit: 99).count == 21)
  }

  @Test func aLogThatStaysLockedIsBusyAndItsEventsAreKept() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let other = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    sqlite3_busy_timeout(log.connection.pointer, 20)
    try other.connection.execute("BEGIN IMMEDIATE")
    let failure = #expect(throws: JournalFailure.self) { try log.write(Fixture.running(Fixture.step())) }
    #expect(failure?.message.contains("locked") == true && failure?.hint.contains("fuser") == true)
    try other.connection.execute("COMMIT")
    try log.write(Fixture.ended(Fixture.step()))
    #expect(try log.run(1)?.tasks[0].steps.map(\.outcome) == [.succeeded])
  }

  @Test func readingChangesNoFile() throws {
    do {
      let log = try RunLog.open(state: folder.state, access: .readWrite)
      for _ in 1...3 { try log.record("daily.health", .succeeded) }
    }
    func files() throws -> [String: [UInt8]] {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.state)
      return try Dictionary(uniqueKeysWithValues: names.map { ($0, try folder.read(folder.state + "/" + $0)) })
    }
    let before = try files()
    #expect(before["maint.db-wal"]?.isEmpty == false && before["maint.db-shm"] != nil)
    try #expect(RunLog.open(state: folder.state, access: .readOnly).runs(limit: 9).count == 3)
    #expect(try files() == before)
    // Checkpointed and closed by another program: no log beside it.
    try RunLog.open(state: folder.state, access: .readWrite).connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in ["maint.db-wal", "maint.db-shm"] { unlink(folder.state + "/" + file) }
    let alone = try files()
    try #expect(RunLog.open(state: folder.state, access: .readOnly).runs(limit: 9).count == 3)
    #expect(try files() == alone)
  }
}
