import Foundation
import Testing

/// `maint status --watch` at a terminal, beside what other processes do.
@Suite struct StatusWatchTests {
  private let maint: Maint
  private let terminal: PseudoTerminal

  init() throws {
    maint = try Maint()
    maint.environment["TERM"] = "xterm"
    terminal = try PseudoTerminal(columns: 80, rows: 24)
    try maint.runbook(
      "waits", "precheck: [{name: wait for it, run: 'until [ -e \"$MAINT_PROJECT/go\" ]; do sleep 0.05; done'}]")
    try maint.runbook("bad", "precheck: ['exit 4']").daily("bad", "waits")
  }

  private func watch() throws -> Running { try maint.start(["status", "--watch"], terminal: terminal.path) }

  private func shows(_ text: String) -> Bool { eventually { terminal.screen.text.contains(text) } }

  @Test func itFollowsARunOfAnotherProcess() throws {
    // Of which it is known how long it takes.
    try maint.file("go", "")
    try maint.run("run", "daily.waits", "--quiet").expect(exit: 0)
    try maint.remove("go")
    let watch = try watch()
    #expect(shows("This host is fine"), "\(terminal.screen.text)")
    let running = try maint.start("run", "daily", "--quiet")
    #expect(shows("daily.waits: wait for it (precheck 1)"), "\(terminal.screen.text)")
    #expect(shows(" of ~"), "\(terminal.screen.text)")
    #expect(
      terminal.screen.text.firstMatch(of: /▸ run 2 \(daily\)  █{7,}░+ 1 of 2 tasks, 1 failed +\d/) != nil,
      "\(terminal.screen.text)")
    #expect(terminal.screen.isAlternate && !terminal.screen.isCursorShown)
    // Narrower, tiny, and as it was.
    terminal.resize(columns: 30, rows: 5)
    #expect(shows("more lines: maint status"))
    #expect(terminal.screen.text.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
    #expect(terminal.screen.text.split(separator: "\n").allSatisfy { $0.count <= 30 })
    terminal.resize(columns: 9, rows: 1)
    #expect(eventually { terminal.screen.text.count <= 9 && terminal.screen.text.hasPrefix("! This") })
    terminal.resize(columns: 80, rows: 24)
    #expect(shows("daily.waits: wait for it"))
    try maint.file("go", "")
    running.wait().expect(exit: 1)
    #expect(eventually { !terminal.screen.text.contains("wait for it") })
    #expect(terminal.screen.text.hasPrefix("! This host needs attention: 1 task did not succeed the last time it ran."))
    #expect(terminal.screen.text.contains("daily.bad, run 2"))
    terminal.type("x\u{1B}[A")
    terminal.type("q")
    watch.wait().expect(exit: 0)
    #expect(isRestored)
  }

  /// What it ended with is not left on the screen, and keys are shown again.
  private var isRestored: Bool {
    let screen = terminal.screen
    var settings = termios()
    let descriptor = open(terminal.path, O_RDWR | O_NOCTTY)
    defer { close(descriptor) }
    let shown = UInt32(ECHO | ICANON)
    let isEchoing = tcgetattr(descriptor, &settings) == 0 && settings.c_lflag & shown == shown
    return screen.unknown.isEmpty && screen.isCursorShown && !screen.isAlternate && screen.text.isEmpty && isEchoing
  }

  @Test(arguments: [(SIGINT, 0), (SIGTERM, 143), (SIGHUP, 143), (SIGQUIT, 0)] as [(Int32, Int32)])
  func theTerminalIsGivenBack(signal: Int32, exit: Int32) throws {
    try maint.run("run", "daily.bad", "--quiet").expect(exit: 1)
    let watch = try watch()
    #expect(shows("This host needs attention"))
    if signal == SIGINT { terminal.type("\u{3}") } else { watch.signal(signal) }
    watch.wait().expect(exit: exit)
    #expect(isRestored, "\(terminal.screen.text)")
  }

  /// Ctrl-Z and fg.
  @Test func itMakesWayAndComesBack() throws {
    let watch = try watch()
    #expect(shows("No run log in"))
    watch.signal(SIGTSTP)
    #expect(eventually { isRestored })
    watch.signal(SIGCONT)
    #expect(eventually { terminal.screen.isAlternate && terminal.screen.text.contains("No run log in") })
    watch.signal(SIGTERM)
    watch.wait().expect(exit: 143)
  }

  /// A maint that was killed writes nothing any more, and is missed all the same; a log that is no log is said to be none.
  @Test func itSeesWhatNobodyWritesDown() throws {
    maint.environment["NO_COLOR"] = "1"
    let running = try maint.start("run", "daily", "--quiet")
    let watch = try watch()
    #expect(shows("daily.waits: wait for it"))
    running.signal(SIGKILL)
    running.wait()
    #expect(shows("daily.waits, run 1: its maint is gone"), "\(terminal.screen.text)")
    #expect(
      String(decoding: terminal.bytes, as: UTF8.self).firstMatch(of: /\u{1B}\[[0-9;]*m/) == nil, "no colour")
    for pid in maint.processes where pid != watch.pid { kill(pid, SIGKILL) }
    for file in ["maint.db", "maint.db-wal", "maint.db-shm"] { unlink("\(maint.state)/\(file)") }
    try String(repeating: "no database ", count: 99).write(toFile: maint.database, atomically: true, encoding: .utf8)
    #expect(shows("not a run log"), "\(terminal.screen.text)")
    unlink(maint.database)
    #expect(shows("No run log in"))
    terminal.type("q")
    watch.wait().expect(exit: 0)
  }

  @Test func elsewhereItIsRefused() throws {
    try maint.run("status", "--watch").expect(exit: 64, out: "").shows(
      "--watch redraws a screen, and standard output is none")
    maint.environment["TERM"] = "dumb"
    let ended = try watch().wait().expect(exit: 64)
    let told = ended.err + terminal.screen.text
    #expect(told.contains("--watch redraws a screen, and TERM=dumb says that this terminal cannot"), "\(told)")
    try maint.run("status", "--watch", "--json").expect(exit: 64)
  }
}
