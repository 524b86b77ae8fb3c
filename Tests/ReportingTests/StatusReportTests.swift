import Execution
import RunLog
import Testing

@testable import Reporting

@Suite struct StatusReportTests {
  private static func text(_ status: HostStatus, alive: Set<Int> = []) -> String {
    StatusReport(status: status, alive: alive).text(appearance: Appearance(color: false, utf8: true), zone: .utc)
  }

  private static let fine = HostStatus(
    at: ExampleRuns.at(3700), lastRuns: [.daily: ExampleRuns.listed(11, .succeeded, [.succeeded: 4])])

  private static let running: RunRecord = {
    var run = ExampleRuns.listed(13, nil, [:], at: 3600)
    run.tasks = [
      TaskRecord(
        position: 0, name: ExampleRuns.daily("log_rotation"), runbook: "log_rotation", startedAt: ExampleRuns.at(3600),
        steps: [ExampleRuns.step(0, .change, 1, "compress old logs", 3610, nil, nil)])
    ]
    return run
  }()

  private static func unhappy(_ name: String, _ result: TaskResult) -> HostStatus.UnhappyTask {
    HostStatus.UnhappyTask(
      name: ExampleRuns.daily(name), runbook: name, run: 12, finishedAt: ExampleRuns.at(100), result: result)
  }

  @Test func aFineHost() {
    #expect(StatusReport(status: Self.fine, alive: []).verdict == .fine)
    #expect(
      Self.text(Self.fine) == """
        ✓ This host is fine: every task succeeded the last time it ran.

        Last runs
          daily    ✓ succeeded  1 h 01 min ago  2026-11-21 02:00:00  run 11  4 ok

        """)
  }

  @Test func noRunsYet() {
    let status = HostStatus(at: ExampleRuns.at(0))
    #expect(StatusReport(status: status, alive: []).verdict == .noRuns)
    #expect(Self.text(status) == "No runs yet: maint run daily starts one.\n")
  }

  @Test func whatDidNotSucceedWantsAttention() {
    var status = Self.fine
    status.lastRuns = [
      .weekly: ExampleRuns.listed(9, .succeeded, [.succeeded: 4], at: -86_400), .daily: ExampleRuns.rolledBack,
    ]
    status.unhappyTasks = [
      Self.unhappy("backup_verification", TaskResult(outcome: .blocked, reason: "needs daily.log_rotation")),
      Self.unhappy("log_rotation", TaskResult(outcome: .rolledBack, reason: "exit code 1")),
    ]
    status.running = [Self.running]
    #expect(StatusReport(status: status, alive: [13]).verdict == .attention)
    #expect(
      Self.text(status, alive: [13]) == """
        ! This host needs attention: 2 tasks did not succeed the last time they ran.

        Did not succeed
          – daily.backup_verification, run 12, 1 h 00 min ago: blocked: needs daily.log_rotation
              mend what it needs, then maint run daily.backup_verification
          ↩ daily.log_rotation, run 12, 1 h 00 min ago: rolled back: exit code 1
              maint output 12 daily.log_rotation says why; then maint run daily.log_rotation

        Runs now
          ▸ run 13 (daily) for 1 min 40 s, pid 4242
              daily.log_rotation: compress old logs (change 2) for 1 min 30 s

        Last runs
          daily    ↩ rolled back  1 h 01 min ago  2026-11-21 02:00:00  run 12  2 ok, 2 not
          weekly   ✓ succeeded      1 d 01 h ago  2026-11-20 02:00:00   run 9  4 ok

        """)
  }

  @Test func aRunbookThatIsRefusedNeedsAHuman() {
    var status = Self.fine
    status.unhappyTasks = [Self.unhappy("web", TaskResult(outcome: .rollbackFailed, reason: "exit code 2"))]
    status.unresolved = [
      UnresolvedRunbook(
        runbook: "nginx", task: ExampleRuns.daily("web"), run: 12, outcome: .rollbackFailed, reason: "exit code 2")
    ]
    #expect(StatusReport(status: status, alive: []).verdict == .humanNeeded)
    #expect(
      Self.text(status).hasPrefix(
        """
        ✗ THIS HOST NEEDS A HUMAN: daily.web, run 12: rollback failed: exit code 2.

        Needs a human
          ✗ daily.web, run 12: rollback failed: exit code 2
              maint show 12, mend the host, then maint resolve 12; until then nginx is refused

        Last runs

        """))
  }

  @Test func aFailedCleanupNeedsAHuman() {
    var status = Self.fine
    status.unhappyTasks = [
      Self.unhappy("web", TaskResult(outcome: .succeeded, cleanupFailed: true, reason: "exit code 1"))
    ]
    #expect(StatusReport(status: status, alive: []).verdict == .humanNeeded)
    #expect(
      Self.text(status).contains(
        """
          ✗ daily.web, run 12: cleanup failed: exit code 1
              maint show 12, do by hand what cleanup left undone, then maint run daily.web

        """))
  }

  @Test func aRunWhoseMaintIsGoneNeedsAHumanOnceItMayHaveChangedSomething() {
    var status = Self.fine
    status.running = [Self.running]
    #expect(StatusReport(status: status, alive: []).verdict == .humanNeeded)
    status.running[0].tasks[0].steps = [ExampleRuns.step(0, .backup, 0, "dump", 3610, nil, nil)]
    #expect(StatusReport(status: status, alive: []).verdict == .attention)
    #expect(
      Self.text(status).hasPrefix(
        """
        ! This host needs attention: run 13 ended without an outcome.

        Ended without an outcome
          ✗ run 13 (daily): its maint, pid 4242, is gone; the next maint run says what that means

        """))
  }

  @Test func asJSON() {
    var status = HostStatus(at: ExampleRuns.at(3700))
    status.unhappyTasks = [Self.unhappy("log_rotation", TaskResult(outcome: .failed, reason: "exit code 1"))]
    #expect(
      StatusReport(status: status, alive: []).json == """
        {
          "verdict": "attention",
          "answer": "This host needs attention: 1 task did not succeed the last time it ran.",
          "at": "2026-11-21T03:01:40.000000Z",
          "needs_human": [],
          "unhappy": [
            {
              "task": "daily.log_rotation",
              "runbook": "log_rotation",
              "run": 12,
              "finished_at": "2026-11-21T02:01:40.000000Z",
              "outcome": "failed",
              "cleanup_failed": false,
              "warnings": 0,
              "failed_step": null,
              "reason": "exit code 1"
            }
          ],
          "running": [],
          "last_runs": []
        }

        """)
  }
}
