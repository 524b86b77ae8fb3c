import Foundation
import Testing

/// `maint recover`, as the operator meets it.
@Suite struct RecoverTests {
  /// A run killed in a step that has started others, one of them in a session of its own.
  private func interrupted() throws -> Maint {
    let maint = try Maint()
    try maint.runbook(
      "change",
      """
      params: {word: {default: then}}
      change:
        - run: |
            echo "FOUND=$$" >> "$MAINT_ENV"
            setsid sleep 61 &
            sleep 62 &
            echo > "$MAINT_PROJECT/started"
            sleep 63
          undo: echo "$word $FOUND" > "$MAINT_PROJECT/undone"
      cleanup: ['echo "$MAINT_OUTCOME $MAINT_FAILED_STEP" > "$MAINT_PROJECT/cleaned"']
      """)
    try maint.runbook("look", "precheck: [':']")
    try maint.daily("change", "{task: look, needs: [change]}")
    let running = try maint.start("run", "daily")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    running.signal(SIGKILL)
    running.wait(5)
    return maint
  }

  @Test func itEndsWhatStillRunsAndRollsBackByTheTextOfTheRun() throws {
    let maint = try interrupted()
    // By now the files say something else, and not even something that is a runbook.
    try maint.runbook("change", "params: {word: {default: now}}\nnonsense")
    #expect(maint.processes.count >= 4)
    let ended = try maint.run("recover")
    ended.expect(exit: 0)
    ended.shows("maint: run 1 was interrupted", "still runs: ending it (pid ", "Recovery of run 1: daily, 1 task")
    #expect(maint.processes.isEmpty)
    #expect(maint.text("undone")?.hasPrefix("then ") == true && maint.text("undone")?.count ?? 0 > 6)
    #expect(maint.text("cleaned") == "rolled_back change.1\n")
    let run = try maint.json("show", "1")
    #expect(run["outcome"] as? String == "rolled_back")
    #expect((run["recoveries"] as? [Any])?.count == 1)
    let tasks = try #require(run["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["outcome"] as? String } == ["rolled_back", "not_started"])
    try maint.run("recover").expect(exit: 0, out: "nothing to recover: no run was interrupted", err: "")
    try maint.run("recover", "1").expect(exit: 0, out: "nothing of run 1 is left to recover", err: "")
    try maint.run("recover", "2").expect(exit: 66)
    try maint.run("show", "1").shows("recovered at ")
  }

  /// The time that undo, rollback and cleanup see is that of the run, whoever recovers it and where.
  @Test func itHasTheZoneOfTheRun() throws {
    let maint = try Maint()
    try maint.runbook(
      "change",
      "change: [{run: 'echo > \"$MAINT_PROJECT/started\"; sleep 60', undo: 'echo $TZ > \"$MAINT_PROJECT/zone\"'}]")
    try maint.daily("change")
    maint.environment["TZ"] = "Asia/Tokyo"
    let running = try maint.start("run", "daily")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    running.signal(SIGKILL)
    running.wait(5)
    maint.environment["TZ"] = "UTC"
    try maint.run("recover").expect(exit: 0)
    #expect(maint.text("zone") == "Asia/Tokyo\n")
  }

  @Test func whatOnlyLookedHasFailedAndTouchedNothing() throws {
    let maint = try Maint()
    try maint.runbook(
      "look",
      "precheck: ['echo > \"$MAINT_PROJECT/started\"; sleep 60']\nchange: [{run: ':', undo: ':'}]\ncleanup: [':']")
    try maint.daily("look")
    let running = try maint.start("run", "daily")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    running.signal(SIGKILL)
    running.wait(5)
    try maint.run("recover").expect(exit: 0).shows("failed, nothing was touched")
    #expect(try maint.json("show", "1")["outcome"] as? String == "failed")
    #expect(maint.processes.isEmpty)
  }

