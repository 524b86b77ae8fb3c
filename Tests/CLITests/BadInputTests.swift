import Foundation
import Testing

/// Projects that are not what they should be: each a clear error with its exit code, nothing started, no stack trace.
@Suite struct BadInputTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: [':']")
    try maint.daily("good")
  }

  private func expectNothingRun(
    _ exit: Int32, _ texts: String..., location: SourceLocation = #_sourceLocation
  ) throws {
    for verb in [["check"], ["plan", "daily"], ["run", "daily"]] {
      let ended = try maint.start(verb).wait()
      ended.expect(exit: exit, location: location)
      for text in texts { ended.shows(text, location: location) }
      for trace in ["Fatal error", "Stack dump", "0x0"] {
        #expect(!ended.both.contains(trace), "\(ended.both)", sourceLocation: location)
      }
    }
    #expect(!maint.exists(maint.state), sourceLocation: location)
  }

  @Test func aProjectThatIsNotThere() throws {
    maint.globals = ["-C", "nowhere", "--state", "state"]
    try expectNothingRun(66, "nowhere: error: ", "[project-not-found]")
  }

  @Test func aProjectWithoutItsFolders() throws {
    for name in ["runbooks", "schedules"] { try FileManager.default.removeItem(atPath: "\(maint.project)/\(name)") }
    try expectNothingRun(66, "project/runbooks: error: no such folder", "project/schedules: error: no such folder")
  }

  @Test func aFileWhereAFolderBelongs() throws {
    try FileManager.default.removeItem(atPath: "\(maint.project)/schedules")
    try maint.file("schedules", "")
    try expectNothingRun(65, "project/schedules")
  }

  @Test func aFolderNamedLikeAFile() throws {
    mkdir("\(maint.project)/schedules/more.yaml", 0o755)
    mkdir("\(maint.project)/runbooks/other.yaml", 0o755)
    try expectNothingRun(65, "project/schedules/more.yaml: error: ", "project/runbooks/other.yaml: error: ")
  }

  @Test func whatMayNotBeRead() throws {
    try maint.file("runbooks/other.yaml", "precheck: [':']", mode: 0o000)
    try maint.file("schedules/more.yaml", "maintenance_schedule: {weekly: [good]}", mode: 0o000)
    maint.prefix = Self.unprivileged
    try expectNothingRun(
      65, "project/runbooks/other.yaml: error: ", "project/schedules/more.yaml: error: ", "no permission")
    chmod("\(maint.project)/runbooks", 0o000)
    try expectNothingRun(65, "project/runbooks: error: ")
  }

  @Test func aRunbookThatLeadsNowhere() throws {
    symlink("/nonexistent/other", "\(maint.project)/runbooks/other.yaml")
    try expectNothingRun(65, "project/runbooks/other.yaml: error: ")
  }

  @Test func aDevice() throws {
    symlink("/dev/zero", "\(maint.project)/runbooks/other.yaml")
    // root is told first that anyone may write to it.
    maint.prefix = Self.unprivileged
    try expectNothingRun(65, "project/runbooks/other.yaml: error: ")
  }

  @Test func aPipeThatNobodyWritesTo() throws {
    mkfifo("\(maint.project)/schedules/more.yaml", 0o644)
    try expectNothingRun(65, "project/schedules/more.yaml: error: ")
  }

  @Test func bytesThatAreNoText() throws {
    try maint.file("runbooks/nul.yaml", "precheck: ['a\u{0}b']\n")
    try maint.file("runbooks/latin.yaml", Array("description: caf".utf8) + [0xE9] + Array("\nprecheck: [':']\n".utf8))
    try maint.file("schedules/utf16.yaml", Array("\u{FEFF}daily".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    try expectNothingRun(
      65, "project/runbooks/nul.yaml:1:14: error: ", "project/runbooks/latin.yaml:1:17: error: ",
      "project/schedules/utf16.yaml:1:1: error: ")
  }

  @Test func emptyFiles() throws {
    try maint.runbook("empty", "")
    try maint.runbook("comment", "# nothing yet\n")
    try maint.schedule("")
    try maint.run("check").expect(exit: 65).shows(
      "project/runbooks/empty.yaml: error: this runbook is empty",
      "project/runbooks/comment.yaml: error: this runbook is",
      "project/schedules/main.yaml: error: this schedule is empty")
  }

  @Test func aTaskNamedTwice() throws {
    try maint.file("schedules/more.yaml", "maintenance_schedule:\n  daily:\n    - good\n")
    try expectNothingRun(65, "[duplicate-name]", "project/schedules/main.yaml:3:7", "project/schedules/more.yaml:3:7")
  }

  /// All of them, in one pass, in the order of the file.
  @Test func twentyMistakes() throws {
    let mistakes = [
      "tiemout: 2h", "needs: [nothing]", "needs: [weekly.nothing]", "timeout: soon", "with: {none: 1}", "alert: loud",
      "runbook: missing", "locks: [a b]", "needs: good", "with: [a]",
    ]
    var text = "maintenance_schedule:\n  daily:\n"
    for (number, mistake) in mistakes.enumerated() {
      let runbook = mistake.hasPrefix("runbook") ? "" : "runbook: good, "
      text += "    - {task: t\(number), \(runbook)\(mistake)}\n"
    }
    text +=
      "    - {task: t1, runbook: good}\n    - \n    - 9lives\n  dialy: [good]\n  weekly: {at: noon, jobs: 0, tasks: [good]}\n"
    text += "maintenance_windows:\n  weekly: {time: '25:00-26:00', day: Sunnday}\ndefaults: {grace: long}\nextra: 1\n"
    try maint.schedule(text)
    let found = try maint.run("check").expect(exit: 65).both
    let places = found.matches(of: #/schedules/main.yaml:(\d+):\d+: error: /#).compactMap { Int($0.output.1) }
    #expect(places.count >= 20, "\(places.count):\n\(found)")
    #expect(places == places.sorted() && Set(places).isSuperset(of: Set(3...16)), "\(found)")
  }

  /// In bounded time and memory, and without printing the line.
  @Test func aLineOf100Megabytes() throws {
    let line = Data("description: ".utf8) + Data(repeating: UInt8(ascii: "x"), count: 100_000_000)
    try maint.file("runbooks/long.yaml", line)
    let started = Date()
    let ended = try maint.run("check")
    ended.expect(exit: 65).shows("project/runbooks/long.yaml: error: ")
    #expect(ended.outputBytes.count + ended.errorBytes.count < 10_000)
    #expect(Date().timeIntervalSince(started) < 5 && ended.peakMemory < 32 << 20, "\(ended.peakMemory)")
    try expectNothingRun(65)
  }

  @Test func deepNesting() throws {
    try maint.runbook("deep", "precheck: " + String(repeating: "[", count: 500_000))
    try maint.runbook(
      "steps", (0..<2_000).map { String(repeating: " ", count: $0 % 500) + "- a:\n" }.joined())
    try expectNothingRun(65, "project/runbooks/deep.yaml:1:")
  }

  /// Words before maint that make it run as nobody; none where the tests do so anyway.
  static let unprivileged =
    geteuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"] : []
}
