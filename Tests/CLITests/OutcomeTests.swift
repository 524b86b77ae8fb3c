import Foundation
import Testing

/// What an operator sees of each way in which a run can end, and the exit code that cron sees.
@Suite struct OutcomeTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: ['echo hello']")
    try maint.runbook("bad", "precheck: ['echo why >&2; exit 4']")
    try maint.runbook(
      "back",
      """
      change:
        - {name: half, run: 'echo half > "$MAINT_PROJECT/changed"; exit 5'}
      rollback:
        - {name: restore, run: 'rm "$MAINT_PROJECT/changed"; echo "$MAINT_OUTCOME at $MAINT_FAILED_STEP"'}
      cleanup: [echo tidy]
      """)
    try maint.runbook("broken", "change: ['false']\nrollback: ['echo cannot >&2; exit 6']")
    try maint.runbook("untidy", "precheck: [':']\ncleanup: [exit 7]")
  }

  @Test func success() throws {
    try maint.daily("good").run("run", "daily").expect(
      exit: 0,
      out: """
        TIME Run 1: daily, 1 task
        TIME ▸ daily.good
        TIME ✓ daily.good SPAN
        TIME ✓ Run 1 (daily) succeeded: 1 task in SPAN.
                   Read more: maint show 1
        """, err: "")
    try maint.run("status").expect(
      exit: 0,
      out: """
        ✓ This host is fine: every task succeeded the last time it ran.

        Last runs
          daily    ✓ succeeded SPAN ago  TIME  run 1  1 ok
        """)
    try maint.run("output").expect(exit: 0, out: "hello")
    try maint.run("log").expect(
      exit: 0,
      out: """
        RUN  STARTED              TARGETS  OUTCOME      DURATION  TASKS
          1  TIME  daily    ✓ succeeded SPAN  1 ok
        """)
  }

  @Test func nothingToDoOnThisHost() throws {
    try maint.runbook(
      "absent",
      """
      precheck:
        - {name: such a service is installed, run: command -v no-such-service >/dev/null, on_failure: skip}
      change: [{run: ':', undo: ':'}]
      """)
    try maint.daily("absent", "{task: after, runbook: good, needs: [absent]}").run("run", "daily").expect(
      exit: 0,
      out: """
        TIME Run 1: daily, 2 tasks
          rollback never proven: daily.absent (maint drill TASK)
        TIME ▸ daily.absent
        TIME – daily.absent SPAN  skipped: only where such a service is installed
        TIME ▸ daily.after
        TIME ✓ daily.after SPAN
        TIME ✓ Run 1 (daily) succeeded: 2 tasks, 1 skipped, in SPAN.
                   Read more: maint show 1
        """, err: "")
    try maint.run("log").expect(
      exit: 0,
      out: """
        RUN  STARTED              TARGETS  OUTCOME      DURATION  TASKS
          1  TIME  daily    ✓ succeeded SPAN  1 ok, 1 skipped
        """)
    #expect(try maint.run("status").exit == 0)
    try maint.run("run", "daily", "--quiet").expect(exit: 0, out: "", err: "")
    try maint.run("resume", "1").expect(exit: 0, out: "nothing of run 1 is left: every task succeeded")
    #expect(try maint.run("rollback", "1/daily.absent").exit == 66)
  }

  @Test func failureBeforeAnyChange() throws {
    try maint.daily("bad", "good", "{task: after, runbook: good, needs: [bad]}").run("run", "daily").expect(
      exit: 1,
      out: """
        TIME Run 1: daily, 3 tasks
        TIME ▸ daily.bad
        TIME ✗ daily.bad SPAN  failed, nothing was touched
                     ✗ precheck 1/1, echo why >&2; exit 4: exited with 4
                       │ why
        TIME – daily.after               blocked: it needs daily.bad, which failed
        TIME ▸ daily.good
        TIME ✓ daily.good SPAN
        TIME ✗ Run 1 (daily) failed after SPAN: 1 failed, 1 blocked, 1 succeeded; what failed had not changed anything.
                   Read more: maint show 1, maint output 1 daily.bad
        """, err: "")
    try maint.run("status").expect(exit: 1).shows(
      "daily.bad, run 1, SPAN ago: failed, nothing was touched: precheck step 'echo why >&2; exit 4' exited with 4")
  }

  @Test func failFastStartsNothingMore() throws {
    try maint.daily("bad", "good").run("run", "daily", "--fail-fast").expect(exit: 1).shows(
      "– daily.good               not started: a task before it did not succeed (--fail-fast)")
  }

  @Test func rollback() throws {
    try maint.daily("back").run("run", "daily").expect(
      exit: 3,
      out: """
        TIME Run 1: daily, 1 task
          rollback never proven: daily.back (maint drill TASK)
        TIME ▸ daily.back
        TIME ↩ daily.back SPAN  rolled back
                     ✗ change 1/1, half: exited with 5
        TIME ↩ Run 1 (daily) failed and was rolled back after SPAN: 1 rolled back.
                   Read more: maint show 1, maint output 1 daily.back
        """, err: "")
    #expect(maint.text("changed") == nil)
    try maint.run("output").expect(
      exit: 0,
      out: """
        ▸ daily.back, rollback 1, restore
        failed at change.1
        ▸ daily.back, cleanup 1, echo tidy
        tidy
        """)
    try maint.run("show").expect(
      exit: 0,
      out: """
        ↩ Run 1 (daily) failed and was rolled back after SPAN: 1 rolled back.
          from TIME to TIME, exit code 3
          maint -C project --state state run daily by \(NSUserName()) on \(Self.host), pid N
          project /T/project, maint 0.1.0

        TIME ↩ daily.back SPAN  rolled back
                   change
        TIME     ✗ half SPAN  exited with 5
                   rollback
        TIME     ✓ restore SPAN
                   cleanup
        TIME     ✓ echo tidy SPAN
        """)
  }

  @Test func aFailedRollbackNeedsAHumanWhoResolvesIt() throws {
    try maint.daily("broken", "good")
    try maint.run("run", "daily").expect(
      exit: 2,
      out: """
        TIME Run 1: daily, 2 tasks
          rollback never proven: daily.broken (maint drill TASK)
        TIME ▸ daily.broken
        TIME ✗ daily.broken SPAN  rollback failed
                     ✗ change 1/1, false: exited with 1
                     ✗ rollback 1/1, echo cannot >&2; exit 6: exited with 6
                       │ cannot
        TIME ▸ daily.good
        TIME ✓ daily.good SPAN
        TIME ✗ RUN 1 (daily) NEEDS A HUMAN: daily.broken: its rollback failed, so the host may be left half changed.
                   Do: maint show 1, mend what kept it from being rolled back, maint recover 1, then maint run daily
        """, err: "")
    try maint.run("status").expect(
      exit: 2,
      out: """
        ✗ THIS HOST NEEDS A HUMAN: daily.broken, run 1: rollback failed.

        Needs a human
          ✗ daily.broken, run 1: rollback failed: change step 'false' exited with 1; then \
        rollback step 'echo cannot >&2; exit 6' exited with 6
              maint show 1, mend what kept it from being rolled back, then maint recover 1; or mend the host by hand, \
        then maint resolve 1 --note 'what was done'; until then broken is refused

        Rollbacks
          rollback never proven: daily.broken (maint drill TASK)

        Last runs
          daily    ✗ human needed SPAN ago  TIME  run 1  1 ok, 1 rollback failed
        """)
    try maint.runbook("broken", "change: [':']\nrollback: [':']")
    // The runbook is refused, under whatever name it is asked for; the others are not.
    try maint.run("run", "daily", "runbook:broken").expect(exit: 2).shows(
      "daily.broken                 refused: run 1 left it in doubt", "✓ daily.good",
      "runbook:broken               refused: run 1 left it in doubt",
      "Do: maint show 1, maint recover 1, then maint run daily runbook:broken")
    // The refusals are neither repeated nor do they hide what happened.
    let status = try maint.run("status").expect(exit: 2).out
    #expect(!status.contains("Did not succeed") && status.contains("run 1: rollback failed"), "\(status)")
    try maint.run("run", "good").expect(exit: 0)
    try maint.run("resolve", "1").expect(exit: 64)
    try maint.run("resolve", "1/broken", "good", "--note", "mended").expect(exit: 64).shows("resolve takes one task")
    try maint.run("resolve", "1/good", "--note", "mended").expect(exit: 66).shows("these do: daily.broken")
    try maint.run("log").expect(exit: 0).shows("✗ human needed")
    try maint.run("resolve", "1/daily.broken", "--note", "mended by hand").expect(
      exit: 0, out: "daily.broken of run 1 is resolved; the runbook 'broken' may run again")
    try maint.run("resolve", "1", "--note", "twice").expect(exit: 66)
    try maint.run("run", "daily", "runbook:broken").expect(exit: 0)
    try maint.run("status").expect(exit: 0)
    let shown = try maint.run("show", "1").expect(exit: 0).shows("mended by hand").out
    #expect(shown.hasPrefix("! Run 1 (daily) needed a human: resolved by ") && !shown.contains("NEEDS A HUMAN"))
    try maint.run("log").expect(exit: 0).shows("! human needed, resolved by ")
  }

  @Test func aFailedCleanupKeepsTheOutcomeAndNeedsAHuman() throws {
    try maint.daily("untidy").run("run", "daily").expect(
      exit: 2,
      out: """
        TIME Run 1: daily, 1 task
        TIME ▸ daily.untidy
        TIME ✗ daily.untidy SPAN  cleanup failed: cleanup step 'exit 7' exited with 7
                     ✗ cleanup 1/1, exit 7: exited with 7
        TIME ✗ RUN 1 (daily) NEEDS A HUMAN: daily.untidy: its cleanup failed.
                   Do: maint show 1, do by hand what cleanup left undone, maint resolve 1 --note 'what was done', \
        then maint run daily
        """)
    let task = try #require((try maint.json("show")["tasks"] as? [[String: Any]])?.first)
    #expect(task["outcome"] as? String == "succeeded" && task["cleanup_failed"] as? Bool == true)
    try maint.run("status").expect(exit: 2).shows("do by hand what cleanup left undone, then maint resolve 1 --note")
    try maint.run("resolve", "1", "--note", "tidied").expect(exit: 0, out: "daily.untidy of run 1 is resolved")
    try maint.run("status").expect(exit: 0).shows("This host is fine")
    try maint.run("resolve", "1", "--note", "twice").expect(exit: 66)
    try maint.run("show").expect(exit: 0).shows("tidied")
  }

  @Test func usage() throws {
    try maint.daily("good")
    try maint.run("rnu").expect(exit: 64, out: "", err: "maint: unknown verb 'rnu'\nhint: did you mean 'run'?")
    try maint.run("run", "daily", "--jbos", "2").expect(
      exit: 64, out: "", err: "maint: run has no option '--jbos'\nhint: did you mean '--jobs'?")
    try maint.run("plan").expect(exit: 64, out: "").shows("maint: plan needs a TARGET")
    try maint.run("run", "daily", "--jobs", "0").expect(exit: 64, out: "")
    #expect(!maint.exists(maint.state))
  }

  @Test func notFound() throws {
    try maint.daily("good")
    try maint.run("run", "weekly").expect(exit: 66, out: "").shows("maint: the tier 'weekly' has no tasks")
    try maint.run("run", "goud").expect(exit: 66, out: "").shows("maint: there is no tier or task 'goud'")
    try maint.run("run", "runbook:none").expect(exit: 66, out: "")
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("show", "99").expect(exit: 66, err: "maint: there is no run 99\nhint: 'maint log' lists the runs")
    try maint.run("output", "1", "none").expect(exit: 66, out: "")
    try maint.run("resolve", "99", "--note", "x").expect(
      exit: 66, out: "", err: "maint: there is no run 99\nhint: 'maint status' shows what needs a human")
    try maint.run("metrics", "none").expect(exit: 66, out: "No samples of none: no step has reported it yet.")
  }

  @Test func anInvalidProjectRunsNothing() throws {
    try maint.daily("good", "{task: more, runbook: good, tiemout: 2h}").run("run", "daily").expect(
      exit: 65, out: "",
      err: """
        project/schedules/main.yaml:4:35: error: unknown key 'tiemout' [unknown-key]
        4 │     - {task: more, runbook: good, tiemout: 2h}
          │                                   ^~~~~~~
        hint: did you mean 'timeout'?
        maint: nothing was run
        hint: mend what is shown above; 'maint check' looks again
        """)
    #expect(!maint.exists(maint.state))
  }

  @Test(.enabled(if: geteuid() == 0, "only root is refused a project that others can write"))
  func aProjectThatOthersCanWriteIsNotRunAsRoot() throws {
    try maint.daily("good")
    chmod("\(maint.project)/runbooks/good.yaml", 0o666)
    try maint.run("run", "daily").expect(exit: 77, out: "").shows("hint: chmod go-w /T/project/runbooks/good.yaml")
    chmod("\(maint.project)/runbooks/good.yaml", 0o644)
    chmod(maint.project, 0o777)
    try maint.run("plan", "daily").expect(exit: 77, out: "").shows("hint: chmod go-w /T/project\n")
    chmod(maint.project, 0o755)
    try maint.run("run", "daily").expect(exit: 0)
    chmod(maint.state, 0o777)
    try maint.run("run", "daily").expect(exit: 77, out: "").shows("hint: chmod go-w /T/state")
  }

  /// A run that cannot begin must not stand in the log as one that was interrupted.
  @Test func anEventsFileThatCannotBeMadeLeavesNoRun() throws {
    try maint.daily("good").run("run", "daily", "--events", "none/events").expect(exit: 74, out: "").shows(
      "the events file none/events could not be opened: No such file or directory")
    try maint.run("run", "daily").expect(exit: 0, err: "").shows("Run 1: daily")
  }

  private static var host: String {
    var buffer = [CChar](repeating: 0, count: 256)
    gethostname(&buffer, 255)
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
