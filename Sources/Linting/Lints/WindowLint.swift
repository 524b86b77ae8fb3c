import Catalog
import Diagnostics
import Planning
import Scheduling

/// Tasks that their windows do not suit: too short, too rare, or ended too late for a rollback.
enum WindowLint {
  static func warnings(
    of catalog: Catalog, _ durations: [TaskName: [Duration]], _ samples: [TaskName: TimeSamples]
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for tier in Tier.allCases {
      for task in catalog.tiers[tier]?.tasks ?? [] {
        guard let window = catalog.window(of: task), let length = window.hours.length else { continue }
        if let estimate = Estimate(of: durations[task.name] ?? []), estimate.median > length {
          found.append(tooLong(task, estimate, window: window.hours, length))
        } else if let warning = neverFits(task, window, length, catalog, samples[task.name] ?? TimeSamples()) {
          found.append(warning)
        } else if let warning = endsTooLate(task, window, catalog, samples[task.name] ?? TimeSamples()) {
          found.append(warning)
        }
      }
    }
    return found + tooRare(catalog)
  }

  private static func anyZone(_: String) -> Zone? { nil }

  private static func tooRare(_ catalog: Catalog) -> [Diagnostic] {
    // Tasks with equal rules have equal periods and openings.
    var known: [DueRule: (open: Int, all: Int)] = [:]
    return Tier.allCases.flatMap { catalog.tiers[$0]?.tasks ?? [] }.compactMap { task in
      guard let rule = catalog.dueRule(of: task, hostZone: .utc, zone: anyZone), let window = rule.window,
        let (length, word) = period(of: rule.tier)
      else { return nil }
      let count = known[rule] ?? (rule.slots(startingIn: length).count, rule.periods(startingIn: length))
      known[rule] = count
      guard count.open * 2 < count.all else { return nil }
      return Diagnostic(
        .windowTooRare,
        "'\(task.name)' is due every \(word), and its window '\(window.name)' opens in \(count.open) of \(count.all) \(word)s",
        severity: .warning, at: task.place,
        hint: "move the task to another tier, or give it a window that opens more often")
    }
  }

  /// The years to look at, with every month in them; nil of what needs no look: in the hours outside a window an hourly
  /// task rests as expected, and a year has room for any window.
  private static func period(of tier: Tier) -> (Range<Timestamp>, String)? {
    func years(_ count: Int) -> Range<Timestamp> {
      let (start, end) = (CivilDate(year: 2027, month: 1, day: 1), CivilDate(year: 2027 + count, month: 1, day: 1))
      return Zone.utc.timestamp(of: start)..<Zone.utc.timestamp(of: end)
    }
    switch tier {
    case .hourly, .annual, .emergency: return nil
    case .daily: return (years(1), "day")
    case .weekly: return (years(1), "week")
    case .monthly: return (years(1), "month")
    case .quarterly: return (years(4), "quarter")
    }
  }

  private static func endsTooLate(
    _ task: MaintenanceTask, _ window: Window, _ catalog: Catalog, _ samples: TimeSamples
  ) -> Diagnostic? {
    guard window.atEnd == .rollback,
      let gate = Gate(of: task, in: catalog, samples: samples, hostZone: .utc, zone: anyZone), gate.changes,
      let rollback = gate.needed.rollback, rollback.length == nil
    else { return nil }
    return Diagnostic(
      .unknownRollbackTime,
      "'\(task.name)' is ended only when its window closes, and rolled back after that: how long its rollback takes is "
        + "unknown", severity: .warning, at: task.place,
      hint: "give the task a 'timeout'; it stands in until the run log has \(TimeNeeded.fewestRuns) rollbacks")
  }

  private static func tooLong(
    _ task: MaintenanceTask, _ estimate: Estimate, window: Window.Hours, _ length: Duration
  ) -> Diagnostic {
    let runs = estimate.count == 1 ? "in its one run that succeeded" : "in the median of \(estimate.count) runs"
    return Diagnostic(
      .longerThanWindow,
      "'\(task.name)' took \(words(estimate.median)) \(runs), and its window \(window) is open for \(words(length))",
      severity: .warning, at: task.place, hint: "widen the window in maintenance_windows, or split the task")
  }

  /// By the same arithmetic that lets it start; only freezes and set clocks could leave it less.
  private static func neverFits(
    _ task: MaintenanceTask, _ window: Window, _ length: Duration, _ catalog: Catalog, _ samples: TimeSamples
  ) -> Diagnostic? {
    guard let gate = Gate(of: task, in: catalog, samples: samples, hostZone: .utc, zone: anyZone),
      gate.clearance.window != nil, gate.needed.known > length - window.cutoff
    else { return nil }
    let cutoff = window.cutoff > .zero ? " less the cutoff of \(words(window.cutoff))" : ""
    return Diagnostic(
      .longerThanWindow,
      "'\(task.name)' would never start: it needs \(gate.needed.words), and its window \(window.hours) is open for "
        + "\(words(length))\(cutoff)",
      severity: .warning, at: task.place,
      hint: "widen the window in maintenance_windows, or give the task a shorter 'timeout'")
  }

  /// To the minute; a window has no finer length.
  private static func words(_ duration: Duration) -> String {
    let minutes = (duration.components.seconds + 59) / 60
    let (hours, rest) = (minutes / 60, minutes % 60)
    return hours == 0 ? "\(rest) min" : rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
  }
}
