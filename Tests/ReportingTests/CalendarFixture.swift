import Catalog
import Diagnostics
import Planning
import Scheduling

@testable import Reporting

/// A schedule with windows, a freeze and conflicts, and its calendar.
struct CalendarFixture {
  var catalog = Catalog()
  var durations: [TaskName: [Duration]] = [:]
  var zone = Zone.named("Europe/Berlin") ?? .utc

  /// An hourly, a daily, a weekly and a monthly tier; the last two have windows and share a lock.
  static var full: CalendarFixture {
    var fixture = CalendarFixture()
    fixture.task(.hourly, "ping")
    fixture.task(.daily, "health", took: 5)
    fixture.task(.daily, "logs", took: 20)
    fixture.task(.weekly, "updates", changes: true, took: 1_800)
    fixture.task(.monthly, "kernel", changes: true)
    fixture.window("weekly", .weekday(.sunday), 2, 4, cutoff: 1_800)
    fixture.window("monthly", .nth(1, .sunday), 3, 6)
    fixture.catalog.freezes = [
      Freeze(
        from: .day(CivilDate(year: 2026, month: 12, day: 20)), to: .day(CivilDate(year: 2027, month: 1, day: 2)),
        reason: "holiday; trading")
    ]
    return fixture
  }

  mutating func task(_ tier: Tier, _ name: String, changes: Bool = false, took seconds: Int? = nil) {
    let full = TaskName(tier: tier, name: name)
    let place = Place.path("schedules/x.yaml")
    var runbook = Runbook(name: name, place: place)
    let step = Step(name: "work", run: "work\n", place: place)
    if changes { runbook.change = [step] } else { runbook.precheck = [step] }
    runbook.locks = changes ? ["packages"] : []
    catalog.runbooks[name] = runbook
    catalog.tiers[tier, default: TierSchedule(tier: tier, place: place)].tasks.append(
      MaintenanceTask(name: full, runbook: name, place: place))
    if let seconds { durations[full] = [.seconds(seconds)] }
  }

  mutating func window(
    _ name: String, _ day: DayRule, _ start: Int, _ end: Int, cutoff: Int = 0, timezone: String? = nil, minute: Int = 0
  ) {
    let hours = Window.Hours.span(
      start: TimeOfDay(hour: start, minute: minute), end: TimeOfDay(hour: end, minute: minute))
    catalog.windows.append(
      Window(
        name: name, days: Window.Days([day]), hours: hours, timezone: timezone, cutoff: .seconds(cutoff)))
  }

  func calendar(from: CivilDate, days: Int) -> MaintenanceCalendar {
    CalendarBuilder(catalog, durations: durations, hostZone: zone, zone: Zone.named)
      .calendar(of: zone.timestamp(of: from)..<zone.timestamp(of: from.adding(days: days)))
  }

  static let origin = CalendarReport.Origin(
    host: "web1", project: "/etc/maint", version: "1.2", madeAt: Timestamp(seconds: 1_795_269_600))

  func render(_ format: CalendarReport.Format, from: CivilDate, days: Int) -> String {
    CalendarReport(calendar(from: from, days: days), origin: Self.origin).render(
      format, appearance: Appearance(color: false, utf8: true), width: 100)
  }
}
