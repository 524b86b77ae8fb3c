import Glibc
import Reporting
import RunLog
import Scheduling

/// `maint due`: what is due. Starts nothing and writes nothing.
struct DueVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let zone = context.zone
    let now = try GivenMoment.of(.at, context)?.timestamp(in: zone) ?? SystemClock.wall()
    let check = try DueCheck(context, log: try context.openLogForReading(), at: now)
    let report = check.report(zone: zone)
    context.output.write(context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }
}
