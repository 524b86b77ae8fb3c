import Catalog
import Metrics
import Scheduling

extension Context {
  /// The period of `--period`, or the usual days up to today.
  func period(now: Timestamp, in zone: Zone) throws(CommandFailure) -> ReportPeriod {
    let today = zone.date(of: now)
    guard let text = invocation.value(.period) else {
      return ReportPeriod(.days(ReportPeriod.usualDays), around: today)
    }
    if let period = ReportPeriod(text, today: today) {
      guard period.first <= today else {
        throw CommandFailure(
          "\(period.name) has not begun",
          hint: "the last one that is over is \(ReportPeriod(period.kind, around: today).previous.name)",
          exitCode: .usage)
      }
      return period
    }
    throw CommandFailure(
      "\(Option.period.flag) takes a period, not \(TypedWord.quoted(text))",
      hint: "write it as 2026, 2026-Q4, 2026-10, 2026-W47, or 90d", exitCode: .usage)
  }

  /// The schedules as typed values; nil where no project is found, for verbs that are about the run log first.
  func loadSchedulesIfThere() throws(CommandFailure) -> Catalog? {
    try requireNamedProject()
    guard FolderChoice.isProject(folders.project) else { return nil }
    return try loadSchedules()
  }
}
