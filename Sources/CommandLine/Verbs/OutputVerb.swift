import Catalog
import Glibc
import Reporting
import RunLog

/// `maint output [RUN[/TASK]] [TASK]`: what the steps of a run printed.
struct OutputVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    let run = try reading.run(context).record
    let task = try asked().map { text throws(CommandFailure) in try run.task(text) }
    if context.isJSON {
      var report = OutputJSON(run: run.number)
      try each(of: run, task, reading) { report.append($0) }
      context.output.write(report.finish())
    } else {
      var report = OutputReport(
        isTerminal: Terminal.isTerminal(STDOUT_FILENO), appearance: context.appearance(of: STDOUT_FILENO))
      var isEmpty = true
      try each(of: run, task, reading) { record in
        isEmpty = false
        return report.append(record)
      }
      context.output.write(report.finish())
      if isEmpty { tellSilence(of: run, task) }
    }
    return .success
  }

  /// The task as it was typed, in one of its two places; nil: all.
  private func asked() throws(CommandFailure) -> String? {
    let (ofRun, alone) = (context.invocation.taskOfRun, context.invocation.argument(.task))
    if ofRun != nil, let alone {
      throw CommandFailure(
        "output prints one task, and \(TypedWord.quoted(alone)) is a second one", hint: "keep one of them",
        exitCode: .usage)
    }
    return ofRun ?? alone
  }

  private func tellSilence(of run: RunRecord, _ task: TaskName?) {
    let whose = task.map { "\($0) in run \(run.number)" } ?? "run \(run.number)"
    let show = NextCommand(context)("show \(run.number)")
    context.errors.write("maint: no step of \(whose) printed anything; \(show) says what happened\n")
  }

  /// Writes as it reads, so that output of any size needs no memory.
  private func each(
    of run: RunRecord, _ task: TaskName?, _ reading: LogReading, _ render: (OutputRecord) -> [UInt8]
  ) throws(CommandFailure) {
    _ = try reading { log throws(RunLogFailure) in
      try log.output(run: run.number, task: task) { record in
        context.output.write(render(record))
        return true
      }
    }
  }
}
