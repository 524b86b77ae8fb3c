import Catalog
import Glibc
import Metrics
import Reporting
import RunLog
import Scheduling

/// `maint report KIND`: a week, month, quarter or year of maintenance.
struct ReportVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    try context.requireNamedProject()
    let now = SystemClock.wall()
    let zone = context.zone
    let kind = context.invocation.argument(.reportKind).flatMap(ReportKind.init) ?? .monthly
    let frame = PeriodFrame(
      kind: kind, period: try period(kind, now: now, zone), zone: zone, now: now, host: OwnProcess.hostName,
      command: NextCommand(context).text)
    let reading = try LogReading(context)
    if reading.log == nil { throw .noRunLog(in: reading.state, context) }
    let missing = frame.isComplete ? [] : try BackupCatalogue(reading, zone: zone).missing()
    let found = try reading { log throws(RunLogFailure) in
      try PeriodReading.facts(of: log, frame, context, missing: Set(missing))
    }
    guard var facts = found?.facts else { return .notFound }
    let overdue = try overdue(found?.catalog, reading.log, frame)
    facts.work.tell(overdue: overdue)
    if !frame.isComplete {
      let project = found?.catalog.map { ProjectLook.sound($0) } ?? ProjectLook(context)
      var status = try StatusReading(context, reading, channels: project.catalog?.coordination.channelNames)
        .report(at: now, project)
      status.overdue = overdue
      facts.tell(status)
    }
    PeriodReport(facts, head: found?.head).write(
      format, appearance: context.appearance(of: STDOUT_FILENO), width: context.width(of: STDOUT_FILENO)
    ) { context.output.write($0) }
    return .success
  }

  /// By the same reckoning as the status, as it was when the period ended.
  private func overdue(
    _ catalog: Catalog?, _ log: RunLog?, _ frame: PeriodFrame
  ) throws(CommandFailure) -> [OverdueTask] {
    guard let catalog, let reading = OverdueReading(context, log, catalog) else { return [] }
    return frame.isComplete ? try reading.tasks(by: frame.asOf) : try reading.tasks()
  }

  private var format: PeriodReport.Format {
    if context.isJSON { return .json }
    return context.invocation.value(.format).flatMap(PeriodReport.Format.init) ?? .text
  }

  /// The one of `--period`, which must be of the kind and have begun; else the last that is over.
  private func period(_ kind: ReportKind, now: Timestamp, _ zone: Zone) throws(CommandFailure) -> ReportPeriod {
    let today = zone.date(of: now)
    let last = ReportPeriod(kind.period, around: today).previous
    guard let text = context.invocation.value(.period) else { return last }
    guard let period = ReportPeriod(text, today: today) else {
      throw CommandFailure(
        "\(Option.period.flag) takes a period, not \(TypedWord.quoted(text))",
        hint: "of a \(kind.rawValue) report \(last.name), or none for that: the last one that is over", exitCode: .usage
      )
    }
    guard let own = ReportKind(period) else {
      throw CommandFailure(
        "a report is about a week, a month, a quarter or a year, and \(text) is so many days",
        hint: "'maint metrics --period \(text)' has the figures of these days", exitCode: .usage)
    }
    guard own == kind else {
      throw CommandFailure(
        "\(period.name) is \(own.noun), and \(kind == .annual ? "an" : "a") \(kind.rawValue) report is about \(kind.noun)",
        hint: "'maint report \(own.rawValue) --period \(period.name)', or \(kind.noun) such as \(last.name)",
        exitCode: .usage)
    }
    guard period.first <= today else {
      throw CommandFailure(
        "\(period.name) has not begun", hint: "the last one that is over is \(last.name)", exitCode: .usage)
    }
    return period
  }
}
