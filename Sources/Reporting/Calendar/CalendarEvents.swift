import Planning
import Scheduling

/// A calendar as iCalendar (RFC 5545), for import and for subscription.
///
/// Each opening of a window, each freeze, and each time that tasks are due outside windows is an event; what is due every
/// hour is one event that repeats each day. Programs know an event again by its UID, which says host, project, what it is and
/// its day, and take the newer of two by DTSTAMP (RFC 5546, section 2.1.5), which is when the calendar was made: so one that
/// was moved, or got another length, is updated and does not stand there twice.
struct CalendarEvents {
  private let calendar: MaintenanceCalendar
  private let origin: CalendarReport.Origin
  private let words: CalendarWords

  init(_ calendar: MaintenanceCalendar, origin: CalendarReport.Origin) {
    self.calendar = calendar
    self.origin = origin
    words = CalendarWords(calendar: calendar)
  }

  var text: String {
    let events = openings + dueTimes + hourly + freezes
    var writer = ICalendarWriter()
    writer.component("VCALENDAR") { writer in
      writer.property("VERSION", "2.0")
      writer.property("PRODID", text: "-//maint//maint \(origin.version)//EN")
      writer.property("CALSCALE", "GREGORIAN")
      // Those of RFC 7986, and what programs understood before it.
      for name in ["NAME", "X-WR-CALNAME"] { writer.property(name, text: "maintenance of \(origin.host)") }
      for name in ["REFRESH-INTERVAL;VALUE=DURATION", "X-PUBLISHED-TTL"] { writer.property(name, "PT12H") }
      if !calendar.conflicts.isEmpty {
        let text = calendar.conflicts.map { words.conflict($0) }.joined(separator: "\n")
        for name in ["DESCRIPTION", "X-WR-CALDESC"] { writer.property(name, text: text) }
      }
      for zone in zones(of: events) { zone.write(to: &writer) }
      for event in events { event.write(to: &writer, origin: origin) }
    }
    return writer.text
  }

  /// Those in which an event begins, in no order that matters.
  private func zones(of events: [CalendarEvent]) -> [ICalendarZone] {
    var ranges: [Zone: Range<Timestamp>] = [:]
    for event in events {
      guard case .moment(let start, let zone, let length) = event.time, event.isLocal else { continue }
      let end = max(start + (length ?? .zero), start + .seconds(1))
      ranges[zone] = ranges[zone].map { min($0.lowerBound, start)..<max($0.upperBound, end) } ?? start..<end
    }
    return ranges.sorted { $0.key.name < $1.key.name }.map { ICalendarZone($0.key, over: $0.value) }
  }
}

extension CalendarEvents {
  private var openings: [CalendarEvent] {
    calendar.openings.map { found in
      let (opening, window) = (found.opening, calendar.windows.first { $0.name == found.window })
      let due = calendar.dueTimes(in: found)
      var seen: Set<Int> = []
      let groups = due.map(\.group).filter { seen.insert($0).inserted }
      var lines = groups.flatMap { describe(calendar.groups[$0]) }
      if lines.isEmpty { lines = [calendar.groups(of: found.window).isEmpty ? "No tasks." : "Nothing new is due."] }
      if opening.cutoff < opening.end {
        lines.append("No task starts after \(ClockText(zone: found.zone).timeOfDay(opening.cutoff).prefix(5)).")
      }
      if let freeze = words.freeze(of: found, due) { lines.append(freeze) }
      let notes = calendar.conflicts.filter { $0.concerns(found, in: calendar) }.map { words.conflict($0) }
      return CalendarEvent(
        key: "window-\(found.window)-\(ICalendarWriter.date(opening.date))",
        time: .moment(opening.start, found.zone, length: opening.end - opening.start),
        summary: "maintenance window \(found.window)\(found.isFrozen ? " (frozen)" : "")",
        description: lines + notes, category: window?.type ?? "maintenance")
    }
  }

  private var dueTimes: [CalendarEvent] {
    calendar.dueTimes.compactMap { due in
      let group = calendar.groups[due.group]
      if group.window != nil || group.tier == .hourly { return nil }
      let lines = describe(group) + (due.hold.map { [words.hold($0)] } ?? [])
      return CalendarEvent(
        key: "\(Self.key(of: group))-\(ICalendarWriter.date(group.rule.zone.date(of: due.slot.period.start)))",
        time: .moment(due.slot.start, group.rule.zone, length: group.unmeasured == 0 ? group.length : nil),
        summary: "maintenance \(group.name)", description: lines, category: "maintenance")
    }
  }

  private var hourly: [CalendarEvent] {
    let first = calendar.zone.date(of: calendar.range.lowerBound)
    return calendar.groups.filter { $0.tier == .hourly && $0.window == nil }.map { group in
      CalendarEvent(
        key: Self.key(of: group), time: .days(first, first.adding(days: 1)),
        repeats: calendar.lastDay.dayNumber - first.dayNumber + 1,
        summary: "maintenance \(group.name), \(words.when(group))",
        description: describe(group), category: "maintenance")
    }
  }

  private var freezes: [CalendarEvent] {
    var seen: [String: Int] = [:]
    return calendar.freezes.map { frozen in
      let from = "\(frozen.freeze.from)".filter { $0 != "-" && $0 != ":" }
      let number = seen[from, default: 0]
      seen[from] = number + 1
      let time: CalendarEvent.Time
      if case .day(let first) = frozen.freeze.from, case .day(let last) = frozen.freeze.to {
        time = .days(first, last.adding(days: 1))
      } else {
        time = .moment(frozen.start, calendar.zone, length: frozen.end - frozen.start)
      }
      return CalendarEvent(
        key: "freeze-\(from)" + (number == 0 ? "" : "-\(number + 1)"), time: time,
        summary: "change freeze: \(frozen.freeze.reason)",
        description: ["No changes: \(words.span(of: frozen.freeze))."],
        category: "freeze")
    }
  }

  /// Of a group without a window. There is one by each zone's clocks.
  private static func key(of group: DueGroup) -> String {
    "due-\(group.tier.rawValue)" + (group.ownZone.map { "-\($0)" } ?? "")
  }

  private func describe(_ group: DueGroup) -> [String] {
    ["\(group.name): \(words.amount(group))"] + group.members.map { "- \(words.member($0))" }
  }
}

extension CalendarConflict {
  /// Whether it is about this opening of a window.
  fileprivate func concerns(_ found: MaintenanceCalendar.WindowOpening, in calendar: MaintenanceCalendar) -> Bool {
    func governs(_ group: Int) -> Bool { calendar.groups[group].window?.name == found.window }
    switch self {
    case .neverDue(let group): return governs(group)
    case .overruns(let group, _, _): return governs(group)
    case .windowInFreeze(let window, _, let covered, let cut):
      return window == found.window && (covered.contains(found.opening) || cut.contains(found.opening))
    case .sharedLocks(let first, let second, _, let times):
      return (governs(first) || governs(second)) && times.contains { found.opening.contains($0.lowerBound) }
    }
  }
}
