import Foundation
import Testing

/// Readers of standard output and `--events` that stop reading: they lose lines, the run loses nothing.
@Suite struct StalledReaderTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook(
      "flood",
      """
      change:
        - seq -f %0100g 1 3000
        - ': > "$MAINT_PROJECT/started"; until [ -e "$MAINT_PROJECT/go" ]; do sleep 0.05; done'
      rollback: ['echo back > "$MAINT_PROJECT/back"']
      """)
    try maint.daily("flood")
  }

  /// A FIFO in the test's folder, opened for reading.
  private func fifo(_ name: String) throws -> FileHandle {
    try #require(mkfifo("\(maint.folder)/\(name)", 0o600) == 0)
    let descriptor = open("\(maint.folder)/\(name)", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    try #require(descriptor >= 0)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Reads until its end is so; what was read.
  private func read(_ fifo: FileHandle, until isDone: (String) -> Bool) -> String {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65536)
    _ = eventually(within: 20) {
      let count = Glibc.read(fifo.fileDescriptor, &piece, piece.count)
      if count > 0 { bytes += piece.prefix(count) }
      return count <= 0 && isDone(String(decoding: bytes.suffix(4096), as: UTF8.self))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func started(_ arguments: String..., output: String? = nil) throws -> Running {
    if let output { maint.prefix = ["/bin/sh", "-c", "exec \"$@\" > \(output)", "sh"] }
    let running = try maint.start(arguments)
    try #require(eventually { maint.text("started") != nil }, "maint waits for the reader")
    return running
  }

  @Test func aSignalIsHeardWhileNobodyReadsStandardOutput() throws {
    let reader = try fifo("out")
    let running = try started("run", "daily", "--verbose", output: "out")
    running.signal(SIGTERM)
    running.wait(10).expect(
      exit: 143,
      err: """
        maint: nobody reads standard output any more; its end is missing
        hint: the run log has all of it: maint show 1
        """)
    #expect(maint.text("back") == "back\n" && maint.processes.isEmpty)
    try reader.close()
  }

  @Test func aReaderThatComesBackGetsAllOfItAtOnce() throws {
    let reader = try fifo("out")
    let running = try started("run", "daily", "--verbose", output: "out")
    // The step is silent: only the passing time can bring the rest.
    let text = read(reader) { $0.contains("03000\n") }
    let numbers = text.split(separator: "\n").compactMap { $0.split(separator: "│ ").last.flatMap { Int($0) } }
    #expect(numbers == Array(1...3000), "\(text.suffix(200))")
    try maint.file("go", "")
    #expect(read(reader) { $0.contains("Read more: maint show 1 ") }.contains("✓ daily.flood"))
    running.wait(10).expect(exit: 0, err: "")
  }

  @Test func whatIsTooMuchToKeepIsMarked() throws {
    try maint.runbook(
      "flood",
      """
      change:
        - seq -f %01000g 1 8000
        - ': > "$MAINT_PROJECT/started"; until [ -e "$MAINT_PROJECT/go" ]; do sleep 0.05; done'
      rollback: [':']
      """)
    try maint.schedule("maintenance_schedule: {daily: [flood]}\ndefaults: {output_limit: 32MiB}")
    let reader = try fifo("out")
    let events = try fifo("events")
    let running = try started("run", "daily", "--verbose", "--events", "events", output: "out")
    let text = read(reader) { $0.contains("missing here") }
    let mark = try #require(text.split(separator: "\n").last { $0.contains("lines are missing here") })
    let missing = try #require(Int(mark.split(separator: " ")[0].dropFirst()))
    let numbers = text.split(separator: "\n").compactMap { $0.split(separator: "│ ").last.flatMap { Int($0) } }
    // The line of the second step may be among those that are missing.
    #expect((8000...8001).contains(numbers.count + missing) && missing > 1000, "\(mark)")
    try maint.file("go", "")
    #expect(read(reader) { $0.contains("Read more") }.contains("✓ daily.flood"))
    let lines = read(events) { $0.contains("run_finished") }.split(separator: "\n")
    #expect(lines.allSatisfy { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) is [String: Any] })
    running.wait(10).expect(exit: 0, err: "")
  }

  @Test(arguments: [["--no-progress", "--verbose"], ["--verbose"]])
  func aSignalIsHeardWhileTheTerminalStandsStill(options: [String]) throws {
    maint.environment["TERM"] = "xterm"
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    let running = try maint.start(["run", "daily"] + options, terminal: terminal.path)
    try #require(eventually { maint.text("started") != nil }, "maint waits for the terminal")
    running.signal(SIGTERM)
    running.wait(15).expect(exit: 143)
    #expect(maint.text("back") == "back\n")
  }

  @Test func theEventsFileMayBeAFIFOButNotOneThatNobodyReads() throws {
    try #require(mkfifo("\(maint.folder)/lonely", 0o600) == 0)
    try maint.run("run", "daily", "--events", "lonely").expect(
      exit: 74, out: "",
      err: """
        maint: the events file lonely could not be opened: it is a FIFO that nobody reads, or a socket; nothing was run
        """)
    let reader = try fifo("events")
    let running = try started("run", "daily", "--events", "events")
    running.signal(SIGTERM)
    let ended = running.wait(10).expect(exit: 143)
    ended.shows("maint: nobody reads the events file events any more; its end is missing")
    #expect(maint.text("back") == "back\n")
    try reader.close()
  }

  @Test(arguments: ["/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"])
  func eventsMayGoToAnOpenFile(path: String) throws {
    try maint.file("go", "")
    let ended = try maint.run("run", "daily", "--events", path).expect(exit: 0)
    #expect(ended.err.contains(#""event":"run_finished""#) && ended.err.split(separator: "\n").count > 5)
  }

  @Test func whatCouldNotBeWrittenIsNoSuccess() throws {
    try maint.file("go", "")
    try maint.run("run", "daily", "--quiet", "--events", "/dev/full").expect(
      exit: 74, out: "",
      err: """
        maint: the events file /dev/full could not be written: No space left on device; what came after is missing
        hint: the run log has all of it: maint show 1
        """)
    try maint.runbook("flood", "precheck: [exit 1]")
    try maint.run("run", "daily", "--events", "/dev/full").expect(exit: 1).shows("the events file /dev/full could not")
    try maint.runbook("flood", "precheck: [':']")
    maint.prefix = ["/bin/sh", "-c", "exec \"$@\" > /dev/full", "sh"]
    try maint.run("run", "daily").expect(exit: 74).shows("standard output could not be written: No space left")
  }
}
