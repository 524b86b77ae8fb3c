import Reporting
import RunLog

/// The run log as the reading verbs use it.
struct LogReading {
  let state: String
  /// nil: there is none yet.
  let log: RunLog?

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

  /// All that `body` reads is of one moment.
  func atOneMoment<Value>(_ body: () throws(CommandFailure) -> Value) throws(CommandFailure) -> Value {
    guard let log else { return try body() }
    let found: Result<Value, CommandFailure>
    do throws(RunLogFailure) {
      found = try log.atOneMoment(body)
    } catch {
      throw CommandFailure(error)
    }
    return try found.get()
  }

  /// What is read, and the numbers of those runs without an outcome in it whose maint process is still there; nil
  /// where there is no run log yet.
  ///
  /// A run may write its outcome and end between the reading and the look at its process, and would seem to have died
  /// without one. So where anybody wrote meanwhile, what was found gone is read once more: from then on nobody writes to it.
  func withAlive<Value>(
    read body: (RunLog) throws(RunLogFailure) -> Value, runs: (Value) -> [RunRecord]
  ) throws(CommandFailure) -> (value: Value, alive: Set<Int>)? {
    var gone: Set<Int> = []
    while let mark = try changeMark(), let value = try self(body) {
      let found = runs(value)
      let alive = Self.alive(found)
      let dead = Set(found.lazy.filter { $0.outcome == nil }.map(\.number)).subtracting(alive)
      let markSince = dead.isSubset(of: gone) ? mark : try changeMark()
      if markSince == mark { return (value, alive) }
      gone = dead
    }
    return nil
  }

  /// The numbers of the runs without an outcome whose maint process is there.
  static func alive(_ runs: [RunRecord]) -> Set<Int> {
    Set(
      runs.filter { $0.outcome == nil && OwnProcess.isAlive($0.header.process, bootID: $0.header.bootID) }.map(\.number)
    )
  }

  private func changeMark() throws(CommandFailure) -> Int? {
    try self { log throws(RunLogFailure) in try log.changeMark() }
  }

  /// The run that was asked for, or the last one, and whether its maint process is still there, if it has no outcome.
  func run(_ context: Context) throws(CommandFailure) -> (record: RunRecord, isAlive: Bool) {
    let asked = context.invocation.runNumber.map(Int.init)
    let found = try withAlive(
      read: { log throws(RunLogFailure) -> RunRecord? in
        if let asked { return try log.run(asked) }
        return try log.runs(limit: 1).first.flatMap { last throws(RunLogFailure) in try log.run(last.number) }
      }, runs: { run in run.map { [$0] } ?? [] })
    if let found, let run = found.value { return (run, !found.alive.isEmpty) }
    if log == nil { throw .noRunLog(in: state, context) }
    guard let asked else {
      throw CommandFailure("there is no run yet", hint: "'maint run daily' makes the first", exitCode: .notFound)
    }
    throw CommandFailure("there is no run \(asked)", hint: "'maint log' lists the runs", exitCode: .notFound)
  }
}
