import Planning
import Scheduling

/// A calendar by days: what a reader is to see on each, without what is the same every day.
struct CalendarAgenda {
  struct Entry: Hashable {
    enum Kind: String { case window, due, freeze }

    var kind: Kind
    /// `02:00-04:00`, `02:00`; empty: all of the day.
    var time: String
    /// Of the window, the tasks' group, or `freeze`.
    var name: String
    var words: String
    /// Whether something is held up.
    var isFrozen = false
  }

  struct Day {
    var date: CivilDate
    /// By their time.
    var entries: [Entry]
  }

  /// Days with entries alone.
  private(set) var days: [Day] = []

  init(_ calendar: MaintenanceCalendar) {
    let source = Source(calendar: calendar, words: CalendarWords(calendar: calendar))
    // In the order of the sort: what begins at once stands in the order of kinds.
    let all = (source.freezes + source.openings + source.dueTimes).enumerated()
      .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
    for (_, timed) in all {
      let date = calendar.zone.date(of: max(timed.start, calendar.range.lowerBound))
      if days.last?.date == date {
        days[days.count - 1].entries.append(timed.entry)
      } else {
        days.append(Day(date: date, entries: [timed.entry]))
      }
    }
  }
}

/// The entries of a calendar, each with the moment at which it begins.
private struct Source {
  typealias Entry = CalendarAgenda.Entry

  let calendar: MaintenanceCalendar
  let words: CalendarWords

  var freezes: [(start: Timestamp, entry: Entry)] {
    calendar.freezes.map { frozen in
      let isDay = if case .day = frozen.freeze.from { true } else { false }
      let time = isDay || frozen.start < calendar.range.lowerBound ? "" : words.time(frozen.start)
      let text = "\(HarmlessText.words(frozen.freeze.reason)): no changes until \(words.minute(frozen.end))"
      return (frozen.start, Entry(kind: .freeze, time: time, name: "freeze", words: text, isFrozen: true))
    }
  }

  var openings: [(start: Timestamp, entry: Entry)] {
    let everyday = Set(calendar.windows.filter(\.isOpenEveryDay).map(\.name))
    return calendar.openings.filter { !everyday.contains($0.window) }.map { found in
      let opening = found.opening
      let due = calendar.dueTimes(in: found)
      var parts = dueWords(due, in: found.window)
      if let own = words.ownHours(found) { parts.insert(own, at: 0) }
      if let freeze = words.freeze(of: found, due) { parts.append(freeze) }
      return (
        opening.start,
        Entry(
          kind: .window, time: words.hours(opening.start, opening.end), name: found.window,
          words: parts.joined(separator: "; "), isFrozen: found.freeze != nil)
      )
    }
  }

  /// What is due outside windows that are shown, and not at its usual time of each day.
  var dueTimes: [(start: Timestamp, entry: Entry)] {
    calendar.dueTimes.compactMap { due in
      let group = calendar.groups[due.group]
      if let window = group.window, !window.isOpenEveryDay { return nil }
      if group.isEveryDay, isUsual(due, group) { return nil }
      let parts = [words.amount(group)] + (due.hold.map { [words.hold($0)] } ?? [])
      return (
        due.slot.start,
        Entry(
          kind: .due, time: words.time(due.slot.start), name: group.name, words: parts.joined(separator: "; "),
          isFrozen: due.hold != nil)
      )
    }
  }

  private func isUsual(_ due: MaintenanceCalendar.DueTime, _ group: DueGroup) -> Bool {
    guard group.tier == .daily else { return true }
    let rule = group.rule
    let clock = rule.zone.civilTime(of: due.slot.start)
    let usual = if case .span(let start, _) = rule.window?.hours { start } else { rule.at }
    return TimeOfDay(hour: clock.hour, minute: clock.minute) == usual
  }

  private func dueWords(_ due: [MaintenanceCalendar.DueTime], in window: String) -> [String] {
    var seen: Set<Int> = []
    let groups = due.compactMap { seen.insert($0.group).inserted ? calendar.groups[$0.group] : nil }
    if groups.isEmpty { return [calendar.groups(of: window).isEmpty ? "no tasks" : "open again: nothing new is due"] }
    return groups.map { group in
      let hourly = group.tier == .hourly ? "every hour " : ""
      return group.name == window ? hourly + words.amount(group) : "\(hourly)\(group.name): \(words.amount(group))"
    }
  }
}

extension Window {
  fileprivate var isOpenEveryDay: Bool { days.rules.contains(.every) && days.months.count == 12 }
}

extension DueGroup {
  /// It is due each day, or more often.
  fileprivate var isEveryDay: Bool { tier <= .daily && window?.isOpenEveryDay != false }
}
