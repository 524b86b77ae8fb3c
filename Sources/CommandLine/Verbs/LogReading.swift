import Reporting
import RunLog

/// The run log as the reading verbs use it.
struct LogReading {
  private let log: RunLog?

  init(_ context: Context) throws(CommandFailure) {
    log = try context.openLogForReading()
  }

  /// What `body` reads; nil where there is no run log yet.
  func callAsFunction<Value>(
    _ body: (RunLog) throws(RunLogFailure) -> Value
  ) throws(CommandFailure) -> Value? {
    guard let log else { return nil }
    do throws(RunLogFailure) {
      return try body(log)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The run that was asked for, or the last one.
  func run(_ context: Context) throws(CommandFailure) -> RunRecord {
    let asked = context.invocation.runNumber.map(Int.init)
    let found = try self { log throws(RunLogFailure) in
      if let asked { return try log.run(asked) }
      return try log.runs(limit: 1).first.flatMap { last throws(RunLogFailure) in try log.run(last.number) }
    }
    if let run = found ?? nil { return run }
    guard let asked else {
      throw CommandFailure("there is no run yet", hint: "'maint run daily' makes the first", exitCode: .notFound)
    }
    throw CommandFailure("there is no run \(asked)", hint: "'maint log' lists the runs", exitCode: .notFound)
  }

  /// Of runs without an outcome, those whose maint process still is there.
  static func alive(_ runs: [RunRecord]) -> Set<Int> {
    Set(
      runs.filter { $0.outcome == nil && OwnProcess.isAlive($0.header.process, bootID: $0.header.bootID) }
        .map(\.number))
  }
}
