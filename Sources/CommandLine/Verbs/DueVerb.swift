import Glibc
import Reporting
import RunLog
import Scheduling

/// `maint due`: what is due. Starts nothing and writes nothing.
struct DueVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let zone = context.zone
    let asked = try GivenMoment.of(.at, context)?.timestamp(in: zone)
    let report = try report(at: asked ?? SystemClock.wall(), mayBeCached: asked == nil, zone)
    context.output.write(context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }

  private func report(at now: Timestamp, mayBeCached: Bool, _ zone: Zone) throws(CommandFailure) -> DueReport {
    if mayBeCached, let tasks = try DueCache(context).answer(at: now)?.tasks() {
      return DueReport(at: now, tasks: tasks, zone: zone)
    }
    return try DueCheck(context, log: try context.openLogForReading(), at: now).report(zone: zone)
  }
}
