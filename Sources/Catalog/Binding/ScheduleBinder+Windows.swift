import Diagnostics
import Scheduling
import Syntax

/// Windows.
extension ScheduleBinder {
  mutating func bindWindows(_ node: Node) {
    guard let pairs = reader.pairs(of: node, ScheduleKey.windows.field.shape) else { return }
    for (key, value) in pairs {
      let name = key.text
      guard reader.checkName(name, at: key.place),
        define(.window(name), as: "the window '\(name)'", at: key.place)
      else { continue }
      if let window = bindWindow(value, named: name) { catalog.windows.append(window) }
    }
  }

  /// nil without readable hours.
  private mutating func bindWindow(_ node: Node, named name: String) -> Window? {
    guard let entries = reader.entries(of: node, as: WindowKey.self) else { return nil }
    var window = Window(name: name, hours: .asNeeded)
    var hours: Window.Hours?
    /// nil inside: variable.
    var duration: (place: Place, length: Duration?)?
    for entry in entries {
      switch entry.key {
      case .day, .months: break
      case .time: hours = reader.hours(entry.value)
      case .type: window.type = reader.text(entry.value)
      case .timezone: window.timezone = bindZone(entry.value)
      case .cutoff: window.cutoff = reader.duration(entry.value) ?? .zero
      case .atWindowEnd: window.atEnd = reader.choice(entry.value, of: WindowEnd.self) ?? window.atEnd
      case .notice: window.notice = reader.timeLimit(entry.value)
      case .duration:
        if entry.value.says("variable") {
          duration = (entry.value.place, nil)
        } else if let length = reader.duration(entry.value, entry.key.field.shape) {
          duration = (entry.value.place, length)
        }
      }
    }
    window.days = bindDays(entries, ofWindow: name, isAsNeeded: hours == .asNeeded)
    guard let hours else { return nil }
    window.hours = hours
    if hours == .asNeeded { noteUnheeded(entries) }
    if let duration, duration.length != hours.length { noteMismatch(of: hours, at: duration.place) }
    if let length = hours.length, window.cutoff >= length, let cutoff = entries.first(where: { $0.key == .cutoff }) {
      reader.note(
        .durationMismatch, "the cutoff takes up the whole window, so that no task could start", at: cutoff.value.place,
        hint: "the window is open for \(DurationText.format(length))")
    }
    return window
  }

  /// What a window that is open as needed has no use for.
  private mutating func noteUnheeded(_ entries: [NodeReader.Entry<WindowKey>]) {
    for entry in entries {
      let reason: String
      switch entry.key {
      case .day, .months: reason = "is open on every day"
      case .cutoff, .atWindowEnd: reason = "has no end"
      case .notice: reason = "opens at no time that could be told before"
      case .time, .duration, .type, .timezone: continue
      }
      reader.note(
        .noEffect, "'\(entry.key.rawValue)' has no effect: a window that is open as needed \(reason)",
        severity: .warning, at: entry.keyNode.place, hint: "remove it, or write the hours under time:")
    }
  }

  private mutating func bindDays(
    _ entries: [NodeReader.Entry<WindowKey>], ofWindow name: String, isAsNeeded: Bool
  ) -> Window.Days {
    let day = entries.first { $0.key == .day }?.value
    let months = entries.first { $0.key == .months }?.value
    let rules = day.map { $0.kind == .list ? reader.filledItems($0, .days) { $0.dayRule($1) } : oneDay($0) }
    let named = months.map { reader.filledItems($0, .month) { $0.month($1) } }
    var days = Window.Days(months: Month.usual(for: Tier(rawValue: name)))
    if let named, !named.isEmpty { days.months = Month.allCases.filter(named.contains) }
    if let rules, !rules.isEmpty { days.rules = rules }
    // What could not be read may be what fills the gap.
    let isWhole = rules?.isEmpty != true && named?.isEmpty != true
    if let day, isWhole, !isAsNeeded { noteGaps(in: days, at: NodeReader.start(of: day)) }
    return days
  }

  private mutating func oneDay(_ node: Node) -> [DayRule] {
    reader.dayRule(node, WindowKey.day.field.shape).map { [$0] } ?? []
  }

  private mutating func noteGaps(in days: Window.Days, at place: Place) {
    if days.isEmpty {
      let months = days.months.map(\.name)
      return reader.note(
        .windowNeverOpens, "\(Shape.alternatives(months)) never has such a day, so the window would never open",
        at: place,
        hint: "write a day that comes, or Last_ and a weekday")
    }
    let gaps = days.gaps
    guard !gaps.isEmpty else { return }
    let which = gaps.count == 12 ? "any month may be one" : gaps.map(\.name).joined(separator: ", ")
    reader.note(
      .monthsWithoutWindow, "a month without such a day has no window: \(which)", severity: .warning, at: place,
      hint: "for a window in every month write Last_ and a weekday, or a day up to 28")
  }

  private mutating func noteMismatch(of hours: Window.Hours, at place: Place) {
    let hint = hours.length.map { "\(hours) lasts \(DurationText.format($0))" }
    reader.note(
      .durationMismatch, "the duration does not agree with the time \(hours)", at: place,
      hint: hint ?? "write duration: variable, or leave it out")
  }

  private mutating func bindZone(_ node: Node) -> String? {
    guard let name = reader.scalar(node, .zone) else { return nil }
    let database = ZoneDatabase()
    if database.zone(named: name) != nil { return name }
    guard database.isInstalled else {
      reader.note(
        .unknownZone, "the time zone '\(name)' cannot be looked up: this host has no time zones", at: node.place,
        hint: "install the package tzdata")
      return nil
    }
    reader.note(
      .unknownZone, "there is no time zone '\(name)'", at: node.place,
      hint: reader.suggestion(for: name, among: database.knownNames())
        ?? "write it as a region and a city, such as Europe/Berlin")
    return nil
  }
}
