import Foundation
import Testing

/// A run at a terminal of 80 columns and 24 rows.
@Suite struct TerminalTests {
  let maint: Maint
  let terminal: PseudoTerminal

  init() throws {
    maint = try Maint()
    maint.environment["TERM"] = "xterm"
    terminal = try PseudoTerminal(columns: 80, rows: 24)
  }

  private func start(_ arguments: String...) throws -> Running {
    try maint.start(arguments, terminal: terminal.path)
  }

  private func normalised(_ screen: Screen) -> String { Normalised(screen.text, folder: maint.folder).text }

  @Test func theLiveAreaIsDrawnAndGone() throws {
    try maint.runbook(
      "waits", "precheck: [{name: wait, run: 'until [ -e \"$MAINT_PROJECT/go\" ]; do sleep 0.05; done'}]")
    try maint.runbook("bad", "precheck: ['printf \"why\\033[2Jnot\\n\"; exit 4']")
    try maint.daily("bad", "waits")
    let running = try start("run", "daily", "--color", "always")
    let isDrawn = eventually { terminal.screen.text.contains("▸ daily.waits: wait (precheck 1/1)") }
    #expect(isDrawn, "\(terminal.screen.text)")
    #expect(normalised(terminal.screen).hasSuffix("1 of 2 tasks, 1 failed SPAN"), "\(terminal.screen.text)")
    try maint.file("go", "")
    running.wait(10).expect(exit: 1)
    let screen = terminal.screen
    #expect(screen.unknown.isEmpty)
    let found = normalised(screen)
    let expected = """
      Run 1: daily, 2 tasks
      ✗ daily.bad SPAN  failed, nothing was touched
          ✗ precheck 1/1, printf "why\\033[2Jnot\\n"; exit 4: exited with 4
            │ why␛[2Jnot
      ✓ daily.waits SPAN
      ✗ Run 1 (daily) failed after SPAN: 1 failed, 1 succeeded; what failed had not c
      hanged anything.
        Read more: maint show 1 -C 
      """
    // The end of the long line is where the terminal wraps it, which depends on the durations.
    #expect(
      found.replacingOccurrences(of: "\n", with: "").hasPrefix(expected.replacingOccurrences(of: "\n", with: "")),
      "\(found)")
    #expect(!screen.text.contains("of 2 tasks") && !screen.text.contains("█"))
    #expect(terminal.bytes.contains(0x1B))
  }

  @Test func controlCStopsAndRollsBack() throws {
    try maint.runbook(
      "change",
      "change: [': > \"$MAINT_PROJECT/started\"; sleep 60']\nrollback: ['echo back > \"$MAINT_PROJECT/back\"']")
    try maint.daily("change")
    let running = try start("run", "daily")
    try #require(eventually { maint.text("started") != nil })
    terminal.type("\u{3}")
    running.wait(10).expect(exit: 130)
    #expect(maint.text("back") == "back\n" && terminal.screen.text.contains("was stopped by INT"))
    #expect(maint.processes.isEmpty)
  }

  @Test func aTerminalThatGoesAwayDoesNotStopTheRun() throws {
    try maint.runbook(
      "change",
      "change: [': > \"$MAINT_PROJECT/started\"; until [ -e \"$MAINT_PROJECT/go\" ]; do sleep 0.05; done']\nrollback: [':']"
    )
    try maint.daily("change", "{task: again, runbook: change}")
    let running = try start("run", "daily")
    try #require(eventually { maint.text("started") != nil })
    terminal.hangUp()
    usleep(200_000)
    try maint.file("go", "")
    running.wait(10).expect(exit: 0)
    try maint.run("log").expect(exit: 0).shows("✓ succeeded")
  }

  @Test func plainLinesWhereProgressIsNotWanted() throws {
    try maint.runbook("good", "precheck: [sleep 0.3]")
    try maint.daily("good")
    try start("run", "daily", "--no-progress", "--color", "never").wait(10).expect(exit: 0)
    #expect(eventually { terminal.screen.text.contains("Read more") })
    #expect(!terminal.bytes.contains(0x1B))
    maint.environment["NO_COLOR"] = "1"
    try start("status").wait(10).expect(exit: 0)
    #expect(eventually { terminal.screen.text.contains("This host is fine") })
    #expect(!terminal.bytes.contains(0x1B))
    maint.environment["NO_COLOR"] = nil
    try start("status").wait(10).expect(exit: 0)
    #expect(eventually { terminal.bytes.contains(0x1B) })
  }

  @Test func stepsHaveNoTerminal() throws {
    try maint.runbook(
      "asks", "precheck: ['if (echo hi > /dev/tty) 2>/dev/null; then exit 1; fi; ! test -t 0; ! test -t 1']")
    try maint.daily("asks")
    try start("run", "daily").wait(10).expect(exit: 0)
  }
}
