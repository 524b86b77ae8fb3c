import Reporting
import RunLog

/// `maint runlog check`: whether the run log is whole.
struct RunlogCheckVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let state = try context.folders.state()
    let check = try context.withRunLogFile { () throws(RunLogFailure) in try RunLog.checkIntegrity(state: state) }
    let report = RunLogCheckReport(file: StateFolder(path: state).database, check)
    context.output.write(context.isJSON ? report.json : report.text)
    if check.isWhole {
      let problem = try context.withRunLogFile { () throws(RunLogFailure) in
        try RunLog.open(state: state, access: .readOnly).rollUpProblem()
      }
      guard let problem else { return .success }
      throw CommandFailure(
        "reports would be wrong: \(problem)",
        hint: "nothing is lost: '\(NextCommand(context)("runlog maintain"))' reckons them anew", exitCode: .failed)
    }
    throw CommandFailure(
      "the run log is damaged", hint: RunLogCopies(state: state, command: NextCommand(context)).hint, exitCode: .failed)
  }
}
