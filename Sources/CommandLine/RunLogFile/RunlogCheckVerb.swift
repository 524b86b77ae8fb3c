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
    let mending = "'maint runlog maintain'"
    if check.isWhole {
      let problem = try context.withRunLogFile { () throws(RunLogFailure) in
        try RunLog.open(state: state, access: .readOnly).rollUpProblem()
      }
      if let problem {
        throw CommandFailure(
          "reports would be wrong: \(problem)", hint: "nothing is lost: \(mending) reckons them anew", exitCode: .failed
        )
      }
      if check.unusedPages > 0, !context.isJSON {
        let hint =
          "where an earlier \(mending) has mended the log, that is room and nothing else, which it uses again; if not, "
          + "'maint audit verify' says whether rows are missing"
        context.errors.write("hint: \(NextCommand(context).completing(hint))\n")
      }
      return .success
    }
    if check.isOfSums {
      throw CommandFailure(
        "what is kept ready for reports is damaged; the runs it is reckoned from are whole",
        hint: "nothing is lost: \(mending) reckons it anew; look for errors of the disk (dmesg, smartctl)",
        exitCode: .failed)
    }
    throw CommandFailure(
      "the run log is damaged", hint: RunLogCopies(state: state, command: NextCommand(context)).hint, exitCode: .failed)
  }
}
