import Glibc
import Reporting
import RunLog

/// `maint log`: the latest runs, newest first.
struct LogVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let limit = context.invocation.number(.limit) ?? 20
    let reading = try LogReading(context)
    let runs = try reading { log throws(RunLogFailure) in try log.runs(limit: limit) } ?? []
    if !context.isJSON, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    let report = RunListReport(runs: runs, alive: LogReading.alive(runs))
    let text = report.text(
      appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone, now: SystemClock.wall())
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }
}
