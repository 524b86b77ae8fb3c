import Catalog
import Metrics
import Planning
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
    let now = reading.frame.asOf
    let hand = HandWorkReading(of: reading.project.folder, in: log, at: now)
    var expected = due.known
    for (task, slots) in due.found {
      var line = lines[task] ?? WorkLine(task: task)
      line.missed = try missed(task, slots)
      var count = slots.count
      // Since people do it nobody expects it by the clock.
      if let first = slots.first?.start, !line.missed.isEmpty, let work = try hand.work(on: task, from: first) {
        line.missed.removeAll { work.covers($0, seenAt: now) }
        count = slots.count { !work.covers($0.start, seenAt: now) }
        if count == 0 { expected.remove(task) }
      }
      line.due = count
      // As somebody has it who looks at what is to be expected, not at what people do.
      line.isLastMissed = line.missed.last.map { $0 == slots.last?.start } ?? false
      lines[task] = line
    }
    let frozen = try frozen(due.frozen)
    for (task, count) in frozen.flatMap(\.times) { lines[task, default: WorkLine(task: task)].frozen += count }
    for (task, moment) in due.unknown { lines[task, default: WorkLine(task: task)].dueUnknownBefore = moment }
    try remark(&lines)
    // What neither ran nor was due in the period did so in the one before.
    let shown = lines.values.filter {
      !$0.outcomes.isEmpty || $0.takenBack > 0 || $0.due ?? 0 > 0 || $0.frozen > 0 || $0.dueUnknownBefore != nil
    }
    let alerts = try log.alerts(in: reading.span, of: [.missedWindow, .gaveUp, .neverStarts])
    var section = WorkSection(runs: runs, lines: shown.sorted(by: Self.isBefore), alerts: alerts, knowsDue: due.isKnown)
    section.untried = try untried(expected)
    section.frozen = frozen
    section.dueAbsence = reading.project.catalog == nil ? reading.project.absence : nil
    section.underWay = try reading.dead.underWay(in: reading.span, log)
    // Also of those that ran in the former alone.
    section.triedBefore = lines.values.reduce(0) { $0 + $1.triedBefore }
    section.succeededBefore = lines.values.reduce(0) { $0 + $1.succeededBefore }
    if lines.values.allSatisfy({ $0.tried + $0.triedBefore == 0 }) {
      let first = try log.firstRunTime(upTo: Timestamp(microseconds: .max))
      section.logBegan = first.flatMap { $0 >= reading.span.upperBound ? $0 : nil }
      if section.logBegan != nil { section.untried = [] }
    }
    return section
  }

  /// Adds what they were skipped for, and of what they warned.
  private func remark(_ lines: inout [TaskName: WorkLine]) throws(RunLogFailure) {
    for warnings in try log.taskWarnings(in: reading.span) {
      lines[warnings.task, default: WorkLine(task: warnings.task)].warnings = warnings
    }
    guard let last = try log.lastRun(before: reading.frame.asOf) else { return }
    for (task, line) in lines where line.skipped > 0 { lines[task]?.lastSkip = try log.lastSkip(of: task, upTo: last) }
  }

  /// Those that the schedules would have had done, and that nobody had done in the period and their own, of which `run --due`
  /// knows nothing: whether they were due nobody can tell.
  private func untried(_ known: Set<TaskName>) throws(RunLogFailure) -> [WorkSection.Untried] {
    let last = try log.lastRun(before: reading.frame.asOf)
    var found: [WorkSection.Untried] = []
    for task in reading.tasks where task.name.tier != .emergency && !known.contains(task.name) {
      let moment = try last.flatMap { last throws(RunLogFailure) in try log.lastTryTime(of: task.name, upTo: last) }
      let since = min(reading.span.lowerBound, reading.frame.asOf + (.zero - OverdueTask.period(task.name.tier)))
      if moment.map({ $0 < since }) ?? true { found.append(.init(task: task.name, last: moment)) }
    }
    return found
  }

  /// By tier, as they are run, and by name.
  private static func isBefore(_ one: WorkLine, _ other: WorkLine) -> Bool {
    func order(_ line: WorkLine) -> Int { line.task.tier.flatMap(Tier.allCases.firstIndex) ?? Tier.allCases.count }
    return (order(one), one.task.description) < (order(other), other.task.description)
  }

  private struct DueSlots {
    var found: [(task: TaskName, slots: [Slot])] = []
    /// Before these moments `run --due` had the tasks at other times, or in another zone, that nobody can tell any more.
    var unknown: [(task: TaskName, before: Timestamp)] = []
    var isKnown = false
    /// Those that a freeze took up, from beginning to end.
    var frozen: [(task: TaskName, slots: [(slot: Slot, reason: String)])] = []
    /// Those that `run --due` knew of.
    var known: Set<TaskName> = []
  }

  /// Of each task of the schedules the times that it had to run in and that ended in the period, since it is known to be due
  /// then, in the zone of `run --due`. What a freeze held up is left out.
  private func dueSlots() throws(RunLogFailure) -> DueSlots {
    var due = DueSlots()
    guard let catalog = reading.project.catalog else { return due }
    let end = reading.frame.asOf
    let known = try ExpectedWindows(
      of: reading.project.folder, in: log, at: end, zones: reading.zones, followingMoves: true)
    let zone = known.zone(for: catalog, reader: reading.frame.zone) ?? reading.frame.zone
    var slots: [DueRule: [Slot]] = [:]
    for task in reading.tasks {
      guard known.knows(task.name),
        let rule = catalog.dueRule(of: task, hostZone: zone, zone: { reading.zones.zone(named: $0) })
      else { continue }
      due.known.insert(task.name)
      let since = known.since(task.name, rule)
      if since.map({ $0 > reading.span.lowerBound }) ?? true, try log.wasStartedByDue(task.name, before: since ?? end) {
        due.unknown.append((task.name, min(since ?? end, end)))
      }
      guard let since, since < end else { continue }
      let all = slots[rule] ?? self.slots(of: rule)
      slots[rule] = all
      due.isKnown = true
      let changes = catalog.runbooks[task.runbook].map { !$0.change.isEmpty } ?? false
      let expected = all.filter { $0.start >= since }.map { slot in
        (slot: slot, freeze: changes ? freeze(of: slot, catalog.freezes, zone) : nil)
      }
      due.found.append((task.name, expected.filter { $0.freeze == nil }.map(\.slot)))
      let frozen = expected.compactMap { slot, freeze in freeze.map { (slot: slot, reason: $0.reason) } }
      if !frozen.isEmpty { due.frozen.append((task.name, frozen)) }
    }
    try holdUp(catalog, zone, &due)
    return due
  }

  /// What needs a task that a freeze held up waited for it, in the periods of that one: it was held up as well, as the status
  /// has it.
  private func holdUp(_ catalog: Catalog, _ zone: Zone, _ due: inout DueSlots) throws(RunLogFailure) {
    if due.frozen.isEmpty { return }
    let tasks = DueTasks(catalog, hostZone: zone) { reading.zones.zone(named: $0) }
    let numbers = Dictionary(tasks.tasks.indices.map { (tasks.tasks[$0].name, $0) }) { first, _ in first }
    var held: [Int: [(slot: Slot, reason: String)]] = [:]
    for (task, slots) in due.frozen {
      let missed = Set(try missed(task, slots.map(\.slot)))
      if let number = numbers[task] { held[number] = slots.filter { missed.contains($0.slot.start) } }
    }
    for index in due.found.indices {
      let task = due.found[index].task
      let needs = numbers[task].map { tasks.allNeeds(of: $0).flatMap { held[$0] ?? [] } } ?? []
      if needs.isEmpty { continue }
      var waited: [(slot: Slot, reason: String)] = []
      due.found[index].slots.removeAll { slot in
        guard Self.touches(slot, catalog.freezes, zone),
          let need = needs.first(where: { ($0.slot.period.start..<$0.slot.period.end).contains(slot.start) })
        else { return false }
        waited.append((slot, need.reason))
        return true
      }
      if !waited.isEmpty { due.frozen.append((task, waited)) }
    }
  }

  private static func touches(_ slot: Slot, _ freezes: [Freeze], _ zone: Zone) -> Bool {
    let last = Timestamp(microseconds: slot.end.microseconds - 1)
    return [slot.start, last].contains { freezes.covering($0, in: zone) != nil }
  }

  /// By freeze, the first one first, what was not done all the same.
  private func frozen(
    _ found: [(task: TaskName, slots: [(slot: Slot, reason: String)])]
  ) throws(RunLogFailure) -> [WorkSection.Frozen] {
    var frozen: [WorkSection.Frozen] = []
    for (task, slots) in found {
      let missed = Set(try missed(task, slots.map(\.slot)))
      for (slot, reason) in slots where missed.contains(slot.start) {
        let index = frozen.firstIndex { $0.reason == reason } ?? frozen.endIndex
        if index == frozen.endIndex { frozen.append(.init(reason: reason, first: slot.start)) }
        frozen[index].first = min(frozen[index].first, slot.start)
        frozen[index].times[task, default: 0] += 1
      }
    }
    return frozen.sorted { ($0.first, $0.reason) < ($1.first, $1.reason) }
  }

  private func slots(of rule: DueRule) -> [Slot] {
    let span = reading.span
    let reach = Duration.seconds(-86_400 * rule.tier.mostDays)
    return rule.slots(startingIn: span.lowerBound + reach..<span.upperBound).filter {
      $0.end > span.lowerBound && $0.end <= span.upperBound
    }
  }

  /// That which from its beginning to its end lets nothing start; of several, one after the other, the first.
  private func freeze(of slot: Slot, _ freezes: [Freeze], _ zone: Zone) -> Freeze? {
    let first = freezes.covering(slot.start, in: zone)
    var moment = slot.start
    while moment < slot.end, let found = freezes.covering(moment, in: zone) { moment = found.end(in: zone) }
    return moment < slot.end ? nil : first
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
