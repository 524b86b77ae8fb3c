import Foundation
import Testing

/// What the verbs that look back say beyond the outcomes: folders, warnings, backups, locks, silence.
@Suite struct LookBackTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: ['echo hello']")
    try maint.runbook("silent", "precheck: [':']")
    try maint.runbook("warns", "precheck: [{name: look, run: exit 1, on_failure: warn}]")
  }

  @Test func aStateFolderThatIsNotThereIsNamedAndNotMade() throws {
    maint.globals = ["--state", "nonexist"]
    let words = "no run log in /T/nonexist: nothing has run with this state folder"
    try maint.run("status").expect(exit: 1, out: "! N\(words.dropFirst()).", err: "")
    #expect(try maint.json("status")["verdict"] as? String == "no_run_log")
    for verb in [["log"], ["metrics"], ["metrics", "m"]] {
      try maint.start(verb).wait().expect(exit: 0, out: "", err: "maint: \(words)")
    }
    for verb in [["show"], ["show", "3"], ["output"], ["resolve", "1", "--note", "x"]] {
      try maint.start(verb).wait().expect(
        exit: 66, out: "",
        err:
          "maint: \(words)\nhint: if there should be one, look at what --state says; 'maint run --state /T/nonexist' makes it"
      )
    }
    #expect(try maint.json("log")["runs"] as? [Int] == [])
    #expect(!maint.exists("\(maint.folder)/nonexist"))
  }

  @Test func runsOfSingleTasksAreRuns() throws {
    try maint.daily("good").run("run", "daily.good").expect(exit: 0)
    try maint.run("status").expect(
      exit: 0,
      out: """
        ✓ This host is fine: every task succeeded the last time it ran.

        Last runs
          daily.good  ✓ succeeded SPAN ago  TIME  run 1  1 ok
        """)
  }

  /// The tier failed, somebody has mended one task of it since; others are new, or wait for somebody.
  @Test func whatRanByItselfAndWhatNeverDid() throws {
    try maint.runbook("later", "precheck: [test -e \"$MAINT_PROJECT/mended\"]")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [good, later]
        weekly: [{task: good, approval: [nobody]}, later]
        emergency: [good]

      """)
    try maint.run("run", "weekly.good").expect(exit: 75)
    try maint.run("status").expect(exit: 0).shows(
      "No task has run yet: maint show 1 says why", "weekly.good  – not now")
    try maint.run("run", "daily").expect(exit: 1)
    try maint.file("mended", "").run("run", "daily.later").expect(exit: 0)
    try maint.run("run", "runbook:good").expect(exit: 0)
    try maint.run("status").shows(
      "✓ This host is fine: every task that has run succeeded the last time; 2 tasks have never run.",
      "\n  daily         ✗ failed", "1 ok, 1 failed\n  daily.later   ✓ succeeded", "run 3",
      "\n    of weekly   · not begun", "  2 tasks\n", "\n  runbook:good  ✓ succeeded")
    let status = try maint.json("status")
    #expect(status["never_run"] as? [String] == ["weekly.good", "weekly.later"])
    let runs = try #require(status["last_task_runs"] as? [[String: Any]])
    #expect(runs.map { $0["tier"] as? String } == ["daily", "weekly"] && runs.map { $0["run"] as? Int } == [3, 1])
    // The tier has run since.
    try maint.run("run", "daily").expect(exit: 0)
    #expect(try (maint.json("status")["last_task_runs"] as? [[String: Any]])?.count == 1)
  }

  @Test func warningsAreSeenAfterwards() throws {
    try maint.daily("good", "warns").run("run", "daily").expect(exit: 0)
    try maint.run("status").expect(
      exit: 0,
      out: """
        ! This host is fine, with 1 warning: maint show 1.

        Last runs
          daily    ! succeeded SPAN ago  TIME  run 1  2 ok, 1 warning
        """)
    try maint.run("log").expect(exit: 0).shows("! succeeded", "2 ok, 1 warning")
    try maint.runbook("warns", "precheck: [':']")
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("status").expect(exit: 0).shows("✓ This host is fine: every task")
  }

  @Test func whereTheBackupIs() throws {
    try maint.runbook(
      "saves",
      """
      backup: ['echo old > "$MAINT_BACKUP_DIR/old"']
      change: ['false']
      rollback: ['false']
      """)
    try maint.daily("saves", "good").run("run", "daily").expect(exit: 2)
    let line = "backup: /T/state/backups/1/daily.saves (sealed)"
    for verb in ["show", "status"] { try maint.run(verb).shows(line) }
    let tasks = try #require(try maint.json("show")["tasks"] as? [[String: Any]])
    let backup = try #require(tasks[0]["backup"] as? [String: Any])
    #expect(backup["path"] as? String == "\(maint.state)/backups/1/daily.saves" && backup["sealed"] as? Bool == true)
    #expect(tasks[1]["backup"] is NSNull)
    unlink("\(maint.state)/backups/1/daily.saves/SHA256SUMS")
    for verb in ["show", "status"] { try maint.run(verb).shows("backups/1/daily.saves (not sealed)") }
  }

  @Test func oneTaskOfARun() throws {
    try maint.runbook("other", "precheck: ['echo other']")
    try maint.daily("good", "other").run("run", "daily").expect(exit: 0)
    for task in ["daily.other", "other"] {
      let shown = try maint.run("show", "1/\(task)").expect(exit: 0).shows(
        "Run 1 (daily) succeeded: 2 tasks", "daily.other")
      #expect(!shown.out.contains("daily.good"), "\(shown.out)")
      try maint.run("output", "1/\(task)").expect(exit: 0, out: "other", err: "")
    }
    let tasks = try maint.json("show", "1/other")["tasks"] as? [[String: Any]]
    #expect(tasks?.compactMap { $0["task"] as? String } == ["daily.other"])
    for verb in ["show", "output"] {
      try maint.run(verb, "1/nowhere").expect(
        exit: 66, out: "", err: "maint: run 1 has no task 'nowhere'\nhint: it has: daily.good, daily.other")
      try maint.run(verb, "2/other").expect(exit: 66).shows("there is no run 2")
    }
    try maint.run("output", "1/other", "good").expect(exit: 64).shows("'good' is a second one")
    try maint.run("show", "1", "other").expect(exit: 64).shows("maint show 1/other")
  }

  @Test func stepsThatPrintedNothingAreSaidToHave() throws {
    try maint.daily("silent", "good").run("run", "daily").expect(exit: 0)
    try maint.run("output", "1", "silent").expect(
      exit: 0, out: "",
      err: "maint: no step of daily.silent in run 1 printed anything; maint show 1 says what happened")
    try maint.run("output").expect(exit: 0, out: "hello", err: "")
    try maint.run("run", "silent").expect(exit: 0)
    try maint.run("output").expect(
      exit: 0, out: "", err: "maint: no step of run 2 printed anything; maint show 2 says what happened")
  }

  @Test func theNearestMetricIsSuggested() throws {
    try maint.runbook("measures", "precheck: ['echo \"maint_disk_used 7\" >> \"$MAINT_METRICS\"']")
    try maint.daily("measures").run("run", "daily").expect(exit: 0)
    let words = "No samples of maint_dsk_used: no step has reported it yet; did you mean 'maint_disk_used'?"
    try maint.run("metrics", "maint_dsk_used").expect(exit: 66, out: words, err: "")
    try maint.run("metrics", "maint_dsk_used", "--plain").expect(exit: 0, out: "", err: words)
    try maint.run("metrics", "other").expect(exit: 66, out: "No samples of other: no step has reported it yet.")
  }

  @Test func aTreeOfWhatMatters() throws {
    try maint.runbook(
      "tuned",
      """
      params: {a: {default: x}, b: {default: y}, c: {default: z}}
      precheck:
        - {name: only on some hosts, run: ':', if: 'false'}
      change:
        - {name: set, run: 'false', undo: ':'}
      """)
    try maint.daily("{task: tuned, with: {b: mine}}").run("run", "daily").expect(exit: 3)
    let out = try maint.run("show").expect(exit: 0).out
    let tree = out.split(separator: "\n").drop { !$0.contains("daily.tuned") }.joined(separator: "\n")
    #expect(
      tree == """
        TIME ↩ daily.tuned SPAN  rolled back
                   b = mine  (project/schedules/main.yaml:3)
                   and 2 defaults
                   precheck
        TIME     – only on some hosts SPAN  skipped: its 'if' said no
                   change
        TIME     ✗ set SPAN  exited with 1
                   rollback
        TIME     ✓ undo: set SPAN
        """, "\(out)")
  }

  @Test func aTaskThatWaitsForALockIsSeenInTheStatus() throws {
    try maint.runbook("holds", "locks: [app]\nprecheck: ['touch \"$MAINT_PROJECT/held\"; sleep 30']")
    try maint.runbook("wants", "locks: [app]\nprecheck: [':']")
    try maint.daily("holds", "wants")
    let holder = try maint.start("run", "holds")
    try #require(eventually { maint.text("held") != nil })
    let waiting = try maint.start("run", "wants")
    #expect(
      eventually {
        (try? maint.run("status").out.contains(
          "\n      daily.wants waits for the lock app, held by pid N, daily.holds of run 1\n")) == true
      })
    for running in [waiting, holder] {
      running.signal(SIGTERM)
      running.wait(10)
    }
  }
}
