import Reporting
import RunLog
import Supervision

/// What the verbs that carry out runs have in common before there is a run.
struct StateWriting {
  let context: Context
  let state: String

  init(_ context: Context) throws(CommandFailure) {
    self.context = context
    state = try context.folders.state()
    try TrustedPaths(context: context).check(state: state)
  }

  /// What `body` reads or writes; a failure of the run log ends the verb.
  func logged<Value>(_ body: () throws(RunLogFailure) -> Value) throws(CommandFailure) -> Value {
    do throws(RunLogFailure) {
      return try body()
    } catch {
      throw CommandFailure(error)
    }
  }

  func supervisor() throws(CommandFailure) -> Supervisor {
    do throws(SupervisionFailure) {
      return try Supervisor()
    } catch {
      throw CommandFailure("this host cannot supervise processes: \(error.words)", exitCode: .cannotWrite)
    }
  }

  /// The run log, made where it is missing.
  func makeLog() throws(CommandFailure) -> RunLog {
    try logged { () throws(RunLogFailure) in
      try StateFolder(path: state).prepare()
      return try openForWriting()
    }
  }

  private func openForWriting() throws(RunLogFailure) -> RunLog {
    let log = try RunLog.open(state: state, access: .readWrite, by: LoginUser.current(context))
    log.owner = context.outboxOwner
    return log
  }

  /// The run log that is there, with what maint was killed under marked in it: a mistyped state folder is told and not
  /// made.
  func openLog() throws(CommandFailure) -> RunLog {
    do throws(RunLogFailure) {
      _ = try RunLog.open(state: state, access: .readOnly)
    } catch {
      // Whatever else is wrong, opening it for writing mends or tells.
      if error.kind == .missing {
        throw CommandFailure.noRunLog(in: state, context)
      }
    }
    return try logged { () throws(RunLogFailure) in
      let log = try openForWriting()
      try markInterrupted(in: log)
      return log
    }
  }

  func markInterrupted(in log: RunLog) throws(RunLogFailure) {
    try InterruptedRuns.mark(in: log, state: state, context: context, now: SystemClock.wall())
  }

  func events() throws(CommandFailure) -> EventFile? {
    guard let path = context.invocation.value(.events) else { return nil }
    return try EventFile(path: path)
  }
}
