import Foundation
import Testing

/// INT, TERM and HUP, and locks that another maint holds.
@Suite struct SignalTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook(
      "slow",
      """
      change: [': > "$MAINT_PROJECT/started"; sleep 30']
      rollback: ['echo back > "$MAINT_PROJECT/back"']
      cleanup: ['echo tidy > "$MAINT_PROJECT/tidy"']
      """)
    try maint.runbook("good", "precheck: [':']")
  }

  private func started(_ arguments: String...) throws -> Running {
    let running = try maint.start(arguments)
    try #require(eventually { maint.text("started") != nil }, "the step never began")
    return running
  }

  @Test(arguments: [(SIGINT, 130, "INT"), (SIGTERM, 143, "TERM")])
  func aSignalRollsBackAndStops(signal: Int32, code: Int32, name: String) throws {
    try maint.daily("slow", "good")
    let running = try started("run", "daily")
    running.signal(signal)
    running.wait(10).expect(
      exit: code,
      out: """
        TIME Run 1: daily, 2 tasks
          rollback never proven: daily.slow (maint drill TASK)
        TIME ▸ daily.slow
        TIME ! \(name): nothing new is started, running steps are stopped, what was changed is rolled back
        TIME – daily.good               not started: maint was told to stop by \(name)
        TIME ↩ daily.slow SPAN  rolled back
                     ! change 1/1, : > "$MAINT_PROJECT/started"; sleep 30: maint was told to stop by \(name)
        TIME ! Run 1 (daily) was stopped by \(name) after SPAN: 1 rolled back, 1 not started.
                   Read more: maint show 1, maint output 1 daily.slow
        """, err: "")
    #expect(maint.text("back") == "back\n" && maint.text("tidy") == "tidy\n")
    #expect(maint.processes.isEmpty)
  }

  @Test func aSecondSignalSkipsTheGracePeriodButNotTheRollback() throws {
    try maint.runbook(
      "stubborn",
      """
      change: ['trap "" TERM; : > "$MAINT_PROJECT/started"; while :; do sleep 0.1; done']
      rollback: ['echo back > "$MAINT_PROJECT/back"']
      """)
    try maint.schedule("maintenance_schedule: {daily: [stubborn]}\ndefaults: {grace: 1m}")
    let running = try started("run", "daily")
    running.signal(SIGINT)
    usleep(300_000)
    #expect(maint.text("back") == nil)
    running.signal(SIGINT)
    running.wait(10).expect(exit: 130)
    #expect(maint.text("back") == "back\n")
    #expect(maint.processes.isEmpty)
  }

  @Test func aRunOutlivesItsTerminal() throws {
    try maint.runbook(
      "long", "precheck: [': > \"$MAINT_PROJECT/started\"; until [ -e \"$MAINT_PROJECT/go\" ]; do sleep 0.05; done']")
    try maint.daily("long")
    let running = try started("run", "daily")
    running.signal(SIGHUP)
    usleep(100_000)
    try maint.file("go", "")
    running.wait(10).expect(exit: 0)
  }

  @Test func theSameTaskDoesNotRunTwice() throws {
    try maint.daily("slow")
    let running = try started("run", "daily")
    try maint.run("run", "daily").expect(
      exit: 75, out: "",
      err: """
        maint: daily: another run of it is under way (pid N, run 1 of daily); nothing was run
        hint: 'maint status' shows how far it is; --wait 10m waits for it
        """)
    try maint.run("run", "slow").expect(
      exit: 75,
      out: """
        TIME Run 2: daily.slow, 1 task
          rollback never proven: daily.slow (maint drill TASK)
        TIME – daily.slow               not now: it is running already (pid N, daily.slow of run 1); nothing was touched
        TIME – Run 2 (daily.slow) could not do everything now: 1 not now (it is running already (pid N, daily.slow of run 1); \
        nothing was touched).
                   Try again when what is in the way, told above, is gone. Read more: maint show 2
        """)
    try maint.run("status").shows("▸ run 1 (daily) for SPAN, pid N")
    running.signal(SIGTERM)
    running.wait(10).expect(exit: 143)
  }

  @Test func aLockOfAnotherProcessIsWaitedForAndGivenUp() throws {
    try maint.runbook("first", "locks: [apt]\nprecheck: [': > \"$MAINT_PROJECT/started\"; sleep 30']")
    try maint.runbook("second", "locks: [apt]\nprecheck: [':']")
    try maint.daily("first", "second")
    let running = try started("run", "first")
    try maint.run("run", "second", "--wait", "100ms").expect(exit: 75).shows(
      "the lock 'apt' was held for more than 100ms (pid N, daily.first of run 1); nothing was touched")
    let waiting = try maint.start("run", "second")
    #expect(eventually { waiting.out.contains("waits for the lock apt") })
    // The kernel gives the lock back, however maint ends.
    running.signal(SIGKILL)
    waiting.wait(10).expect(exit: 0)
    for pid in maint.processes { kill(pid, SIGKILL) }
  }

  @Test func aSignalDuringTheCommandOfASecretStartsNothingMore() throws {
    // Told to end, the first gives a value after all.
    let commands = ["trap \"echo value; exit\" TERM; sleep 20 & wait", "sleep 20"]
    for (number, command) in commands.enumerated() {
      try maint.runbook(
        "secret\(number)",
        """
        secrets:
          ONE: {command: ': > \(maint.project)/asked\(number); \(command)'}
          TWO: {command: ': > \(maint.project)/second'}
        precheck: [': > "$MAINT_PROJECT/ran"']
        """)
    }
    // The secret is asked for while the change of another task is under way.
    let after = "needs: [good]"
    try maint.daily(
      "slow", "good", "{task: secret0, \(after)}", "{task: secret1, \(after)}",
      "{task: again, runbook: good, \(after)}")
    let running = try started("run", "daily", "--jobs", "2")
    try #require(eventually { maint.text("asked0") != nil })
    running.signal(SIGTERM)
    running.wait(10).expect(exit: 143).shows(
      "daily.secret0               not started: maint was told to stop by TERM",
      "daily.secret1               not started: maint was told to stop by TERM",
      "daily.again                 not started: maint was told to stop by TERM",
      "1 rolled back, 3 not started, 1 succeeded")
    let hasRun = ["asked1", "second", "ran"].filter { maint.text($0) != nil }
    #expect(hasRun.isEmpty && maint.text("back") == "back\n" && maint.processes.isEmpty)
    try maint.daily("secret1", "{task: needs, runbook: good, needs: [secret1]}", "good")
    let alone = try maint.start("run", "daily")
    try #require(eventually { maint.text("asked1") != nil })
    alone.signal(SIGINT)
    alone.wait(10).expect(
      exit: 130,
      out: """
        TIME Run 2: daily, 3 tasks
        TIME ! INT: nothing new is started, running steps are stopped, what was changed is rolled back
        TIME – daily.secret1               not started: maint was told to stop by INT
        TIME – daily.needs                 blocked: it needs daily.secret1, which was not started
        TIME – daily.good                  not started: maint was told to stop by INT
        TIME ! Run 2 (daily) was stopped by INT after SPAN: 1 blocked, 2 not started.
                   Read more: maint show 2
        """, err: "")
  }
}
