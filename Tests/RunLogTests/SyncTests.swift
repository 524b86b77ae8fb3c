import CSQLite
import Execution
import Synchronization
import Testing

@testable import RunLog

/// What a power loss could take is decided by when the write-ahead log is synced; the calls are counted at the disk.
@Suite(.serialized) struct SyncTests {
  static let syncs = Atomic<Int>(0)
  static let answer = Atomic<Int32>(SQLITE_OK)

  let folder = TemporaryFolder()

  /// A log in a run, its first transaction synced, that counts its syncs from then on.
  private func countingLog() throws -> RunLog {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    try log.commit(synced: true)
    var file: UnsafeMutablePointer<sqlite3_file>?
    let code = sqlite3_file_control(log.connection.pointer, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file)
    #expect(code == SQLITE_OK)
    let original = try #require(file?.pointee.pMethods)
    // Not freed: SQLite uses it until it closes the file.
    let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    methods.initialize(to: original.pointee)
    methods.pointee.xSync = { _, _ in
      SyncTests.syncs.add(1, ordering: .relaxed)
      return SyncTests.answer.load(ordering: .relaxed)
    }
    file?.pointee.pMethods = UnsafePointer(methods)
    Self.syncs.store(0, ordering: .relaxed)
    Self.answer.store(SQLITE_OK, ordering: .relaxed)
    return log
  }

  private func syncs(_ body: () throws -> Void) rethrows -> Int {
    let before = Self.syncs.load(ordering: .relaxed)
    try body()
    return Self.syncs.load(ordering: .relaxed) - before
  }

  @Test func onlyASyncedCommitReachesTheDisk() throws {
    let log = try countingLog()
    let step = Fixture.step()
    #expect(try syncs { try log.write(Fixture.running(step)) } == 0)
    #expect(try syncs { try log.write(Fixture.ended(step), synced: true) } == 1)
    #expect(try syncs { try log.commit(synced: true) } == 0)
  }

  @Test func earlierCommitsAreSyncedAlsoWhenNothingIsNew() throws {
    let log = try countingLog()
    try log.write(Fixture.running(Fixture.step()))
    #expect(try syncs { try log.commit(synced: true) } == 1)
    #expect(try syncs { try log.commit(synced: false) } == 0)
  }

  @Test func afterASyncThatFailedNothingIsCalledSynced() throws {
    let log = try countingLog()
    Self.answer.store(SQLITE_IOERR | (4 << 8), ordering: .relaxed)  // SQLITE_IOERR_FSYNC
    let failure = #expect(throws: JournalFailure.self) {
      try log.write(Fixture.running(Fixture.step()), synced: true)
    }
    #expect(failure?.message.contains("1034") == true && failure?.hint.contains("dmesg") == true)
    Self.answer.store(SQLITE_OK, ordering: .relaxed)
    #expect(throws: JournalFailure.self) { try log.commit(synced: true) }
    #expect(throws: JournalFailure.self) { try log.write(Fixture.ended(Fixture.step()), synced: true) }
    // Written all the same: what is known of the run is in its log.
    #expect(try log.run(1)?.tasks[0].steps.map(\.outcome) == [.succeeded])
  }

  @Test func aResolutionIsSynced() throws {
    let log = try countingLog()
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: .rollbackFailed), at: Fixture.time(1)),
      .runFinished(.humanNeeded, at: Fixture.time(2)),
    ])
    let count = try syncs {
      try log.resolve(run: 1, task: nil, by: Actor(name: "anna", uid: 7), reason: "by hand", now: Fixture.time(3))
    }
    #expect(count == 1)
  }
}
