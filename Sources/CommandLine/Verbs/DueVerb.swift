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
    var report = try report(at: asked, zone)
    report.command = NextCommand(context).text
    context.output.write(context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }

  /// `asked`: the moment; nil: now.
  private func report(at asked: Timestamp?, _ zone: Zone) throws(CommandFailure) -> DueReport {
    if let asked {
      if asked < SystemClock.wall() {
        context.errors.write(
          "maint: \(zone.minute(asked)) is past: this goes by the files and the run log as they are now, so also by what "
            + "was run after it; \(NextCommand(context)("log")) shows when that was\n")
      }
      return try DueCheck(context, log: try context.openLogForReading(), at: asked).report(zone: zone)
    }
    let now = SystemClock.wall()
    if let tasks = try DueCache(context).answer(at: now)?.tasks() {
      return DueReport(at: now, tasks: tasks, zone: zone)
    }
    return try DueCheck(context, log: try context.openLogForReading()).report(zone: zone)
  }
}
