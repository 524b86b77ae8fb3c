import Catalog
import Glibc
import Reporting
import RunLog

/// `maint output [RUN] [TASK]`: what the steps of a run printed.
struct OutputVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    let run = try reading.run(context).record
    let task = try context.invocation.argument(.task).map { text throws(CommandFailure) in
      try Self.task(text, of: run)
    }
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

  private func tellSilence(of run: RunRecord, _ task: TaskName?) {
    let whose = task.map { "\($0) in run \(run.number)" } ?? "run \(run.number)"
    context.errors.write("maint: no step of \(whose) printed anything; maint show \(run.number) says what happened\n")
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

  /// By the full name, or by the name alone where one task alone has it.
  private static func task(_ text: String, of run: RunRecord) throws(CommandFailure) -> TaskName {
    let names = run.tasks.map(\.name)
    let found = names.filter { $0.description == text || $0.name == text }
    if found.count == 1, let task = found.first { return task }
    let list = (found.isEmpty ? names : found).map(\.description).joined(separator: ", ")
    throw CommandFailure(
      found.isEmpty
        ? "run \(run.number) has no task '\(text)'" : "'\(text)' is more than one task of run \(run.number)",
      hint: "it has: \(list)", exitCode: .notFound)
  }
}
