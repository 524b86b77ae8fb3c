import Foundation
import Testing

/// A dry run starts no process and writes no byte: its system calls are counted.
@Suite struct DryRunTests {
  static let isTraceable: Bool = {
    guard let maint = try? Maint() else { return false }
    let tracer = "/usr/bin/strace"
    let words = [tracer, "-o", "\(maint.folder)/trace", Maint.executable, "version"]
    guard access(tracer, X_OK) == 0,
      let running = try? Running(words, environment: [:], in: maint.folder, input: "/dev/null")
    else { return false }
    return running.wait().exit == 0
  }()

  static let looking = [
    ["run", "daily", "--dry-run"], ["run", "daily.looks", "--dry-run", "--json", "--with", "word=x"],
    ["plan", "daily"],
    ["graph", "daily"], ["status"], ["log"], ["show"], ["output"], ["metrics"],
  ]

  private static func tracer(_ maint: Maint) -> [String] {
    ["/usr/bin/strace", "-f", "-qq", "-e", "trace=process,desc,file,network", "-o", "\(maint.folder)/trace"]
  }

  private func maint() throws -> Maint {
    let maint = try Maint()
    try maint.file("token", "sesame\n", mode: 0o600)
    try maint.runbook(
      "looks",
      """
      params: {word: {default: hello}}
      secrets:
        FROM_FILE: {file: \(maint.project)/token}
        FROM_COMMAND: {command: ': > "\(maint.project)/command-ran"; echo sesame'}
      precheck:
        - {if: ': > "$MAINT_PROJECT/tested"', run: ': > "$MAINT_PROJECT/ran"; echo "$word"; echo "x 1" >> "$MAINT_METRICS"'}
      """)
    return try maint.daily("looks", "{task: again, runbook: looks, needs: [looks]}")
  }

  @Test(.enabled(if: isTraceable, "strace is missing or may not trace here"), arguments: looking)
  func startsNothingAndWritesNothing(arguments: [String]) throws {
    let maint = try maint()
    for hasRun in [false, true] {
      if hasRun { try maint.run("run", "daily").expect(exit: 0) }
      maint.prefix = Self.tracer(maint)
      defer { maint.prefix = [] }
      let before = try Snapshot(of: maint.folder, without: ["trace"])
      let ended = try maint.start(arguments).wait()
      let withoutLog: [String: Int32] = ["show": 66, "output": 66, "status": 1]
      #expect(ended.exit == (hasRun ? 0 : withoutLog[arguments[0]] ?? 0), "\(ended.both)")
      let deeds = Self.deeds(in: try String(contentsOfFile: "\(maint.folder)/trace", encoding: .utf8))
      #expect(deeds.isEmpty, "\(deeds.joined(separator: "\n"))")
      let after = try Snapshot(of: maint.folder, without: ["trace"])
      #expect(after.changes(since: before) == [])
      if !hasRun { #expect(!maint.exists(maint.state)) }
    }
  }

  /// A check has the shell texts parsed, which executes nothing of them, and does nothing else.
  @Test(.enabled(if: isTraceable, "strace is missing or may not trace here"))
  func aCheckStartsShellsOnlyToParse() throws {
    let maint = try maint()
    maint.prefix = Self.tracer(maint)
    let before = try Snapshot(of: maint.folder, without: ["trace"])
    try maint.run("check").expect(exit: 0)
    let deeds = Self.deeds(in: try String(contentsOfFile: "\(maint.folder)/trace", encoding: .utf8))
    let parsing = deeds.filter { $0.contains("execve(\"/bin/sh\", [\"/bin/sh\", \"-n\", \"-c\", ") }
    #expect(parsing.count == 3)
    #expect(deeds.filter { !parsing.contains($0) && !$0.contains("clone") } == [])
    #expect(try Snapshot(of: maint.folder, without: ["trace"]).changes(since: before) == [])
    #expect(!maint.exists(maint.state))
  }

  /// The test must be able to fail: a real run does all that a dry run must not.
  @Test(.enabled(if: isTraceable, "strace is missing or may not trace here"))
  func aRealRunIsSeen() throws {
    let maint = try maint()
    maint.prefix = Self.tracer(maint)
    let before = try Snapshot(of: maint.folder, without: ["trace"])
    try maint.run("run", "daily").expect(exit: 0)
    let deeds = Self.deeds(in: try String(contentsOfFile: "\(maint.folder)/trace", encoding: .utf8))
    for call in ["execve", "mkdir", "openat", "unlink", "pwrite64", "mmap"] {
      #expect(deeds.contains { $0.contains(call) }, "\(call)")
    }
    let changes = try Snapshot(of: maint.folder, without: ["trace"]).changes(since: before)
    #expect(changes.contains("state/maint.db") && changes.contains("project/command-ran"))
  }

  @Test func secretsAreNeitherReadNorShown() throws {
    let maint = try maint()
    try FileManager.default.removeItem(atPath: "\(maint.project)/token")
    try maint.run("plan", "daily").expect(exit: 0).shows("FROM_FILE", "***")
  }

  @Test func planAndDryRunPrintTheSame() throws {
    let maint = try maint()
    let plan = try maint.run("plan", "daily").expect(exit: 0)
    try maint.run("run", "daily", "--dry-run").expect(exit: 0, out: plan.out)
    let json = try maint.run("plan", "daily", "--json").expect(exit: 0)
    try maint.run("run", "daily", "--dry-run", "--json").expect(exit: 0, out: json.out)
  }

  /// The calls of a trace that start a process or change a file, but for those that make maint itself out of strace
  /// and env.
  static func deeds(in trace: String) -> [String] {
    let changing = [
      "fork(", "vfork(", "clone(", "clone3(", "mkdir", "mknod", "unlink", "rename", "rmdir", "link(", "linkat(",
      "symlink",
      "truncate", "ftruncate", "chmod", "fchmod", "utime", "fallocate", "kill(", "socket", "copy_file_range",
      "sendfile",
    ]
    var executions = 0
    return trace.split(separator: "\n").map(String.init).filter { line in
      let call = line.drop { $0.isNumber || $0 == " " }
      if call.hasPrefix("execve(") {
        executions += 1
        return executions > 1 && !call.contains(Maint.executable)
      }
      // SQLite opens a log that is there as if to write, and as root gives it the owner that it has.
      if call.contains("/state/maint.db-wal\", O_RDWR|O_CREAT|") { return false }
      if call.hasPrefix("open") || call.hasPrefix("creat(") {
        return ["O_WRONLY", "O_RDWR", "O_CREAT"].contains { call.contains($0) } && !call.contains("\"/dev/null\"")
      }
      if ["write(", "writev(", "pwrite64(", "pwritev("].contains(where: call.hasPrefix) {
        return !call.contains("write(1, ") && !call.contains("write(2, ")
      }
      if call.hasPrefix("mmap(") { return call.contains("PROT_WRITE") && call.contains("MAP_SHARED") }
      return changing.contains { call.hasPrefix($0) }
    }
  }
}
