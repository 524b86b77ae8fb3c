import Execution
import Foundation
import Testing

@testable import RunLog

/// A copy of the files at any moment is what `kill -9` leaves; a copy with the log cut is what a power loss may leave.
@Suite struct CrashTests {
  let folder = TemporaryFolder()

  /// Pairs of what a reader sees: runs, steps, attempts with an outcome.
  private func contents(_ log: RunLog) throws -> [Int] {
    try ["run", "step", "attempt WHERE outcome IS NOT NULL"].map { table in
      try log.connection.first("SELECT count(*) FROM \(table)") { $0.integer(0) } ?? -1
    }
  }

  private func copy(withIndex: Bool) throws -> TemporaryFolder {
    let copy = TemporaryFolder()
    try copy.write(try folder.read(folder.database), to: copy.database)
    try copy.write(try folder.read(folder.database + "-wal"), to: copy.database + "-wal")
    if withIndex { try copy.write(try folder.read(folder.database + "-shm"), to: copy.database + "-shm") }
    return copy
  }

  @Test func whatWasCommittedIsThereAfterAKillAtAnyCommit() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    for position in 0..<12 {
      let step = Fixture.step(0, .precheck, position)
      for (index, events) in [Fixture.running(step), Fixture.ended(step)].enumerated() {
        try log.write(events, synced: position % 3 == 0)
        // An event that is not committed when maint dies.
        if index == 1 { try log.append(.taskStarted(task: 1, at: Fixture.time(1))) }
        let expected = [1, position + 1, position + index]
        let killed = try copy(withIndex: position % 2 == 0)
        let reader = try RunLog.open(state: killed.state, access: .readOnly)
        #expect(try contents(reader) == expected)
      }
    }
    let killed = try copy(withIndex: true)
    let writer = try RunLog.open(state: killed.state, access: .readWrite)
    #expect(try writer.integrity() == ["ok"])
    #expect(try writer.reconcile(isAlive: { _, _ in false }, now: Fixture.time(9)).count == 1)
  }

  @Test func aLogCutAtAnyByteHoldsAPrefixOfTheCommits() throws {
    var prefixes: [[Int]] = []
    do {
      let log = try RunLog.open(state: folder.state, access: .readWrite)
      try log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
      prefixes.append(try contents(log))
      _ = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]))
      prefixes.append(try contents(log))
      let step = Fixture.step()
      for events in [Fixture.running(step), Fixture.ended(step)] {
        try log.write(events)
        prefixes.append(try contents(log))
      }
    }
    let wal = try folder.read(folder.database + "-wal")
    let database = try folder.read(folder.database)
    let copy = TemporaryFolder()
    var last = prefixes[0]
    // Every byte around what has a meaning, and a stride through the pages between.
    for cut in 0...wal.count where cut < 100 || (cut - 32) % 4120 < 30 || (cut - 32) % 4120 > 4116 || cut % 251 == 0 {
      try copy.write(database, to: copy.database)
      try copy.write(wal[..<cut], to: copy.database + "-wal")
      unlink(copy.database + "-shm")
      let log = try RunLog.open(state: copy.state, access: .readWrite)
      let found = try contents(log)
      #expect(prefixes.contains(found) && found.lexicographicallyPrecedes(last) == false, "cut at \(cut)")
      #expect(try log.integrity() == ["ok"], "cut at \(cut)")
      last = found
    }
    #expect(last == prefixes.last && Set(prefixes).count == 4)
  }

  @Test func aFlippedByteInTheLogEndsItThere() throws {
    do {
      let log = try RunLog.open(state: folder.state, access: .readWrite)
      try log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
      for _ in 1...4 { try log.record("daily.health", .succeeded) }
    }
    let wal = try folder.read(folder.database + "-wal")
    let database = try folder.read(folder.database)
    let copy = TemporaryFolder()
    for offset in stride(from: 0, to: wal.count, by: 1009) {
      var flipped = wal
      flipped[offset] ^= 0x10
      try copy.write(database, to: copy.database)
      try copy.write(flipped, to: copy.database + "-wal")
      unlink(copy.database + "-shm")
      let log = try RunLog.open(state: copy.state, access: .readWrite)
      #expect(try log.runs(limit: 9).count <= 4)
      #expect(try log.integrity() == ["ok"], "flipped at \(offset)")
    }
  }

  /// As a writer leaves it that is killed between making the file of the index and filling it.
  @Test func anIndexThatSaysNothingDoesNotKeepReadersOut() throws {
    let folder = TemporaryFolder()
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    try log.record("daily.health", .succeeded)
    let other = TemporaryFolder()
    try FileManager.default.createDirectory(atPath: other.state, withIntermediateDirectories: true)
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.database + suffix, toPath: other.database + suffix)
    }
    try Data(count: 32768).write(to: URL(fileURLWithPath: other.database + "-shm"))
    let reader = try RunLog.open(state: other.state, access: .readOnly)
    #expect(try reader.runs(limit: 9).map(\.number) == [1])
  }
}
