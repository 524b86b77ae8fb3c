import Planning
import Scheduling

/// Says in words what stands in a calendar, the same in every form of it.
struct CalendarWords {
  let calendar: MaintenanceCalendar

  private var clock: ClockText { ClockText(zone: calendar.zone) }

  /// `every hour at :15`, `every day at 02:00`, `window: Sunday, 02:00-04:00, America/St_Johns`.
  func when(_ group: DueGroup) -> String {
    let rule = group.rule
    guard let window = rule.window else {
      switch group.tier {
      case .hourly: return "every hour at :\(String("\(rule.at)".suffix(2)))"
      case .daily: return "every day at \(rule.at)"
      case .weekly: return "on Mondays at \(rule.at)"
      case .monthly: return "on the first of each month at \(rule.at)"
      case .quarterly: return "on the first of each quarter at \(rule.at)"
      case .annual: return "on January 1 at \(rule.at)"
      case .emergency: return "only when asked"
      }
    }
    let hourly = group.tier == .hourly ? "every hour in its " : ""
    return "\(hourly)window: \(days(of: window))"
  }

  /// `Sunday, 02:00-04:00`, with the zone where it is not the host's.
  func days(of window: Window) -> String {
    let zone = window.timezone.map { $0 == calendar.zone.name ? "" : ", \($0)" } ?? ""
    return window.hours == .asNeeded ? "\(window.hours)" : "\(Self.text(of: window.days)), \(window.hours)\(zone)"
  }

  /// A day of the month alone is taken for anything.
  private static func text(of days: Window.Days) -> String {
    let isNumber = if case .dayOfMonth = days.rules.first { true } else { false }
    return (isNumber ? "day " : "") + "\(days)"
  }

  /// `3 tasks, about 40 min 00 s`.
  func amount(_ group: DueGroup) -> String { "\(Count(group.members.count, "task")), \(length(group))" }

  /// How long the tasks of a group take.
  func length(_ group: DueGroup) -> String {
    let length = HumanDuration(group.length)
    if group.unmeasured == 0 { return "about \(length)" }
    if group.unmeasured == group.members.count { return "no history of how long" }
    return "at least \(length), \(Count(group.unmeasured, "task")) without history"
  }

  /// Its name, and how long it takes.
  func member(_ member: DueGroup.Member) -> String {
    "\(member.task.name.name) \(member.estimate.map { "\(HumanDuration($0.median))" } ?? "(no history)")"
  }

  /// What a freeze does to an opening in which these become due; nil: nothing.
  func freeze(of found: MaintenanceCalendar.WindowOpening, _ due: [MaintenanceCalendar.DueTime]) -> String? {
    if let hold = due.compactMap(\.hold).first { return self.hold(hold) }
    return found.freeze.map { "\(found.isFrozen ? "frozen" : "cut short") by the freeze \(span(of: $0))" }
  }

  func hold(_ hold: MaintenanceCalendar.Hold) -> String {
    guard let until = hold.until else { return "frozen: what changes something never starts" }
    return "frozen: what changes something waits until \(minute(until))"
  }

  /// `2026-12-06 02:00`, by the clocks of the host.
  func minute(_ moment: Timestamp) -> String { String(calendar.zone.format(moment).prefix(16)) }

  /// `02:00-04:00`; a time that ends on another day is told from its hours, for none lasts longer than a day.
  func hours(_ start: Timestamp, _ end: Timestamp) -> String { "\(time(start))-\(time(end))" }

  func time(_ moment: Timestamp) -> String { String(clock.timeOfDay(moment).prefix(5)) }

  /// The hours in the zone of the window, where its clocks do not show what the host's do; else nothing.
  func ownHours(_ opening: MaintenanceCalendar.WindowOpening) -> String? {
    let (start, end) = (opening.opening.start, opening.opening.end)
    let own = CalendarWords(calendar: calendar.shown(in: opening.zone)).hours(start, end)
    return own == hours(start, end) ? nil : "\(own) \(opening.zone.name)"
  }

  /// A day with its weekday: `Sun 2026-11-22`.
  static func day(_ date: CivilDate) -> String { "\(date.weekday.name.prefix(3)) \(date)" }
}

extension CalendarWords {
  func conflict(_ conflict: CalendarConflict) -> String {
    switch conflict {
    case .neverDue(let group): "\(name(group)) can never be due: there is no time left in which it may start"
    case .overruns(let group, let length, let room):
      "\(name(group)) always overruns: it takes about \(HumanDuration(length)), and there is time for \(HumanDuration(room))"
        + (calendar.groups[group].window.map { $0.cutoff > .zero ? ", the cutoff taken off" : "" } ?? "")
    case .windowInFreeze(let window, let freeze, let covered, let cut):
      "the window \(window) opens in the freeze \(span(of: freeze)): "
        + [
          covered.isEmpty ? nil : "\(times(covered)) no change may start",
          cut.isEmpty ? nil : "\(times(cut)) it is cut short",
        ]
        .compactMap { $0 }.joined(separator: "; ")
    case .sharedLocks(let first, let second, let locks, let times):
      "\(name(first)) and \(name(second)) use the same \(locks.count == 1 ? "lock" : "locks") "
        + "\(locks.joined(separator: ", ")) and their windows are open together "
        + "\(Self.occasions(times.count)) \(times.first.map { "\(minute($0.lowerBound))-\(time($0.upperBound))" } ?? "")"
    }
  }

  /// As written: `2026-12-20 to 2027-01-02 (holiday trading)`.
  func span(of freeze: Freeze) -> String { "\(freeze.from) to \(freeze.to) (\(HarmlessText.words(freeze.reason)))" }

  private func name(_ group: Int) -> String { calendar.groups[group].name }

  /// `on 2026-12-27 02:00`, `at 3 times, first on 2026-12-27 02:00,`.
  private func times(_ openings: [Opening]) -> String {
    "\(Self.occasions(openings.count)) \(openings.first.map { minute($0.start) } ?? "")"
  }

  private static func occasions(_ count: Int) -> String { count == 1 ? "on" : "\(count) times, first on" }
}

extension MaintenanceCalendar {
  /// The same by other clocks.
  fileprivate func shown(in zone: Zone) -> MaintenanceCalendar {
    var other = self
    other.zone = zone
    return other
  }
}
