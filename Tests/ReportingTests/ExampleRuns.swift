import Catalog
import Execution
import Planning
import RunLog
import Scheduling

/// Runs as the run log has them, told in seconds after 02:00:00 UTC on 2026-11-21.
enum ExampleRuns {
  static func at(_ seconds: Double) -> Timestamp { ConsoleDriver.at(seconds) }
  static func daily(_ name: String) -> TaskName { TaskName(tier: .daily, name: name) }

  static func header(_ targets: [Target] = [.tier(.daily)], at start: Double = 0) -> RunHeader {
    RunHeader(
      arguments: ["run", "daily", "--quiet"], targets: targets, startedAt: at(start),
      process: ProcessIdentity(pid: 4242, startTime: 1_234_567), bootID: "5ac1c5d7-2e0f-4b5c-9d2c-0c8c3b1e7f00",
      user: "root", host: "web1", version: "0.1.0", project: "/etc/maint")
  }

  /// A run whose second task failed at its third attempt and was rolled back.
  static let rolledBack: RunRecord = {
    var run = listed(12, .rolledBack, [.succeeded: 2, .rolledBack: 1, .blocked: 1], exitCode: 3)
    let failed = StepKey(task: 1, stage: .change, position: 1)
    run.tasks = [checks, rotation(failed), blocked, monitoring]
    return run
  }()

  static func listed(
    _ number: Int, _ outcome: RunOutcome?, _ tasks: [TaskOutcome: Int], exitCode: Int32? = 0, at start: Double = 0
  ) -> RunRecord {
    RunRecord(
      number: number, header: header(at: start), finishedAt: outcome == nil ? nil : at(start + 21), outcome: outcome,
      exitCode: outcome == nil ? nil : exitCode, taskOutcomes: tasks, taskCount: 4)
  }

  private static var checks: TaskRecord {
    var disk = step(0, .precheck, 0, "disk space", 0, 11, .warned)
    disk.report.warnings = ["/var is 91 % full"]
    disk.report.summary = "| mount | used |\n|---|---|\n| /var | 91 % |\n"
    disk.report.samples = [Sample(name: "disk_used_ratio", labels: #"mount="/var""#, value: 0.91)]
    return TaskRecord(
      position: 0, name: daily("system_health_checks"), runbook: "system_health_checks", startedAt: at(0),
      finishedAt: at(12), result: TaskResult(outcome: .succeeded, warnings: 1), steps: [disk])
  }

  private static func rotation(_ failed: StepKey) -> TaskRecord {
    var compress = step(1, .change, 1, "compress old logs", 12.1, 15, .failed, detail: "exit code 1")
    compress.attempts = [
      attempt(1, 12.1, 13, AttemptResult(outcome: .failed, exitCode: 1)),
      attempt(2, 13.5, 15, AttemptResult(outcome: .failed, signal: 9, detail: "killed from outside")),
    ]
    return TaskRecord(
      position: 1, name: daily("log_rotation"), runbook: "rotate",
      needs: [
        TaskRecord.Need(task: daily("system_health_checks")),
        TaskRecord.Need(task: TaskName(tier: .weekly, name: "capacity_review"), metByRun: 9),
      ],
      parameters: [
        ResolvedParameter(name: "log_dir", value: "/var/log/app", origin: .task(place: "schedules/daily.yaml:7")),
        ResolvedParameter(name: "days", value: "30", origin: .commandLine),
      ],
      startedAt: at(12), finishedAt: at(15.4),
      result: TaskResult(outcome: .rolledBack, failedStep: failed, reason: "exit code 1"),
      lockWait: TaskRecord.LockWait(lock: "logs", holder: "run 11 (pid 4100)", since: at(12)),
      steps: [
        step(1, .change, 0, "rotate", 12, 12.1, .succeeded), compress,
        step(1, .rollback, 0, "bring back", 15, 15.4, .succeeded),
      ])
  }

  private static var blocked: TaskRecord {
    TaskRecord(
      position: 2, name: daily("backup_verification"), runbook: "backup_verification", finishedAt: at(15.4),
      result: TaskResult(outcome: .blocked, reason: "needs daily.log_rotation"))
  }

  private static var monitoring: TaskRecord {
    TaskRecord(
      position: 3, name: daily("performance_monitoring"), runbook: "performance_monitoring", startedAt: at(15.4),
      finishedAt: at(21), result: TaskResult(outcome: .succeeded),
      steps: [step(3, .precheck, 0, "CPU", 15.4, 21, .succeeded)])
  }

  static func step(
    _ task: Int, _ stage: Stage, _ position: Int, _ name: String, _ start: Double, _ end: Double?,
    _ outcome: StepOutcome?, detail: String? = nil
  ) -> StepRecord {
    StepRecord(
      key: StepKey(task: task, stage: stage, position: position), name: name, script: ":", startedAt: at(start),
      finishedAt: end.map(at), outcome: outcome, detail: detail,
      attempts: [attempt(1, start, end, outcome.map { AttemptResult(outcome: $0, exitCode: 0) })])
  }

  static func attempt(_ number: Int, _ start: Double, _ end: Double?, _ result: AttemptResult?) -> AttemptRecord {
    AttemptRecord(
      number: number, intendedAt: at(start), process: ProcessIdentity(pid: 4250, startTime: 1_234_600),
      finishedAt: end.map(at), result: result)
  }
}
