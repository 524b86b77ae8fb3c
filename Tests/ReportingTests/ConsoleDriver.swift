import Catalog
import Execution
import Planning
import Scheduling

@testable import Reporting

/// Feeds a console with the events of a run, told in seconds after 02:00:00 UTC.
struct ConsoleDriver {
  static let start = Timestamp(microseconds: 1_795_226_400_000_000)

  var console: RunConsole

  init(
    _ plan: Plan = ExamplePlan.usual, verbosity: ConsoleSettings.Verbosity = .normal, isTerminal: Bool = false,
    color: Bool = false, utf8: Bool = true
  ) {
    console = RunConsole(
      run: 12, plan: plan,
      settings: ConsoleSettings(
        verbosity: verbosity, isTerminal: isTerminal, appearance: Appearance(color: color, utf8: utf8), zone: .utc),
      startedAt: Self.start)
  }

  static func at(_ seconds: Double) -> Timestamp { start + .milliseconds(Int(seconds * 1000)) }

  static func key(_ task: Int, _ stage: Stage = .change, _ position: Int = 0) -> StepKey {
    StepKey(task: task, stage: stage, position: position)
  }

  mutating func begin(_ task: Int, at seconds: Double) {
    console.receive(.taskStarted(task: task, at: Self.at(seconds)))
  }

  mutating func step(_ key: StepKey, _ name: String, at seconds: Double) {
    console.receive(.stepStarted(key, name: name, script: ":", at: Self.at(seconds)))
    console.receive(.attemptIntended(AttemptKey(step: key, number: 1), at: Self.at(seconds)))
  }

  mutating func print(_ key: StepKey, _ text: String, _ stream: OutputPiece.Stream = .stdout, at seconds: Double) {
    let piece = OutputPiece(stream: stream, at: Self.at(seconds), content: .bytes(Array(text.utf8)))
    console.receive(.output(AttemptKey(step: key, number: 1), piece))
  }

  mutating func endStep(
    _ key: StepKey, _ outcome: StepOutcome = .succeeded, _ detail: String? = nil, attempts: Int = 1, at seconds: Double
  ) {
    let result = AttemptResult(outcome: outcome)
    console.receive(.attemptFinished(AttemptKey(step: key, number: attempts), result, at: Self.at(seconds)))
    console.receive(.stepFinished(key, outcome, attempts: attempts, detail: detail, at: Self.at(seconds)))
  }

  mutating func wait(_ task: Int, lock: String, holder: String, at seconds: Double) {
    console.receive(.waitingForLock(task: task, lock: lock, holder: holder, at: Self.at(seconds)))
  }

  mutating func warn(_ key: StepKey, _ warning: String, at seconds: Double) {
    var report = StepReport()
    report.warnings = [warning]
    console.receive(.reported(key, report, at: Self.at(seconds)))
  }

  mutating func end(_ task: Int, _ result: TaskResult = TaskResult(outcome: .succeeded), at seconds: Double) {
    console.receive(.taskFinished(task: task, result, at: Self.at(seconds)))
  }

  mutating func end(_ outcome: RunOutcome, at seconds: Double) {
    console.receive(.runFinished(outcome, at: Self.at(seconds)))
  }

  func live(_ seconds: Double, width: Int = 80, rows: Int = 24) -> String {
    console.liveLines(now: Self.at(seconds), width: width, rows: rows).joined(separator: "\n")
  }
}
