import Foundation
import Testing

/// Timeouts, what steps leave behind and floods of output, driven through the executable.
@Suite struct SupervisionTests {
  let maint: Maint

  init() throws { maint = try Maint() }

  private static let escapes = [
    "sleep 61",
    "setsid sleep 61 & sleep 61",
    "trap '' TERM INT HUP; while :; do sleep 0.1; done",
    "(setsid sh -c 'trap \"\" TERM; while :; do sleep 0.1; done' &) ; sleep 61",
    "(sh -c 'exec setsid sh -c \"sleep 61 & sleep 61\"' > /dev/null 2>&1 < /dev/null &) ; sleep 61",
    "env -i setsid sh -c 'sleep 61 & wait' $MAINT_PROJECT & trap '' TERM; sleep 61; sleep 61",
    "kill -STOP $$",
  ]

  @Test(arguments: escapes)
  func aTimeoutEndsEveryDescendant(script: String) throws {
    try maint.runbook("stuck", "precheck:\n  - name: stuck\n    timeout: 300ms\n    run: |\n      \(script)")
    let started = Date()
    try maint.daily("stuck").run("run", "daily").expect(exit: 1).shows("stuck: did not end within its timeout of 300ms")
    #expect(Date().timeIntervalSince(started) < 5)
    #expect(maint.processes.isEmpty, "\(script)")
  }

  @Test func aBackgroundChildThatKeepsThePipeDoesNotHoldTheStepUp() throws {
    try maint.runbook("forks", "precheck: [{name: forks, run: 'sleep 61 & echo done'}]")
    let started = Date()
    try maint.daily("forks").run("run", "daily").expect(exit: 0)
    #expect(Date().timeIntervalSince(started) < 3)
    #expect(maint.processes.isEmpty)
    try maint.run("output").expect(exit: 0, out: "done")
    try maint.run("show").expect(exit: 0).shows(
      "! forks SPAN  it left 'sleep' (pid N) running, which was ended; if it is meant to stay")
  }

  @Test func aDaemonThatIsKeptLivesOn() throws {
    try maint.runbook(
      "daemon",
      "precheck: [{name: starts, run: 'setsid sleep 61 > /dev/null 2>&1 & echo $! > \"$MAINT_PROJECT/pid\"', processes: keep}]"
    )
    try maint.daily("daemon").run("run", "daily").expect(exit: 0)
    let pid = try #require(pid_t(maint.text("pid")?.dropLast() ?? ""))
    #expect(maint.processes.contains(pid))
    try maint.run("show").expect(exit: 0).shows("running on purpose")
    for pid in maint.processes { kill(pid, SIGKILL) }
  }

  /// 200 MB are read, the head and the tail of them are kept, and maint stays small.
  @Test func aFloodIsCut() throws {
    try maint.runbook(
      "flood", "precheck: [{name: flood, run: 'echo first; yes 0123456789 | head -c 198000000; echo last'}]")
    try maint.runbook("silent", "precheck: [sleep 0.2]")
    let usual = try maint.daily("silent").run("run", "daily").expect(exit: 0).peakMemory
    let ended = try maint.daily("flood").run("run", "daily").expect(exit: 0)
    // A debug build starts with more than the 16 MiB that a release build keeps below, so the growth counts.
    #expect(
      ended.outputBytes.count < 2_000 && ended.peakMemory < usual + (6 << 20), "\(ended.peakMemory), usually \(usual)")
    var size = 0
    for path in try FileManager.default.subpathsOfDirectory(atPath: maint.state) where !path.hasSuffix("reserve") {
      var status = stat()
      if stat("\(maint.state)/\(path)", &status) == 0 { size += status.st_size }
    }
    #expect(size < 4 << 20, "\(size)")
    let output = try maint.run("output")
    output.expect(exit: 0)
    #expect(output.outputBytes.count < 1_100_000)
    let isWhole =
      output.outputBytes.starts(with: "first\n0123456789\n".utf8) && output.out.hasSuffix("0123456789\nlast\n")
    #expect(isWhole, "\(output.out.suffix(100))")
    let mark = output.out.split(separator: "\n").first { $0.hasPrefix("…") }
    #expect(mark == "… 188 MiB of stdout not kept …")
  }
}
