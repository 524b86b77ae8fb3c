import Glibc
import Reporting
import RunLog

/// `maint incident list [--all]`.
struct IncidentListVerb {
  /// Of those that are over, too.
  static let mostListed = 100

  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    let isAll = context.invocation.has(.all)
    let incidents = try reading { log throws(RunLogFailure) in
      try log.incidents(isAll: isAll, limit: Self.mostListed)
    }
    let report = IncidentListReport(incidents ?? [], isAll: isAll)
    let text = report.text(
      appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone, now: SystemClock.wall())
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }
}
