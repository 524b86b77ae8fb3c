import Execution
import Planning
import RunLog
import Testing

@testable import Reporting

@Suite struct RunEndingTests {
  private static let key = StepKey(task: 0, stage: .change, position: 0)

  private static func ending(
    _ outcome: RunOutcome, _ results: [TaskResult?], stopSignal: Int32? = nil, targets: [Target] = [.tier(.daily)]
  ) -> String {
    let names = ["log_rotation", "system_health_checks", "backup_verification", "web", "mail"]
    let ending = RunEnding(
      run: 12, targets: targets, outcome: outcome,
      tasks: zip(names, results).map { RunEnding.TaskEnding(name: ExampleRuns.daily($0), result: $1) },
      duration: .seconds(21), stopSignal: stopSignal)
    return Appearance(color: false, utf8: true).render(ending.lines)
  }

  private static let succeeded = TaskResult(outcome: .succeeded)

  @Test func allWell() {
    #expect(
      Self.ending(.succeeded, [Self.succeeded, Self.succeeded]) == """
        ✓ Run 12 (daily) succeeded: 2 tasks in 21 s.
          Read more: maint show 12

        """)
    #expect(Self.ending(.succeeded, []).hasPrefix("✓ Run 12 (daily) had nothing to do.\n"))
  }

  @Test func warnings() {
    #expect(
      Self.ending(
        .succeeded, [TaskResult(outcome: .succeeded, warnings: 2), TaskResult(outcome: .succeeded, warnings: 1)])
          == """
          ! Run 12 (daily) succeeded with 3 warnings: 2 tasks in 21 s.
            Read more: maint show 12

          """)
  }

  @Test func failedWithNothingTouched() {
    #expect(
      Self.ending(
        .failed,
        [
          TaskResult(outcome: .failed, failedStep: Self.key, reason: "exit code 1"), Self.succeeded,
          TaskResult(outcome: .blocked, reason: "needs daily.log_rotation"),
        ]) == """
          ✗ Run 12 (daily) failed after 21 s: 1 failed, 1 blocked, 1 succeeded; what failed had not changed anything.
            Read more: maint show 12, maint output 12 daily.log_rotation

          """)
  }

  @Test func rolledBack() {
    #expect(
      Self.ending(
        .rolledBack, [TaskResult(outcome: .rolledBack, failedStep: Self.key, reason: "exit code 1"), Self.succeeded])
          == """
          ↩ Run 12 (daily) failed and was rolled back after 21 s: 1 rolled back, 1 succeeded.
            Read more: maint show 12, maint output 12 daily.log_rotation

          """)
  }

  @Test func aFailedRollbackNeedsAHuman() {
    #expect(
      Self.ending(.humanNeeded, [TaskResult(outcome: .rollbackFailed, failedStep: Self.key), Self.succeeded]) == """
        ✗ RUN 12 (daily) NEEDS A HUMAN: daily.log_rotation: its rollback failed, so the host may be left half changed.
          Do: maint show 12, mend what kept it from being rolled back, maint recover 12, then maint run daily

        """)
    let many = [TaskResult?](repeating: TaskResult(outcome: .rollbackFailed), count: 5)
    #expect(Self.ending(.humanNeeded, many).contains("; and 2 more.\n"))
  }

  @Test func aFailedCleanupNeedsAHuman() {
    #expect(
      Self.ending(.humanNeeded, [TaskResult(outcome: .succeeded, cleanupFailed: true), Self.succeeded]) == """
        ✗ RUN 12 (daily) NEEDS A HUMAN: daily.log_rotation: its cleanup failed.
          Do: maint show 12, do by hand what cleanup left undone, maint resolve 12 --note 'what was done', \
        then maint run daily

        """)
  }

  @Test func aRefusedTaskPointsAtTheRunThatLeftItInDoubt() {
    let doubt = TaskResult(outcome: .refused, reason: "run 9 left it in doubt")
    #expect(
      Self.ending(.humanNeeded, [doubt]) == """
        ✗ RUN 12 (daily) NEEDS A HUMAN: daily.log_rotation: refused, run 9 left it in doubt.
          Do: maint show 9, maint recover 9, then maint run daily

        """)
    // Each thing once, whatever is the reason for it.
    #expect(
      Self.ending(.humanNeeded, [doubt, doubt, TaskResult(outcome: .rollbackFailed)]).hasSuffix(
        "  Do: maint show 9, maint show 12, mend what kept it from being rolled back, maint recover 9, "
          + "maint recover 12, then maint run daily\n"))
  }

  @Test func aRefusalForAProcessThatStillRunsNamesTheRecoveryThatEndsIt() {
    let survivor = Survivor(
      run: 9, task: ExampleRuns.daily("log_rotation"), runbook: "rotate", step: "it's 'odd'",
      process: ProcessIdentity(pid: 77, startTime: 1), since: ExampleRuns.at(0))
    let reason = InterruptedReport.refusal(survivor)
    #expect(reason == "run 9 left pid 77 running, step 'it's 'odd''")
    #expect(Refusal(reason) == .survivor(run: 9, pid: 77, step: "it's 'odd'"))
    let path = Refusal.path("/srv/it's here", run: 9)
    #expect(Refusal("\(path)") == path)
    #expect(
      Self.ending(.humanNeeded, [TaskResult(outcome: .refused, reason: reason)]).hasSuffix(
        "  Do: maint show 9, maint recover 9, then maint run daily\n"))
  }

  @Test(arguments: [
    "", "run", "run 9 left", "run 9 left it in peace", "run x left it in doubt", "run 9 left it in doubt!",
    "run 9 left pid x running, step 'a'", "run 9 left pid 4 running", "daily.x of this run could not be rolled back",
  ]) func anyOtherReasonIsNoRefusalOfOurs(_ reason: String) {
    #expect(Refusal(reason) == nil)
    #expect(
      Self.ending(.humanNeeded, [TaskResult(outcome: .refused, reason: reason)]).hasSuffix("  Do: maint show 12\n"))
  }

  @Test func stopped() {
    #expect(
      Self.ending(
        .stopped, [TaskResult(outcome: .rolledBack, failedStep: Self.key), TaskResult(outcome: .notStarted)],
        stopSignal: 15) == """
          ! Run 12 (daily) was stopped by TERM after 21 s: 1 rolled back, 1 not started.
            Read more: maint show 12, maint output 12 daily.log_rotation

          """)
  }

  @Test func notNow() {
    #expect(
      Self.ending(
        .notNow,
        [TaskResult(outcome: .notNow, reason: "the lock packages is held by run 11 (pid 4100)"), Self.succeeded],
        targets: [.runbook("nginx"), .task(ExampleRuns.daily("web"))]) == """
          – Run 12 (runbook:nginx daily.web) could not do everything now: 1 not now, 1 succeeded \
          (the lock packages is held by run 11 (pid 4100)).
            Try again when what is in the way, told above, is gone. Read more: maint show 12

          """)
  }

  @Test func interrupted() {
    #expect(
      Self.ending(.interrupted, [Self.succeeded, nil]) == """
        ✗ RUN 12 (daily) WAS INTERRUPTED: maint ended before it did. 1 succeeded.
          Do: maint show 12, maint recover 12, then maint run daily

        """)
  }
}
