import Foundation
import Testing

/// maint is killed in the middle of a step: what is said afterwards is never a success.
@Suite struct CrashTests {
  let maint: Maint
  let pid: pid_t

  /// The step waits a moment, so that its pid is in the log before maint is killed: it is written after the spawn.
  init() throws {
    let maint = try Maint()
    self.maint = maint
    try maint.runbook(
      "change",
      """
      locks: [apt]
      change: ['sleep 0.5; echo $$ > "$MAINT_PROJECT/started"; exec sleep 60']
      rollback: [':']
      """)
    try maint.runbook(
      "look",
      "locks: [apt]\nprecheck: ['if [ -e \"$MAINT_PROJECT/slow\" ]; then echo $$ > \"$MAINT_PROJECT/started\"; exec sleep 60; fi']"
    )
    try maint.daily("change", "look")
    let running = try maint.start("run", "daily")
    try #require(eventually { maint.text("started")?.hasSuffix("\n") == true })
    running.signal(SIGKILL)
    running.wait(5).expect(exit: -SIGKILL)
    pid = try #require(pid_t(maint.text("started")?.dropLast() ?? ""))
  }

  private func killLeft() { for pid in maint.processes { kill(pid, SIGKILL) } }

  @Test func readersSayInterruptedBeforeAnyoneWroteItDown() throws {
    defer { killLeft() }
    let before = try Snapshot(of: maint.state, without: [])
    try maint.run("status").expect(exit: 2).shows("interrupted")
    try maint.run("show").expect(exit: 0).shows(
      "its maint is gone and left no outcome", "✗ daily.change  ")
    try maint.run("log").expect(exit: 0).shows("interrupted")
    #expect(try maint.json("show")["alive"] as? Bool == false)
    for verb in ["status", "show", "log"] {
      #expect(try maint.run(verb).out.contains("succeeded") == false, "\(verb)")
    }
    #expect(try Snapshot(of: maint.state, without: []).changes(since: before) == [])
  }

  @Test func theNextRunSaysSoNamesWhatIsLeftAndRefusesTheRunbook() throws {
    defer { killLeft() }
    #expect(kill(pid, 0) == 0, "the step ended with maint")
    // The lock of the dead maint is free, so the other task runs.
    let ended = try maint.run("run", "daily")
    ended.expect(
      exit: 2,
      err: """
        maint: run 1 was interrupted: maint ended before it did
          daily.change in its change stage; it may be half-done
          pid N of daily.change, step 'sleep 0.5; echo $$ > "$MAINT_PROJECT/started"; exec sleep 60', is still running
        hint: maint recover 1 ends what still runs and takes back what was left half-done
        """)
    ended.shows(
      "refused: run 1 left pid N running", "✓ daily.look",
      "Do: maint show 1, maint recover 1, then maint run daily\n")
    #expect(String(decoding: ended.errorBytes, as: UTF8.self).contains("pid \(pid) of daily.change"))
    try maint.run("show", "1").expect(exit: 0).shows("RUN 1 (daily) WAS INTERRUPTED", "maint recover 1")
    // It is said once.
    try maint.run("run", "look").expect(exit: 0, err: "")
    try maint.run("resolve", "1", "--note", "looked").expect(exit: 75).shows("maint recover 1 ends it")
    killLeft()
    try maint.run("run", "daily").expect(exit: 2).shows(
      "refused: run 1 left it in doubt",
      "Do: maint show 1, maint recover 1, then maint run daily\n")
    try maint.run("resolve", "1", "--note", "looked").expect(exit: 0, err: "")
    try maint.runbook("change", "change: [':']\nrollback: [':']")
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("show", "1").expect(exit: 0).shows("! Run 1 (daily) was interrupted: resolved by ", "looked")
    try maint.run("log").expect(exit: 0).shows("! interrupted, resolved by ")
  }

  @Test func whatHadOnlyLookedIsNotRefused() throws {
    killLeft()
    try maint.run("run", "look").expect(exit: 0)
    try maint.run("resolve", "1", "--note", "looked").expect(exit: 0)
    try maint.file("slow", "")
    try FileManager.default.removeItem(atPath: "\(maint.project)/started")
    let running = try maint.start("run", "look")
    try #require(eventually { maint.text("started") != nil })
    running.signal(SIGKILL)
    running.wait(5)
    killLeft()
    try FileManager.default.removeItem(atPath: "\(maint.project)/slow")
    try maint.run("run", "look").expect(exit: 0).shows(
      "maint: run 3 was interrupted", "nothing was touched", "✓ daily.look")
    // The task that was interrupted first is no longer in need of a human, but has not succeeded since either.
    try maint.run("status").expect(exit: 1).shows("daily.change, run 1: interrupted")
  }

  @Test func whatStillRunsIsToldUntilItEndsAndItsTaskIsNotResolvedBesideIt() throws {
    defer { killLeft() }
    let words =
      "still running: pid N since TIME (step 'sleep 0.5; echo $$ > \"$MAINT_PROJECT/started\"; exec sleep 60')"
    // Where recover is told, which ends it, nothing else is.
    try maint.run("status").shows(words + "\n")
    try maint.run("show").shows(words + "; end it: kill -TERM -- -\(pid)")
    // Nobody has marked the run yet: resolving does, and is refused all the same.
    try maint.run("resolve", "1", "--note", "looked").expect(exit: 75, out: "").shows(
      "maint: run 1 was interrupted",
      "maint: daily.change cannot be resolved yet: run 1 left pid N running, step '", "maint recover 1 ends it")
    try maint.run("status").expect(exit: 2).shows(words, "maint recover 1 takes back")
    let human = try #require((try maint.json("status")["needs_human"] as? [[String: Any]])?.first)
    let survivor = try #require((human["survivors"] as? [[String: Any]])?.first)
    #expect(survivor["pid"] as? Int == Int(pid) && survivor["end_with"] as? String == "kill -TERM -- -\(pid)")
    let tasks = try #require(try maint.json("show")["tasks"] as? [[String: Any]])
    #expect(tasks.map { ($0["survivors"] as? [Any])?.count } == [1, 0])
    // The command that is printed is one that works.
    let shell = try Running(
      ["/bin/bash", "-c", "kill -TERM -- -\(pid)"], environment: [:], in: maint.folder, input: "/dev/null")
    shell.wait().expect(exit: 0)
    try #require(eventually { !maint.processes.contains(pid) })
    for verb in ["status", "show"] {
      let out = try maint.run(verb).out
      #expect(!out.contains("still running"), "\(out)")
    }
    try maint.run("resolve", "1", "--note", "looked").expect(
      exit: 0, out: "daily.change of run 1 is resolved; the runbook 'change' may run again", err: "")
    try maint.run("status").expect(exit: 1).shows("run 1 is resolved; maint run daily.change")
  }
}
