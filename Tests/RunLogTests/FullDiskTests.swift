import Catalog
import Execution
import Foundation
import Testing

@testable import RunLog

@Suite struct FullDiskTests {
  let folder = TemporaryFolder()

  private func omitted(_ log: RunLog, run: Int) throws -> [OutputPiece.Content] {
    var pieces: [OutputPiece.Content] = []
    try log.output(run: run) {
      pieces.append($0.piece.content)
      return true
    }
    return pieces
  }

  @Test func whatDoesNotFitIsKeptAndWrittenLater() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan())
    let step = Fixture.step()
    try log.write(Fixture.running(step) + [Fixture.output(step, "before")])
    try log.connection.execute("PRAGMA max_page_count = 1")
    let big = String(repeating: "x", count: 9_000)
    for event in [Fixture.output(step, big), Fixture.output(step, big, .stderr), Fixture.output(step, big)] {
      try log.append(event)
    }
    // More steps than the pages in use have room for.
    for position in 1...200 {
      let next = Fixture.step(0, .change, position)
      for event in Fixture.running(next) + Fixture.ended(next) { try log.append(event) }
    }
    let failure = #expect(throws: JournalFailure.self) { try log.commit(synced: true) }
    #expect(failure?.message.contains("no space left") == true && failure?.hint.contains("df -h") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.state + "/maint.reserve"))
    #expect(try log.run(run)?.tasks[0].steps.count == 1)

    try log.connection.execute("PRAGMA max_page_count = 100000")
    try log.write([Fixture.output(step, "after")] + Fixture.ended(step), synced: true)
    #expect(try log.run(run)?.tasks[0].steps.map(\.outcome) == Array(repeating: .succeeded, count: 201))
    let marks: [OutputPiece.Content] = [.omitted(18_000 + 5), .omitted(9_000)]
    #expect(try omitted(log, run: run) == [.bytes(Array("before".utf8))] + marks)
    _ = try RunLog.open(state: folder.state, access: .readWrite)
    #expect(FileManager.default.fileExists(atPath: folder.state + "/maint.reserve"))
  }

  @Test(.enabled(if: geteuid() == 0)) func outcomesAreWrittenIntoTheReserveOfAFullFileSystem() throws {
    mkdir(folder.state, 0o700)
    let result = onSmallFileSystem(at: folder.state) { [state = folder.state] in
      Result { try fillUp(state) }
    }
    // Where namespaces are forbidden there is nothing to show.
    try result?.get()
  }

  private func fillUp(_ state: String) throws {
    let log = try RunLog.open(state: state, access: .readWrite)
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan())
    let step = Fixture.step(0, .change)
    try log.write(Fixture.running(step))
    let flood = String(repeating: "x", count: 100_000)
    for _ in 1...60 { try log.write([Fixture.output(step, flood)]) }
    try log.write(Fixture.ended(step) + [.runFinished(.succeeded, at: Fixture.time(90))], synced: true)
    #expect(log.isDiskFull)
    #expect(try log.run(run)?.tasks[0].steps.map(\.outcome) == [.succeeded])
    let sizes = try omitted(log, run: run).map { content in
      switch content {
      case .bytes(let bytes): bytes.count
      case .omitted(let count): count
      }
    }
    #expect(sizes.reduce(0, +) == 6_000_000)
    #expect(try log.integrity() == ["ok"])
    // A run is not begun on a full disk.
    while (try? log.record("daily.health", .failed)) != nil {}
    let failure = #expect(throws: RunLogFailure.self) { try log.beginRun(Fixture.header, plan: Fixture.plan()) }
    #expect(failure?.kind == .full)
  }

  /// Runs `body` on a thread with mounts of its own, a file system of 3 MiB at `path` among them; it is gone when the
  /// thread ends, and nobody else ever sees it. nil where that is not allowed.
  private func onSmallFileSystem(
    at path: String, _ body: @escaping @Sendable () -> Result<Void, any Error>
  ) -> Result<Void, any Error>? {
    typealias Unshare = @convention(c) (Int32) -> Int32
    guard let symbol = dlsym(nil, "unshare") else { return nil }
    let unshare = unsafeBitCast(symbol, to: Unshare.self)
    nonisolated(unsafe) var result: Result<Void, any Error>?
    let done = DispatchSemaphore(value: 0)
    Thread {
      defer { done.signal() }
      let newMounts: Int32 = 0x20000  // CLONE_NEWNS
      guard unshare(newMounts) == 0,
        mount("none", "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0,
        mount("none", path, "tmpfs", 0, "size=3m,mode=0700") == 0
      else { return }
      result = body()
    }.start()
    done.wait()
    return result
  }
}
