import Catalog
import Diagnostics
import Execution
import Scheduling

@testable import Planning
@testable import RunLog

/// Plans, headers and events for tests; times count microseconds from 0.
enum Fixture {
  static let header = RunHeader(
    arguments: ["run", "daily", "--set", "a=\"b\" 'c' ü"], targets: [.tier(.daily), .task(name("weekly.audit"))],
    startedAt: time(1), process: ProcessIdentity(pid: 4711, startTime: 99), bootID: "boot-1", user: "anna",
    host: "web1", version: "1.0", project: "/etc/maint")

  static func time(_ microseconds: Int64) -> Timestamp { Timestamp(microseconds: microseconds) }

  static func name(_ text: String) -> TaskName {
    guard let name = try? TaskName(stored: text) else { fatalError("no task name: \(text)") }
    return name
  }

  /// Each task has the runbook of its own name and needs the one before it.
  static func plan(_ names: [String] = ["daily.health", "daily.rotate"]) -> Plan {
    let place = Place.path("schedules/daily.yaml")
    let tasks = names.enumerated().map { index, text in
      let name = name(text)
      var parameters: [ResolvedParameter] = []
      if index == 0 {
        parameters = [
          ResolvedParameter(name: "dir", value: "/var/log", origin: .task(place: "daily.yaml:3")),
          ResolvedParameter(name: "days", value: "", origin: .runbook(place: "rotate.yaml:9")),
          ResolvedParameter(name: "mode", value: "ü'\"\n", origin: .commandLine),
        ]
      }
      return PlannedTask(
        task: MaintenanceTask(name: name, runbook: name.name, place: place), runbook: index,
        needs: index == 0 ? [] : [index - 1],
        metNeeds: index == 0
          ? []
          : [
            .init(task: Fixture.name("weekly.audit"), success: .init(run: 3, startedAt: time(5), finishedAt: time(5)))
          ],
        parameters: parameters, locks: [], timeout: nil, estimate: nil, wave: index)
    }
    return Plan(
      targets: header.targets, tasks: tasks,
      runbooks: tasks.map { Runbook(name: $0.task.runbook, place: place) }, jobs: 1, defaults: Defaults())
  }

  static func step(_ task: Int = 0, _ stage: Stage = .precheck, _ position: Int = 0, isUndo: Bool = false) -> StepKey {
    StepKey(task: task, stage: stage, position: position, isUndo: isUndo)
  }

  static func attempt(_ step: StepKey, _ number: Int = 1) -> AttemptKey { AttemptKey(step: step, number: number) }

  static func output(
    _ step: StepKey, _ text: String, _ stream: OutputPiece.Stream = .stdout, at: Int64 = 30
  ) -> Event {
    .output(attempt(step), OutputPiece(stream: stream, at: time(at), content: .bytes(Array(text.utf8))))
  }

  /// Up to the point at which the step's process runs.
  static func running(_ step: StepKey, pid: Int32 = 100) -> [Event] {
    [
      .stepStarted(step, name: "step \(step.position)", script: ":", at: time(20)),
      .attemptIntended(attempt(step), at: time(21)),
      .attemptStarted(attempt(step), ProcessIdentity(pid: pid, startTime: 7)),
    ]
  }

  static func ended(_ step: StepKey, _ outcome: StepOutcome = .succeeded) -> [Event] {
    [
      .attemptFinished(attempt(step), AttemptResult(outcome: outcome, exitCode: 0), at: time(40)),
      .stepFinished(step, outcome, attempts: 1, detail: nil, at: time(41)),
    ]
  }
}

extension RunLog {
  func write(_ events: [Event], synced: Bool = false) throws {
    for event in events { try append(event) }
    try commit(synced: synced)
  }

  /// The whole run of a plan of one task that ends so.
  @discardableResult
  func record(
    _ name: String, _ outcome: TaskOutcome, run runOutcome: RunOutcome = .failed, from: Int64 = 10, to: Int64 = 50
  ) throws -> Int {
    let number = try beginRun(Fixture.header, plan: Fixture.plan([name]))
    try write([
      .taskStarted(task: 0, at: Fixture.time(from)),
      .taskFinished(task: 0, TaskResult(outcome: outcome, reason: "because"), at: Fixture.time(to)),
      .runFinished(runOutcome, at: Fixture.time(to + 1)),
    ])
    return number
  }

  /// What SQLite finds wrong with the file; ["ok"] where nothing is.
  func integrity() throws -> [String] {
    var lines: [String] = []
    try connection.each("PRAGMA integrity_check") { lines.append($0.text(0)) }
    return lines
  }
}