  @Test func aRollbackThatFailedIsTriedAgainWhenTheRunIsNamed() throws {
    let maint = try Maint()
    try maint.runbook(
      "change",
      """
      change:
        - {run: ':', undo: 'echo first >> "$MAINT_PROJECT/undone"; test -e "$MAINT_PROJECT/mended"'}
        - {run: exit 1, undo: 'echo second >> "$MAINT_PROJECT/undone"'}
      """)
    try maint.daily("change")
    try maint.run("run", "daily").expect(exit: 2).shows("maint recover 1")
    try maint.run("run", "daily").expect(exit: 2).shows("refused: run 1 left it in doubt")
    try maint.run("recover").expect(
      exit: 2,
      out: "run 1's rollback of daily.change failed: maint recover 1 tries it again, "
        + "or put it right and maint resolve 1 --note 'what was done'", err: "")
    #expect(maint.text("undone") == "second\nfirst\n", "it is not tried again unasked")
    try maint.run("resume", "1").expect(exit: 75).shows(
      "the rollback of daily.change in run 1 failed", "maint recover 1")
    #expect(try maint.run("show", "3").exit == 66, "resume began a run")
    try maint.run("recover", "1").expect(exit: 2)
    let tasks = try maint.json("show", "1")["tasks"] as? [[String: Any]]
    #expect(
      tasks?.first?["reason"] as? String
        == "change step 'exit 1' exited with 1; then rollback step 'undo: :' exited with 1")
    try maint.file("mended", "")
    try maint.run("recover", "1").expect(exit: 0)
    #expect(maint.text("undone") == "second\nfirst\nfirst\nfirst\n")
    try maint.run("run", "daily").expect(exit: 3)
  }

  @Test func anUndoThatStillRunsIsCalledOne() throws {
    let maint = try Maint()
    try maint.runbook(
      "change", "change: [{name: set it, run: exit 1, undo: 'sleep 0.5; echo > \"$MAINT_PROJECT/started\"; sleep 60'}]")
    try maint.daily("change")
    let running = try maint.start("run", "daily")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    running.signal(SIGKILL)
    running.wait(5)
    try maint.run("status").expect(exit: 2).shows("still running: pid N since TIME (step 'undo of set it')\n")
    for pid in maint.processes { kill(pid, SIGKILL) }
  }

  @Test func aRunThatGoesOnIsNotRecovered() throws {
    let maint = try Maint()
    try maint.runbook("wait", "change: [{run: 'echo > \"$MAINT_PROJECT/started\"; sleep 60', undo: ':'}]")
    try maint.daily("wait")
    let running = try maint.start("run", "daily")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    try maint.run("recover", "1").expect(exit: 75).shows("run 1 is still carried out, by pid N")
    try maint.run("recover").expect(exit: 0)
    running.signal(SIGTERM)
    #expect(running.wait(10).exit == 143)
  }

  @Test func whatSomebodyResolvedIsLeftAlone() throws {
    let maint = try interrupted()
    for pid in maint.processes { kill(pid, SIGKILL) }
    try maint.run("resolve", "1", "--note", "mended").expect(exit: 0)
    try maint.run("recover").expect(exit: 0, out: "nothing to recover: no run was interrupted", err: "")
    #expect(!maint.exists("\(maint.project)/undone"))
  }

  @Test func aProcessThatMaintHadNotYetWrittenDownIsEnded() throws {
    let maint = try Maint()
    try maint.runbook(
      "change", "change: [{run: 'setsid sleep 61 & sleep 62', undo: 'touch \"$MAINT_PROJECT/undone\"'}]")
    try maint.daily("change")
    try maint.runbook("look", "precheck: [':']")
    try maint.run("run", "runbook:look").expect(exit: 0)
    // The first write holds the run, the second the intent, and the third the identity of what runs by then.
    maint.environment["MAINT_FAILPOINT"] = "before:3"
    #expect(try maint.run("run", "daily").exit == -SIGKILL)
    maint.environment["MAINT_FAILPOINT"] = nil
    let attempt = try #require(try maint.attempt())
    #expect(attempt["pid"] is NSNull && !maint.processes.isEmpty)
    try maint.run("recover").expect(exit: 0)
    #expect(maint.processes.isEmpty && maint.exists("\(maint.project)/undone"))
  }
}

extension Maint {
  /// The first attempt of the first step of the last run.
  fileprivate func attempt() throws -> [String: Any]? {
    let task = (try json("show")["tasks"] as? [[String: Any]])?.first
    let step = (task?["steps"] as? [[String: Any]])?.first
    return (step?["attempts"] as? [[String: Any]])?.first
  }
}
