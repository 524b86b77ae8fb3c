import Reporting
import RunLog

/// The run log as the reading verbs use it.
struct LogReading {
  let state: String
  private let log: RunLog?

  init(_ context: Context) throws(CommandFailure) {
    state = try context.folders.state()
    log = try context.openLogForReading()
  }

  /// One that is open already.
  init(state: String, log: RunLog) {
    self.state = state
    self.log = log
  }

  /// What to say where there is no run log; nil where there is one.
  var absence: NoRunLog? { log == nil ? NoRunLog(folder: state) : nil }

  /// Processes of steps that outlived their maint.
  func survivors() throws(CommandFailure) -> [Survivor] {
    try self { log throws(RunLogFailure) in try log.survivors(isAlive: OwnProcess.isAlive) } ?? []
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
    if let absence { throw CommandFailure(absence.words, hint: "choose it with --state DIR", exitCode: .notFound) }
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
