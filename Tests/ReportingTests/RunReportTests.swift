import Execution
import Planning
import RunLog
import Testing

@testable import Reporting

private let plain = Appearance(color: false, utf8: true)

@Suite struct RunListReportTests {
  private let runs = [
    ExampleRuns.listed(13, nil, [.succeeded: 1], at: 3600), ExampleRuns.rolledBack,
    ExampleRuns.listed(11, .succeeded, [.succeeded: 4], at: -86_400), ExampleRuns.listed(10, nil, [:], at: -172_800),
  ]

  @Test func aTableOfRuns() {
    #expect(
      RunListReport(runs: runs, alive: [13]).text(appearance: plain, zone: .utc, now: ExampleRuns.at(3700)) == """
        RUN  STARTED              TARGETS  OUTCOME          DURATION  TASKS
         13  2026-11-21 03:00:00  daily    ▸ running      1 min 40 s  1 ok, 3 without an outcome
         12  2026-11-21 02:00:00  daily    ↩ rolled back        21 s  2 ok, 1 rolled back, 1 blocked
         11  2026-11-20 02:00:00  daily    ✓ succeeded          21 s  4 ok
         10  2026-11-19 02:00:00  daily    ✗ interrupted              0 ok, 4 without an outcome

        """)
    #expect(
      RunListReport(runs: [], alive: []).text(appearance: plain, zone: .utc, now: ExampleRuns.at(0))
        == "No runs yet: maint run daily starts one.\n")
  }

  @Test func aSuccessWithWarningsShowsThem() {
    var run = ExampleRuns.listed(11, .succeeded, [.succeeded: 4])
    run.warnings = 1
    #expect(
      RunListReport(runs: [run], alive: []).text(appearance: plain, zone: .utc, now: ExampleRuns.at(0)).hasSuffix(
        "daily    ! succeeded      21 s  4 ok, 1 warning\n"))
  }

  @Test func noRunTakesLessThanNoTime() {
    var run = ExampleRuns.listed(11, .succeeded, [.succeeded: 4])
    run.finishedAt = ExampleRuns.at(-5)
    let text = RunListReport(runs: [run], alive: []).text(appearance: plain, zone: .utc, now: ExampleRuns.at(0))
    #expect(text.hasSuffix("succeeded  not known  4 ok\n"), "\(text)")
    // The clock was set back while it is at work.
    let running = ExampleRuns.listed(13, nil, [:])
    let list = RunListReport(runs: [running], alive: [13]).text(
      appearance: plain, zone: .utc, now: ExampleRuns.at(-7_200))
    #expect(list.contains("▸ running  not known  ") && !list.contains("-2 h"), "\(list)")
  }

  @Test func aClockThatWasSetIsToldBelow() {
    let jump = Alert(
      at: ExampleRuns.at(3600), level: .warning, kind: .clockJump, run: 13, text: "the clock was set back by 2 h")
    let report = RunListReport(runs: [runs[2]], alive: [], jumps: [jump])
    #expect(
      report.text(appearance: plain, zone: .utc, now: ExampleRuns.at(0)).hasSuffix(
        "4 ok\n\n! the clock was set back by 2 h\n"))
    #expect(
      report.json.hasSuffix(
        """
          "clock_jumps": [
            {
              "at": "2026-11-21T03:00:00.000000Z",
              "level": "warning",
              "kind": "clock_jump",
              "run": 13,
              "task": null,
              "text": "the clock was set back by 2 h"
            }
          ],
          "restores": []
        }

        """))
  }

  @Test func asJSON() {
    #expect(
      RunListReport(runs: [runs[1]], alive: []).json == """
        {
          "runs": [
            {
              "run": 12,
              "targets": [
                "daily"
              ],
              "arguments": [
                "run",
                "daily",
                "--quiet"
              ],
              "started_at": "2026-11-21T02:00:00.000000Z",
              "finished_at": "2026-11-21T02:00:21.000000Z",
              "duration_seconds": 21,
              "outcome": "rolled_back",
              "alive": null,
              "exit_code": 3,
              "stop_signal": null,
              "interruption_found_at": null,
              "user": "root",
              "host": "web1",
              "version": "0.1.0",
              "project": "/etc/maint",
              "pid": 4242,
              "start_time_ticks": 1234567,
              "boot_id": "5ac1c5d7-2e0f-4b5c-9d2c-0c8c3b1e7f00",
              "resumes": null,
              "rolls_back": null,
              "window_override": null,
              "exceptions": [],
              "recoveries": [],
              "sign_offs": [],
              "incidents": [],
              "warnings": 0,
              "task_count": 4,
              "task_outcomes": {
                "blocked": 1,
                "rolled_back": 1,
                "succeeded": 2
              }
            }
          ],
          "clock_jumps": [],
          "restores": []
        }

        """)
  }
}

