import Glibc
import Reporting
import RunLog

/// `maint sample list`: the series that have samples.
struct SampleListVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    if !context.isJSON, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    let now = SystemClock.wall()
    let found = try reading { log throws(RunLogFailure) in try log.latestMeasurements(upTo: now) } ?? []
    let future = try reading { log throws(RunLogFailure) in try log.measurements(after: now) } ?? [:]
    let report = SeriesListReport(series: found, future: future)
    context.output.write(
      context.isJSON
        ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone))
    return .success
  }
}
