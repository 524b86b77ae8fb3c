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

  /// Opening for either purpose fails in the same way and leaves every byte as it was.
  private func refuses(_ expected: RunLogFailure.Kind) throws {
    let before = try folder.read(folder.database)
    #expect(failure(.readWrite) == expected)
    #expect(failure(.readOnly) == expected)
    #expect(try folder.read(folder.database) == before)
  }

  private func sqlite(_ sql: String) throws {
    mkdir(folder.state, 0o700)
    let connection = try Connection(
      uri: "file:\(folder.database)", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
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

  @Test func aNewerLogIsRefused() throws {
    _ = try RunLog.open(state: folder.state, access: .readWrite)
    try sqlite("PRAGMA user_version = 1000; PRAGMA wal_checkpoint(TRUNCATE)")
    try refuses(.newer(version: 1000))
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
      } catch { #expect(error.kind == .damaged, "page \(page): \(error.message)") }
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