@Suite struct RunReportTests {
  private func text(
    _ run: RunRecord, isAlive: Bool = false, survivors: [Survivor] = [], backups: [TaskOfRun: BackupFolder] = [:]
  ) -> String {
    RunReport(run: run, isAlive: isAlive, survivors: survivors, backups: backups).text(
      appearance: plain, zone: .utc, now: ExampleRuns.at(100))
  }

  @Test func aTreeOfTasksStagesStepsAndAttempts() {
    #expect(
      text(ExampleRuns.rolledBack) == """
        ↩ Run 12 (daily) failed and was rolled back after 21 s: 1 rolled back, 1 blocked, 2 succeeded.
          from 2026-11-21 02:00:00 to 2026-11-21 02:00:21, exit code 3
          maint run daily --quiet by root on web1, pid 4242
          project /etc/maint, maint 0.1.0

        02:00:00 ! daily.system_health_checks           12 s  1 warning
                   precheck
        02:00:00     ! disk space                       11 s  warned, 1 sample
                       ! /var is 91 % full
                       | mount | used |
                       |---|---|
                       | /var | 91 % |

        02:00:12 ↩ daily.log_rotation                  3.4 s  rolled back
                   runbook rotate, needs daily.system_health_checks, weekly.capacity_review (run 9)
                   log_dir = /var/log/app  (schedules/daily.yaml:7)
                   days = 30  (command line)
        02:00:12   waited for the lock logs, held by run 11 (pid 4100)
                   change
        02:00:12     ✓ rotate                          0.1 s
        02:00:12     ✗ compress old logs               2.9 s  exit code 1
        02:00:12       ✗ attempt 1                     0.9 s  exit code 1
        02:00:13       ✗ attempt 2                     1.5 s  ended by KILL, killed from outside
                   rollback
        02:00:15     ✓ bring back                      0.4 s

        02:00:15 – daily.backup_verification                  blocked: needs daily.log_rotation

        02:00:15 ✓ daily.performance_monitoring        5.6 s
                   precheck
        02:00:15     ✓ CPU                             5.6 s

        """)
  }

  @Test func aRunWithoutAnOutcomeRunsOrHasLostItsMaint() {
    var run = ExampleRuns.listed(13, nil, [:])
    run.tasks = [
      TaskRecord(
        position: 0, name: ExampleRuns.daily("log_rotation"), runbook: "log_rotation", startedAt: ExampleRuns.at(0),
        steps: [ExampleRuns.step(0, .change, 1, "compress old logs", 10, nil, nil)]),
      TaskRecord(position: 1, name: ExampleRuns.daily("later"), runbook: "later"),
    ]
    let alive = text(run, isAlive: true)
    #expect(alive.hasPrefix("▸ Run 13 (daily) runs since 1 min 40 s.\n  from 2026-11-21 02:00:00\n"))
    #expect(alive.contains("\n02:00:10     ▸ compress old logs               running\n"))
    #expect(alive.contains("\n         – daily.later                         waits for its turn\n"))
    let dead = text(run)
    #expect(dead.hasPrefix("✗ Run 13 (daily): its maint is gone and left no outcome; "))
    #expect(dead.contains("\n02:00:00 ✗ daily.log_rotation                  interrupted\n"))
    #expect(dead.contains("\n         – daily.later                         not started\n"))
  }

  @Test func whatNeedsAHumanIsLoudUntilItIsResolved() {
    var run = ExampleRuns.listed(12, .humanNeeded, [.rollbackFailed: 1], exitCode: 2)
    var task = TaskRecord(
      position: 0, name: ExampleRuns.daily("web"), runbook: "nginx", startedAt: ExampleRuns.at(0),
      finishedAt: ExampleRuns.at(1), result: TaskResult(outcome: .rollbackFailed, reason: "exit code 2"),
      needsHuman: true)
    run.tasks = [task]
    #expect(text(run).hasPrefix("✗ RUN 12 (daily) NEEDS A HUMAN: daily.web: its rollback failed, "))
    #expect(
      text(run).contains(
        "\n           NEEDS A HUMAN: maint show 12, mend what kept it from being rolled back, then maint recover 12; or "
      ))
    task.resolution = Resolution(by: "ann", reason: "restored by hand", at: ExampleRuns.at(60))
    run.tasks = [task]
    #expect(text(run).contains("\n           resolved by ann at 2026-11-21 02:01:00: restored by hand\n"))
  }

  @Test func asJSONATaskHasItsStepsAndTheyTheirAttempts() {
    let json = RunReport(run: ExampleRuns.rolledBack, isAlive: false).json
    #expect(
      json.contains(
        """
              "needs": [
                {
                  "task": "daily.system_health_checks",
                  "met_by_run": null
                },
                {
                  "task": "weekly.capacity_review",
                  "met_by_run": 9
                }
              ],
              "parameters": [
                {
                  "name": "log_dir",
                  "value": "/var/log/app",
                  "source": "with",
                  "place": "schedules/daily.yaml:7"
                },
                {
                  "name": "days",
                  "value": "30",
                  "source": "command_line",
                  "place": null
                }
              ],
        """))
    #expect(
      json.contains(
        """
              "finished_at": "2026-11-21T02:00:15.400000Z",
              "duration_seconds": 3.4,
              "outcome": "rolled_back",
              "cleanup_failed": false,
              "warnings": 0,
              "failed_step": {
                "stage": "change",
                "position": 2,
                "undo": false
              },
              "reason": "exit code 1",
              "lock_wait": {
                "lock": "logs",
                "holder": "run 11 (pid 4100)",
                "since": "2026-11-21T02:00:12.000000Z"
              },
              "confirmation": null,
              "point_of_no_return": null,
              "needs_human": false,
              "resolution": null,
              "survivors": [],
              "backup": null,
              "steps": [
                {
                  "stage": "change",
                  "position": 1,
                  "undo": false,
                  "name": "rotate",
                  "script": ":",
        """))
    #expect(
      json.contains(
        """
                    {
                      "attempt": 2,
                      "intended_at": "2026-11-21T02:00:13.500000Z",
                      "finished_at": "2026-11-21T02:00:15.000000Z",
                      "duration_seconds": 1.5,
                      "pid": 4250,
                      "start_time_ticks": 1234600,
                      "outcome": "failed",
                      "exit_code": null,
                      "signal": 9,
                      "detail": "killed from outside",
                      "user_seconds": 0,
                      "system_seconds": 0,
                      "peak_memory_bytes": 0,
                      "read_bytes": 0,
                      "written_bytes": 0
                    }
        """))
  }

  private func run(_ task: TaskRecord) -> RunRecord {
    var run = ExampleRuns.listed(12, .succeeded, [.succeeded: 1])
    run.tasks = [task]
    return run
  }

  private func task(_ steps: [StepRecord] = [], parameters: [ResolvedParameter] = []) -> TaskRecord {
    TaskRecord(
      position: 0, name: ExampleRuns.daily("web"), runbook: "web", parameters: parameters, startedAt: ExampleRuns.at(0),
      finishedAt: ExampleRuns.at(1), result: TaskResult(outcome: .succeeded), steps: steps)
  }

  @Test func theBackupAndWhatStillRunsStandUnderTheTask() {
    let place = TaskOfRun(run: 12, task: ExampleRuns.daily("web"))
    func survivor(_ run: Int) -> Survivor {
      Survivor(
        run: run, task: place.task, runbook: "web", step: "set the mode",
        process: ProcessIdentity(pid: 18262, startTime: 77), since: ExampleRuns.at(3))
    }
    let backups = [place: BackupFolder(path: "/s/backups/12/daily.web", isSealed: false)]
    #expect(
      text(run(task()), survivors: [survivor(12), survivor(11)], backups: backups).hasSuffix(
        """
        02:00:00 ✓ daily.web        1.0 s
                   backup: /s/backups/12/daily.web (not sealed)
                   still running: pid 18262 since 2026-11-21 02:00:03 (step 'set the mode'); end it: \
        kill -TERM -- -18262

        """))
    let json = RunReport(run: run(task()), isAlive: false, survivors: [survivor(12)], backups: backups).json
    #expect(json.contains("\"sealed\": false") && json.contains("\"end_with\": \"kill -TERM -- -18262\""))
  }

  @Test func defaultsAreCountedAndTheRestIsShown() {
    func parameters(_ given: Int, _ defaults: Int) -> [ResolvedParameter] {
      (0..<given).map { ResolvedParameter(name: "g\($0)", value: "v", origin: .commandLine) }
        + (0..<defaults).map { ResolvedParameter(name: "d\($0)", value: "v", origin: .runbook(place: "r:1")) }
    }
    #expect(
      text(run(task(parameters: parameters(1, 28)))).hasSuffix(
        "1.0 s\n           g0 = v  (command line)\n           and 28 defaults\n"))
    #expect(text(run(task(parameters: parameters(0, 1)))).hasSuffix("1.0 s\n           1 default\n"))
    #expect(RunReport(run: run(task(parameters: parameters(1, 28))), isAlive: false).json.contains("\"name\": \"d27\""))
  }

  @Test func durationsStandInOneColumnWhateverTheNames() {
    var skipped = ExampleRuns.step(0, .precheck, 1, "only there", 1, 1, .skipped)
    skipped.attempts = [
      ExampleRuns.attempt(0, 1, 1, AttemptResult(outcome: .failed, exitCode: 1, detail: "exited with 1"))
    ]
    var undone = ExampleRuns.step(0, .rollback, 0, "undo: a name as long as this", 1, 3, .succeeded)
    undone.key.isUndo = true
    let long = ExampleRuns.step(0, .precheck, 2, String(repeating: "long ", count: 20), 1, 62, .succeeded)
    #expect(
      text(run(task([skipped, undone]))).hasSuffix(
        """
        02:00:00 ✓ daily.web                               1.0 s
                   precheck
        02:00:01     – only there                           0 ms  skipped: its 'if' said no
                   rollback
        02:00:01     ✓ undo: a name as long as this        2.0 s

        """))
    let lines = text(run(task([skipped, undone, long]))).split(separator: "\n").filter { $0.hasPrefix("02:") }
    let ends = lines.map { line in
      line.ranges(of: /\d (ms|s)\b/).last.map { line.distance(from: line.startIndex, to: $0.upperBound) }
    }
    #expect(ends.count == 4 && Set(ends).count == 1, "\(lines)")
  }

  @Test func aTaskThatWaitsForALockSaysSo() {
    var open = ExampleRuns.listed(13, nil, [:])
    open.tasks = [
      TaskRecord(
        position: 0, name: ExampleRuns.daily("web"), runbook: "web",
        lockWait: TaskRecord.LockWait(lock: "app", holder: "pid 9", since: ExampleRuns.at(0)))
    ]
    #expect(
      text(open, isAlive: true).hasSuffix(
        "         – daily.web               waits for a lock\n02:00:00   waits for the lock app, held by pid 9\n"))
    #expect(text(open).contains("waited for the lock app"))
  }
}
