import Glibc
import Reporting
import RunLog

extension Context {
  /// The run log for writing, where there is one: none is made. One that is damaged fails with 1, and what to do.
  func openRunLogFile() throws(CommandFailure) -> RunLog {
    let state = try folders.state()
    try TrustedPaths(context: self).check(state: state)
    guard access(StateFolder(path: state).database, F_OK) == 0 || errno != ENOENT else {
      throw .noRunLog(in: state, self)
    }
    return try withRunLogFile { () throws(RunLogFailure) in
      try RunLog.open(state: state, access: .readWrite, by: LoginUser.current(self))
    }
  }

  /// The same to be copied: one of an earlier maint as it is, so that the copy is a way back to that one.
  func openRunLogFileToCopy() throws(CommandFailure) -> RunLog {
    let state = try folders.state()
    do throws(RunLogFailure) {
      _ = try RunLog.open(state: state, access: .readOnly)
    } catch {
      if case .older = error.kind {
        return try withRunLogFile { () throws(RunLogFailure) in
          try RunLog.open(state: state, access: .copyOnly)
        }
      }
    }
    // As a writer does, so that no other begins unnoticed.
    return try openRunLogFile()
  }

  /// What `body` does with the run log as a file.
  func withRunLogFile<Value>(_ body: () throws(RunLogFailure) -> Value) throws(CommandFailure) -> Value {
    do throws(RunLogFailure) {
      return try body()
    } catch {
      var failure = CommandFailure(error)
      switch error.kind {
      case .missing: failure.exitCode = .notFound
      case .damaged, .notADatabase:
        failure.hint = RunLogCopies(state: try folders.state(), command: NextCommand(self)).hint
        failure.exitCode = .failed
      case .sumsDamaged: failure.exitCode = .failed
      default: break
      }
      throw failure
    }
  }
}
