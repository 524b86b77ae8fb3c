import CSQLite
import Foundation
import Testing

@testable import RunLog

/// What is opened is told apart, and never changed where it is not a run log that this maint can use.
@Suite struct OpeningTests {
  let folder = TemporaryFolder()

  private func failure(_ access: RunLog.Access) -> RunLogFailure.Kind? {
    let failure = #expect(throws: RunLogFailure.self) { try RunLog.open(state: folder.state, access: access) }
    #expect(failure?.message.contains(folder.database) == true && failure?.hint.isEmpty == false)
    return failure?.kind
  }

  /// Opening for either purpose fails in the same way and leaves every byte and mode as it was, and no file beside it.
  private func refuses(_ expected: RunLogFailure.Kind, location: SourceLocation = #_sourceLocation) throws {
    chmod(folder.database, 0o644)
    let before = try contents()
    #expect(failure(.readWrite) == expected, sourceLocation: location)
    #expect(failure(.readOnly) == expected, sourceLocation: location)
    #expect(try contents() == before, sourceLocation: location)
  }

  /// Every file of the folder with its mode and bytes; of the index, which readers share, its being there.
  private func contents() throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.state) {
      var status = stat()
      stat("\(folder.state)/\(name)", &status)
      let bytes = name.hasSuffix("-shm") ? [] : try folder.read("\(folder.state)/\(name)")
      contents["\(name) \(String(status.st_mode, radix: 8))"] = bytes
    }
    return contents
  }

  private func sqlite(_ sql: String, keepsLog: Bool = false) throws {
    mkdir(folder.state, 0o700)
    let connection = try Connection(
      uri: "file:\(folder.database)", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    if keepsLog { _ = maint_sqlite3_db_config_switch(connection.pointer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1) }
    try connection.execute(sql)
  }

  @Test func aMissingLogIsMissingAndStaysSo() throws {
    #expect(failure(.readOnly) == .missing)
    #expect(!FileManager.default.fileExists(atPath: folder.state))
    try folder.write([], to: folder.database)
    #expect(failure(.readOnly) == .missing)
    _ = try RunLog.open(state: folder.state, access: .readWrite)
  }

  @Test(arguments: [1, 15, 16, 99, 100, 512, 4096, 100_000])
  func whatIsNoDatabaseIsLeftAlone(_ size: Int) throws {
    try folder.write(Array(repeating: UInt8(ascii: "x"), count: size), to: folder.database)
    try refuses(.notADatabase)
  }

  @Test func aDatabaseOfAnotherProgramIsLeftAlone() throws {
    try sqlite("CREATE TABLE bookmark (url TEXT); PRAGMA user_version = 1")
    try refuses(.foreign)
    try sqlite("PRAGMA application_id = 7; PRAGMA journal_mode = WAL")
    try refuses(.foreign)
  }

  /// Another program's database that is in its write-ahead log only, and one whose id is.
  @Test func aForeignDatabaseInItsWriteAheadLogIsLeftAlone() throws {
    try sqlite("PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT)", keepsLog: true)
    try refuses(.foreign)
    try sqlite("PRAGMA wal_checkpoint(TRUNCATE)", keepsLog: true)
    try sqlite("PRAGMA application_id = 7", keepsLog: true)
    try refuses(.foreign)
  }

  @Test func aRunLogThatIsInItsWriteAheadLogOnlyIsKnown() throws {
    do { try RunLog.open(state: folder.state, access: .readWrite).record("daily.health", .succeeded) }
    let header = try folder.read(folder.database).prefix(100)
    #expect(header[68..<72].allSatisfy { $0 == 0 })
    #expect(try RunLog.open(state: folder.state, access: .readOnly).runs(limit: 9).count == 1)
    #expect(try RunLog.open(state: folder.state, access: .readWrite).record("daily.health", .succeeded) == 2)
  }

  @Test func aNewerLogIsRefused() throws {
    _ = try RunLog.open(state: folder.state, access: .readWrite)
    try sqlite("PRAGMA user_version = 1000; PRAGMA wal_checkpoint(TRUNCATE)")
    try refuses(.newer(version: 1000))
  }

  @Test func aNewerLogInItsWriteAheadLogIsRefused() throws {
    _ = try RunLog.open(state: folder.state, access: .readWrite)
    try sqlite("PRAGMA wal_checkpoint(TRUNCATE)", keepsLog: true)
    try sqlite("PRAGMA user_version = 1000", keepsLog: true)
    try refuses(.newer(version: 1000))
  }

  @Test func aCleanlyClosedForeignDatabaseGetsNoFilesBesideIt() throws {
    try sqlite("PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.state) == ["maint.db"])
    try refuses(.foreign)
  }

  @Test func aTruncatedDatabaseIsDamaged() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    try log.record("daily.health", .succeeded)
    try sqlite("PRAGMA wal_checkpoint(TRUNCATE)")
    let bytes = try folder.read(folder.database)
    let copy = TemporaryFolder()
    try copy.write(bytes[..<(bytes.count / 2)], to: copy.database)
    for access in [RunLog.Access.readOnly, .readWrite] {
      let failure = #expect(throws: RunLogFailure.self) { try RunLog.open(state: copy.state, access: access) }
      #expect(failure?.kind == .damaged && failure?.hint.contains(".recover") == true)
    }
  }

  @Test func damagedPagesAreReportedByWhateverReadsThem() throws {
    do {
      let log = try RunLog.open(state: folder.state, access: .readWrite)
      for _ in 1...20 { try log.record("daily.health", .rollbackFailed) }
      try log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let bytes = try folder.read(folder.database)
    for page in 1..<(bytes.count / 4096) {
      let copy = TemporaryFolder()
      var damaged = bytes
      for offset in 0..<4096 { damaged[page * 4096 + offset] = 0xa5 }
      try copy.write(damaged, to: copy.database)
      // Whether this page is needed or not: an answer, or a typed failure.
      do {
        let log = try RunLog.open(state: copy.state, access: .readOnly)
        _ = try log.status(now: Fixture.time(1))
        _ = try log.run(1)
      } catch { #expect([.damaged, .sumsDamaged].contains(error.kind), "page \(page): \(error.message)") }
    }
  }

  @Test func twoThatMakeItAtOnceBothSucceed() async throws {
    let state = folder.state
    await withTaskGroup(of: Bool.self) { group in
      for _ in 1...8 {
        group.addTask {
          do {
            let log = try RunLog.open(state: state, access: .readWrite)
            try log.record("daily.health", .succeeded)
            return true
          } catch {
            Issue.record(error)
            return false
          }
        }
      }
      for await succeeded in group { #expect(succeeded) }
    }
    #expect(try RunLog.open(state: state, access: .readOnly).runs(limit: 99).count == 8)
  }
}
