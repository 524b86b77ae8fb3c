import Catalog
import Execution
import Foundation
import RunLog
import Testing

@testable import Reporting

@Suite struct StatusReportTests {
  private static func text(
    _ status: HostStatus, alive: Set<Int> = [], tasks: [TaskName]? = [ExampleRuns.daily("web")]
  ) -> String {
    var report = StatusReport(status: status, alive: alive)
    report.tasks = tasks
    return report.text(appearance: Appearance(color: false, utf8: true), zone: .utc)
  }

  private static let fine: HostStatus = {
    var status = HostStatus(
      at: ExampleRuns.at(3700), lastRuns: [.daily: ExampleRuns.listed(11, .succeeded, [.succeeded: 4])],
      lastRun: ExampleRuns.listed(11, .succeeded, [.succeeded: 4]))
    status.tried = [ExampleRuns.daily("web")]
    return status
  }()

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

  @Test func alertsOfTheLastDays() {
    var status = Self.fine
    let levels: [MaintenanceTask.AlertLevel] = [.critical, .warning, .info, .info, .info, .info]
    status.alerts = levels.enumerated().map { index, level in
      Alert(
        at: ExampleRuns.at(3600), level: level, kind: .gaveUp, task: ExampleRuns.daily("log_rotation"),
        text: "text \(index)")
    }
    #expect(
      Self.text(status).contains(
        """


        Alerts
          ✗ 1 min 40 s ago: text 0
          ! 1 min 40 s ago: text 1
          · 1 min 40 s ago: text 2
          · 1 min 40 s ago: text 3
          · 1 min 40 s ago: text 4
              and 1 more: maint status --json

        """))
    let json = StatusReport(status: status, alive: []).json
    #expect(json.contains("\"kind\": \"gave_up\""))
    #expect(json.contains("\"task\": \"daily.log_rotation\""))
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
    status.lastRun = ExampleRuns.rolledBack
    status.unhappyTasks = [
      Self.unhappy("backup_verification", TaskResult(outcome: .blocked, reason: "needs daily.log_rotation")),
      Self.unhappy("log_rotation", TaskResult(outcome: .rolledBack, reason: "exit code 1")),
    ]
    status.running = [Self.running]
    #expect(StatusReport(status: status, alive: [13]).verdict == .attention)
    #expect(
      Self.text(status, alive: [13]) == """
        ! This host needs attention: 1 task did not succeed the last time it ran, and 1 task was held up by others.

        Did not succeed
          ↩ daily.log_rotation, run 12, 1 h 00 min ago: rolled back: exit code 1
              maint show 12 says why; then maint run daily.log_rotation
          – daily.backup_verification, run 12, 1 h 00 min ago: blocked: needs daily.log_rotation
              mend what it needs, then maint run daily.backup_verification

        Runs now
          ▸ run 13 (daily) for 1 min 40 s, pid 4242
              daily.log_rotation: compress old logs (change 2) for 1 min 30 s

        Last runs
          daily    ↩ rolled back  1 h 01 min ago  2026-11-21 02:00:00  run 12  2 ok, 1 rolled back, 1 blocked
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
        ✗ THIS HOST NEEDS A HUMAN: daily.web, run 12: rollback failed.

        Needs a human
          ✗ daily.web, run 12: rollback failed: exit code 2
              maint show 12, mend what kept it from being rolled back, then maint recover 12; or mend the host by hand, \
        then maint resolve 12 --note 'what was done'; until then nginx is refused

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
              maint show 12, do by hand what cleanup left undone, then maint resolve 12 --note 'what was done'

        """))
  }

  @Test func aRunWhoseMaintIsGoneNeedsAHumanOnceItMayHaveChangedSomething() {
    var status = Self.fine
    status.running = [Self.running]
    #expect(StatusReport(status: status, alive: []).verdict == .humanNeeded)
    #expect(!Self.text(status).contains("Ended without an outcome"), "its task tells it, once")
    status.running[0].tasks[0].steps = [ExampleRuns.step(0, .backup, 0, "dump", 3610, nil, nil)]
    #expect(StatusReport(status: status, alive: []).verdict == .attention)
    #expect(
      Self.text(status).hasPrefix(
        """
        ! This host needs attention: run 13 ended without an outcome.

        Ended without an outcome
          ✗ run 13 (daily): its maint, pid 4242, is gone; maint recover 13 takes back what it left half-done

        """))
  }

  private static func answer(_ incidents: [IncidentRecord], undelivered: [Undelivered] = []) -> (Verdict, String) {
    var status = Self.fine
    status.openIncidents = incidents
    var report = StatusReport(status: status, alive: [])
    report.undelivered = undelivered
    return (report.verdict, report.answer)
  }

  @Test func noHostIsFineWhileAnIncidentIsOpen() {
    let word = IncidentRecord.Word(by: Actor(name: "anna", uid: 7), at: ExampleRuns.at(0))
    var incident = IncidentRecord(number: 3, title: "the shop is down", level: .critical, opened: word)
    #expect(
      Self.answer([incident]) == (
        .humanNeeded,
        "THIS HOST NEEDS A HUMAN: incident 3 (critical) is open, and nobody is at it: the shop is down."
      ))
    #expect(Self.answer([incident, incident]).1.contains("2 critical incidents are open, and nobody is at them"))
    incident.acknowledged = word
    #expect(Self.answer([incident]) == (.attention, "This host needs attention: incident 3 (critical) is open."))
    incident.acknowledged = nil
    incident.level = .warning
    #expect(Self.answer([incident]) == (.attention, "This host needs attention: incident 3 (warning) is open."))
  }

  @Test func oneAndIsEnough() {
    let word = IncidentRecord.Word(by: Actor(name: "anna", uid: 7), at: ExampleRuns.at(0))
    var silent = Undelivered(channel: "hook", givenUp: 2)
    silent.isSilent = true
    var report = StatusReport(status: Self.fine, alive: [])
    report.undelivered = [silent]
    report.unsoundProject = .errors(2, folder: "/etc/maint")
    let two = report.answer
    #expect(two.components(separatedBy: ", and ").count == 2)
    var status = Self.fine
    status.openIncidents = [IncidentRecord(number: 3, title: "x", level: .warning, opened: word)]
    var three = StatusReport(status: status, alive: [])
    (three.undelivered, three.unsoundProject) = (report.undelivered, report.unsoundProject)
    #expect(three.answer == two.replacingOccurrences(of: ", and ", with: ", incident 3 (warning) is open, and "))
  }

  /// Whatever else is open.
  @Test func noCriticalIncidentIsCutOff() {
    let word = IncidentRecord.Word(by: Actor(name: "anna", uid: 7), at: ExampleRuns.at(0))
    func text(critical: Int) -> String {
      var status = Self.fine
      status.openIncidents = (1...8).map {
        IncidentRecord(number: $0, title: "x", level: $0 > critical ? .warning : .critical, opened: word)
      }
      return Self.text(status)
    }
    for critical in [0, 5, 7] {
      let lines = text(critical: critical)
      let shown = (1...8).filter { lines.contains(" incident \($0) (") }
      #expect(shown == Array(1...max(5, critical)), "\(lines)")
      #expect(lines.contains("and \(8 - shown.count) more: maint incident list\n"))
    }
  }

  @Test func noHostIsFineWhileNobodyHearsOfIt() {
    var silent = Undelivered(channel: "hook", givenUp: 2, error: "it answered 400")
    silent.isSilent = true
    let deaf = "This host needs attention: the channel hook takes no messages (see Not delivered)."
    #expect(Self.answer([], undelivered: [silent]) == (.attention, deaf))
    #expect(Self.answer([], undelivered: [Undelivered(channel: "hook", waiting: 1)]) == (.attention, deaf))
    silent.isSilent = false
    let past = Self.answer([], undelivered: [silent])
    #expect(past.0 == .fine)
    #expect(past.1.hasSuffix(", but 2 messages of the last week did not reach everybody (see Not delivered)."))
  }

  /// By the clock nothing runs any more, and nobody would know.
  @Test func aProjectThatIsNotSoundIsNoFineHost() {
    var report = StatusReport(status: Self.fine, alive: [])
    report.unsoundProject = .errors(2, folder: "/etc/maint")
    #expect(report.verdict == .attention)
    #expect(
      report.answer == "This host needs attention: the project in /etc/maint has 2 errors, so nothing can be run.")
    let text = report.text(appearance: Appearance(color: false, utf8: true), zone: .utc)
    #expect(text.contains("maint check says what to mend; until then nobody knows what is due"))
    #expect(
      report.json.contains("\"unsound_project\": \"the project in /etc/maint has 2 errors, so nothing can be run\""))
  }

  @Test func whatIsLaterThanNowHasNoAge() {
    let report = StatusReport(status: Self.fine, alive: []).asked(at: ExampleRuns.at(-86_400))
    let text = report.text(appearance: Appearance(color: false, utf8: true), zone: .utc)
    #expect(text.contains("later than now: is the clock right?") && !text.contains(" -"))
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
          "warnings": 0,
          "needs_human": [],
          "unhappy": [
            {
              "task": "daily.log_rotation",
              "runbook": "log_rotation",
              "run": 12,
              "finished_at": "2026-11-21T02:01:40.000000Z",
              "resolved": false,
              "removed": false,
              "rolls_back": null,
              "tried_again_at": null,
              "acknowledged": null,
              "outcome": "failed",
              "cleanup_failed": false,
              "warnings": 0,
              "failed_step": null,
              "reason": "exit code 1"
            }
          ],
          "unsound_project": null,
          "strange_object": null,
          "overdue": [],
          "running": [],
          "last_runs": [],
          "last_task_runs": [],
          "never_run": null,
          "last_run": null,
          "unread_schedules": [],
          "unscheduled": [],
          "due_copies": [],
          "undelivered": [],
          "damaged_backups": [],
          "missing_backups": [],
          "no_backup_left": [],
          "leftovers": [],
          "drills": [],
          "restores": [],
          "rollbacks": [],
          "approvals": [],
          "alerts": [],
          "open_incidents": [],
          "not_signed": 0
        }

        """)
  }

  @Test func noRunLogIsNoGreenLight() {
    let report = StatusReport(at: ExampleRuns.at(0), NoRunLog(folder: "/nonexist"))
    #expect(report.verdict == .noRunLog)
    #expect(
      report.text(appearance: Appearance(color: false, utf8: true), zone: .utc)
        == "! No run log in /nonexist: nothing has run with this state folder.\n")
    #expect(report.json.contains("\"verdict\": \"no_run_log\""))
  }

  @Test func runsOfSingleTasksAreRuns() {
    var run = ExampleRuns.listed(14, .succeeded, [.succeeded: 1])
    run.header.targets = [.task(ExampleRuns.daily("web"))]
    var status = Self.fine
    (status.lastRuns, status.lastRun) = ([:], run)
    #expect(
      Self.text(status) == """
        ✓ This host is fine: every task succeeded the last time it ran.

        Last runs
          daily.web  ✓ succeeded  1 h 01 min ago  2026-11-21 02:00:00  run 14  1 ok, 3 without an outcome

        """)
  }

  /// What was deferred, or is under way for the first time, has not run.
  @Test func noTaskHasRun() {
    var status = Self.fine
    status.tried = []
    #expect(StatusReport(status: status, alive: []).verdict == .noRuns)
    #expect(Self.text(status).hasPrefix("No task has run yet: maint show 11 says why the last run began none.\n"))
    #expect(Self.text(status, alive: [11]).hasPrefix("No task has run to its end yet: run 11 is under way.\n"))
  }

  @Test func whatNeverRanIsTold() {
    let tasks = ["web", "a", "b", "c", "d"].map(ExampleRuns.daily) + [TaskName(tier: .weekly, name: "e")]
    #expect(
      Self.text(Self.fine, tasks: tasks) == """
        ✓ This host is fine: every task that has run succeeded the last time; 5 tasks have never run.

        Last runs
          daily       ✓ succeeded  1 h 01 min ago  2026-11-21 02:00:00  run 11  4 ok
            of daily  · not begun                                               4 of 5: a, b, c and 1 more
          weekly      · never run                                               1 task

        """)
    // Of a project that is not known, nobody can say.
    #expect(
      Self.text(Self.fine, tasks: nil).hasPrefix(
        "✓ This host is fine: every task that has run succeeded the last time.\n"))
    var running = Self.fine
    running.running = [Self.running]
    #expect(!Self.text(running, alive: [13], tasks: [ExampleRuns.daily("log_rotation")]).contains("never run"))
    var warned = Self.fine
    warned.warnings = [31: 1]
    #expect(
      Self.text(warned, tasks: tasks).hasPrefix(
        "! This host is fine, with 1 warning: maint show 31; 5 tasks have never run.\n"))
    #expect(Self.text(HostStatus(at: ExampleRuns.at(0)), tasks: tasks) == "No runs yet: maint run daily starts one.\n")
  }

  @Test func runsOfSingleTasksStandBelowTheirTier() {
    var status = Self.fine
    status.lastTaskRuns[.daily] = (12...15).reversed().map { number in
      var run = ExampleRuns.listed(number, .succeeded, [.succeeded: 1])
      run.header.targets = [.task(ExampleRuns.daily("t\(number)"))]
      return run
    }
    status.lastRun = status.lastTaskRuns[.daily]?.first
    let lines = Self.text(status).split(separator: "\n").dropFirst(2).map {
      $0.split(separator: " ").prefix(2).joined(separator: " ")
    }
    #expect(lines == ["daily ✓", "daily.t15 ✓", "daily.t14 ✓", "daily.t13 ✓", "and earlier"])
  }

  @Test func warningsAreInTheFirstLine() {
    var status = Self.fine
    status.warnings = [31: 1]
    status.lastRuns[.daily]?.warnings = 1
    #expect(StatusReport(status: status, alive: []).verdict == .fine)
    #expect(
      Self.text(status) == """
        ! This host is fine, with 1 warning: maint show 31.

        Last runs
          daily    ! succeeded  1 h 01 min ago  2026-11-21 02:00:00  run 11  4 ok, 1 warning

        """)
    status.warnings = [3: 1, 31: 2, 4: 1, 5: 1]
    #expect(
      Self.text(status).hasPrefix("! This host is fine, with 5 warnings: maint show 31, maint show 5, maint show 4.\n"))
  }

  @Test func aResolvedTaskIsToBeRunAgain() {
    var status = Self.fine
    var web = Self.unhappy("web", TaskResult(outcome: .rollbackFailed, reason: "exit code 2"))
    web.isResolved = true
    status.unhappyTasks = [web]
    #expect(StatusReport(status: status, alive: []).verdict == .attention)
    #expect(Self.text(status).contains("\n      run 12 is resolved; maint run daily.web\n"))
    // A cleanup that failed and was resolved needs nobody any more.
    web.result = TaskResult(outcome: .rolledBack, cleanupFailed: true, reason: "exit code 2")
    status.unhappyTasks = [web]
    #expect(StatusReport(status: status, alive: []).verdict == .attention)
  }

  @Test func whatNeedsAHumanIsSaidOnce() {
    var status = Self.fine
    status.unresolved = [
      UnresolvedRunbook(
        runbook: "web", task: ExampleRuns.daily("web"), run: 12, outcome: .rollbackFailed, reason: "exit code 2")
    ]
    var other = Self.unhappy("other", TaskResult(outcome: .refused, reason: "run 12 left it in doubt"))
    other.runbook = "web"
    status.unhappyTasks = [Self.unhappy("web", TaskResult(outcome: .rollbackFailed)), other]
    #expect(!Self.text(status).contains("Did not succeed"))
    status.unhappyTasks[0].run = 13
    #expect(Self.text(status).contains("Did not succeed\n  ✗ daily.web, run 13"))
  }

  private static let survivor = Survivor(
    run: 12, task: ExampleRuns.daily("web"), runbook: "nginx", step: "set the mode",
    process: ProcessIdentity(pid: 18262, startTime: 77), since: ExampleRuns.at(3))

  @Test func whatStillRunsAndTheBackupStandWithTheTask() {
    var status = Self.fine
    status.unresolved = [
      UnresolvedRunbook(
        runbook: "nginx", task: ExampleRuns.daily("web"), run: 12, outcome: .interrupted, reason: "maint ended")
    ]
    var report = StatusReport(status: status, alive: [], survivors: [Self.survivor])
    #expect(report.tasksInDoubt == [TaskOfRun(run: 12, task: ExampleRuns.daily("web"))])
    report.backups[report.tasksInDoubt[0]] = BackupFolder(path: "/s/backups/12/daily.web", isSealed: true)
    #expect(
      report.text(appearance: Appearance(color: false, utf8: true), zone: .utc).contains(
        """
        Needs a human
          ✗ daily.web, run 12: interrupted: maint ended
              still running: pid 18262 since 2026-11-21 02:00:03 (step 'set the mode')
              backup: /s/backups/12/daily.web (sealed)
              maint recover 12 takes back what was left half-done; until then nginx is refused

        """))
    #expect(
      report.json.contains(
        """
              "survivors": [
                {
                  "step": "set the mode",
                  "pid": 18262,
                  "start_time_ticks": 77,
                  "since": "2026-11-21T02:00:03.000000Z",
                  "end_with": "kill -TERM -- -18262"
                }
              ],
              "backup": {
                "path": "/s/backups/12/daily.web",
                "sealed": true
              }
        """))
  }

  @Test func aProcessThatStillRunsNeedsAHumanByItself() {
    let report = StatusReport(status: Self.fine, alive: [], survivors: [Self.survivor])
    #expect(report.verdict == .humanNeeded)
    #expect(
      report.text(appearance: Appearance(color: false, utf8: true), zone: .utc).hasPrefix(
        """
        ✗ THIS HOST NEEDS A HUMAN: daily.web, run 12: its maint is gone, and a step of it still runs.

        Needs a human
          ✗ daily.web, run 12: its maint is gone, and a step of it still runs
              still running: pid 18262 since 2026-11-21 02:00:03 (step 'set the mode')
              maint recover 12 takes back what was left half-done

        """))
  }

  @Test func aTaskThatWaitsForALockIsShown() {
    var status = Self.fine
    var run = Self.running
    run.tasks = [
      TaskRecord(
        position: 0, name: ExampleRuns.daily("web"), runbook: "web",
        lockWait: TaskRecord.LockWait(lock: "app", holder: "pid 9, daily.app of run 12", since: ExampleRuns.at(3600)))
    ]
    status.running = [run]
    #expect(
      Self.text(status, alive: [13]).contains(
        "\n      daily.web waits for the lock app, held by pid 9, daily.app of run 12\n"))
    // Between two steps it waits no longer.
    status.running[0].tasks[0].startedAt = ExampleRuns.at(3601)
    #expect(Self.text(status, alive: [13]).contains("\n      daily.web\n"))
  }
}
