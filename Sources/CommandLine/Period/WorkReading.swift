import Catalog
import Metrics
import Reporting
import RunLog
import Scheduling

/// Reads what ran and what did not.
struct WorkReading {
  private let reading: PeriodReading
  private let log: RunLog

  init(_ reading: PeriodReading, _ log: RunLog) { (self.reading, self.log) = (reading, log) }

  /// `lines`: what the tasks came to.
  func section(runs: Int, _ lines: [TaskName: WorkLine]) throws(RunLogFailure) -> WorkSection {
    var lines = lines
    let due = try dueSlots()
    for (task, slots) in due.found {
      var line = lines[task] ?? WorkLine(task: task)
      line.due = slots.count
      line.missed = try missed(task, slots)
      lines[task] = line
    }
    // What neither ran nor was due in the period did so in the one before.
    let shown = lines.values.filter { !$0.outcomes.isEmpty || $0.due ?? 0 > 0 }
    let alerts = try log.alerts(in: reading.span, of: [.missedWindow, .gaveUp, .neverStarts])
    return WorkSection(runs: runs, lines: shown.sorted(by: Self.isBefore), alerts: alerts, knowsDue: due.isKnown)
  }

  /// By tier, as they are run, and by name.
  private static func isBefore(_ one: WorkLine, _ other: WorkLine) -> Bool {
    func order(_ line: WorkLine) -> Int { line.task.tier.flatMap(Tier.allCases.firstIndex) ?? Tier.allCases.count }
    return (order(one), one.task.description) < (order(other), other.task.description)
  }

  /// Of each task of the schedules the times that it had to run in and that ended in the period, since it is known to be due
  /// then. What a freeze held up is left out.
  private func dueSlots() throws(RunLogFailure) -> (found: [(task: TaskName, slots: [Slot])], isKnown: Bool) {
    guard let catalog = reading.project.catalog else { return ([], false) }
    let known = try log.expectedWindows(of: reading.project.folder)
    var slots: [DueRule: [Slot]] = [:]
    var found: [(task: TaskName, slots: [Slot])] = []
    var isKnown = false
    for task in reading.tasks {
      guard let expected = known[task.name.description],
        let rule = catalog.dueRule(of: task, hostZone: reading.frame.zone, zone: { reading.zones.zone(named: $0) }),
        expected.window == rule.expectation
      else { continue }
      let all = slots[rule] ?? self.slots(of: rule)
      slots[rule] = all
      isKnown = isKnown || expected.since < reading.frame.asOf
      let changes = catalog.runbooks[task.runbook].map { !$0.change.isEmpty } ?? false
      found.append(
        (task.name, all.filter { $0.start >= expected.since && !(changes && isFrozen($0, catalog.freezes)) }))
    }
    return (found, isKnown)
  }

  private func slots(of rule: DueRule) -> [Slot] {
    let span = reading.span
    let reach = Duration.seconds(-86_400 * rule.tier.mostDays)
    return rule.slots(startingIn: span.lowerBound + reach..<span.upperBound).filter {
      $0.end > span.lowerBound && $0.end <= span.upperBound
    }
  }

  private func isFrozen(_ slot: Slot, _ freezes: [Freeze]) -> Bool {
    guard let freeze = freezes.covering(slot.start, in: reading.frame.zone) else { return false }
    return freeze.end(in: reading.frame.zone) >= slot.end
  }

  /// When those slots began in whose periods nothing succeeded.
  private func missed(_ task: TaskName, _ slots: [Slot]) throws(RunLogFailure) -> [Timestamp] {
    guard let first = slots.first, let last = slots.last else { return [] }
    let end = max(last.period.end, last.end)
    let successes = try log.successTimes(of: task, in: first.period.start..<end)
    var (missed, next): ([Timestamp], Int) = ([], 0)
    for slot in slots {
      while next < successes.count, successes[next] < slot.period.start { next += 1 }
      let isDone = next < successes.count && successes[next] < max(slot.period.end, slot.end)
      if !isDone { missed.append(slot.start) }
    }
    return missed
  }
}

extension Tier {
  /// No slot is longer: two days more than a period, for windows that end in the next one.
  fileprivate var mostDays: Int {
    switch self {
    case .hourly, .daily: 3
    case .weekly: 9
    case .monthly: 33
    case .quarterly: 94
    case .annual: 368
    case .emergency: 0
    }
  }
}
