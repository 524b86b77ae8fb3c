import Catalog
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// `maint calendar`: windows, freezes, what is due when, and where they conflict.
struct CalendarVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let range = try range(now: now)
    let catalog = try context.loadCatalog()
    let builder = CalendarBuilder(
      catalog, durations: try PastTimes(of: catalog, context: context).durations, hostZone: context.zone,
      zone: ZoneDatabase().zone(named:))
    let origin = CalendarReport.Origin(
      host: OwnProcess.hostName, project: FolderChoice.absolute(context.folders.project), version: Version.text,
      madeAt: now)
    context.output.write(
      CalendarReport(builder.calendar(of: range), origin: origin).render(
        format, appearance: context.appearance(of: STDOUT_FILENO), width: context.width(of: STDOUT_FILENO)))
    return .success
  }

  private var format: CalendarReport.Format {
    if context.isJSON { return .json }
    return context.invocation.value(.format).flatMap(CalendarReport.Format.init) ?? .text
  }

  /// Whole days, but for the first where a moment was given.
  private func range(now: Timestamp) throws(CommandFailure) -> Range<Timestamp> {
    let zone = context.zone
    let days = context.invocation.number(.days) ?? Option.calendarDays
    guard days <= Option.mostCalendarDays else {
      throw CommandFailure(
        "a calendar has \(Option.mostCalendarDays) days at most, ten years", hint: "give fewer --days",
        exitCode: .usage)
    }
    let start = try GivenMoment.of(.from, context)?.timestamp(in: zone) ?? zone.timestamp(of: zone.date(of: now))
    return start..<zone.timestamp(of: zone.date(of: start).adding(days: days))
  }
}
