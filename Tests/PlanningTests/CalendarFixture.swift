import Catalog
import Planning
import Scheduling

/// Calendars of made-up schedules, in UTC unless said otherwise.
struct CalendarFixture {
  var builder = CatalogBuilder()
  var windows: [Window] = []
  var freezes: [Freeze] = []
  var durations: [TaskName: [Duration]] = [:]

  var catalog: Catalog {
    var catalog = builder.catalog
    catalog.windows = windows
    catalog.freezes = freezes
    return catalog
  }

  /// A runbook that changes something, and one that only looks.
  init() {
    builder.runbook("change")
    builder.runbook("look") { $0.change = [] }
  }

  /// `took`: in minutes, in one past run.
  mutating func task(
    _ name: String, runbook: String = "change", took minutes: Int? = nil,
    _ change: @escaping (inout MaintenanceTask) -> Void = { _ in }
  ) {
    let full = taskName(name)
    guard let tier = full.tier else { return }
    builder.task(tier, full.name) { task in
      task.runbook = runbook
      change(&task)
    }
    if let minutes { durations[full] = [.seconds(60 * minutes)] }
  }

  mutating func window(
    _ name: String, _ days: [DayRule], _ start: Int, _ end: Int, cutoff: Int = 0, timezone: String? = nil
  ) {
    let hours = Window.Hours.span(start: TimeOfDay(hour: start, minute: 0), end: TimeOfDay(hour: end, minute: 0))
    windows.append(
      Window(
        name: name, days: Window.Days(days), hours: hours, timezone: timezone, cutoff: .seconds(60 * cutoff)))
  }

  mutating func freeze(_ from: String, _ to: String, reason: String = "trading") {
    guard let from = CalendarMoment.parse(from), let to = CalendarMoment.parse(to) else { return }
    freezes.append(Freeze(from: from, to: to, reason: reason))
  }

  func calendar(from: String = "2027-01-01", to: String = "2027-01-31", zone: Zone = .utc) -> MaintenanceCalendar {
    CalendarBuilder(catalog, durations: durations, hostZone: zone, zone: Zone.named)
      .calendar(of: moment(from, zone)..<moment(to, zone))
  }
}

/// `2027-01-01` or `2027-01-01T02:00` in a zone.
func moment(_ text: String, _ zone: Zone = .utc) -> Timestamp {
  CalendarMoment.parse(text)?.timestamp(in: zone) ?? Timestamp(microseconds: 0)
}

/// `2027-01-01T02:00` in UTC.
func minute(_ moment: Timestamp) -> String { String(moment.rfc3339.prefix(16)) }
