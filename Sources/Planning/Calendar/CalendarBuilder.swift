import Catalog
import Scheduling

/// Makes the calendar of a catalog. Pure: the same values give the same calendar.
package struct CalendarBuilder {
  private let catalog: Catalog
  private let hostZone: Zone
  private let zone: (String) -> Zone?
  private let groups: [DueGroup]

  /// `durations` are those of past successes, as `PlanningHistory` has them. `zone` finds the zones of windows; one that is
  /// gone since the catalog was bound is the host's.
  package init(
    _ catalog: Catalog, durations: [TaskName: [Duration]], hostZone: Zone, zone: @escaping (String) -> Zone?
  ) {
    self.catalog = catalog
    self.hostZone = hostZone
    self.zone = zone
    groups = Self.groups(of: catalog, durations, hostZone) { catalog.dueRule(of: $0, hostZone: hostZone, zone: zone) }
  }

  package func calendar(of range: Range<Timestamp>) -> MaintenanceCalendar {
    let openings = openings(overlapping: range)
    var calendar = MaintenanceCalendar(
      range: range, zone: hostZone, groups: groups, windows: catalog.windows, openings: openings,
      dueTimes: dueTimes(in: range), freezes: freezes(overlapping: range), conflicts: [])
    calendar.conflicts = CalendarConflicts(calendar).all
    return calendar
  }
}

extension CalendarBuilder {
  private static func groups(
    of catalog: Catalog, _ durations: [TaskName: [Duration]], _ hostZone: Zone, rule: (MaintenanceTask) -> DueRule?
  ) -> [DueGroup] {
    var groups: [DueGroup] = []
    for tier in Tier.allCases where tier != .emergency {
      let first = groups.count
      for task in catalog.tiers[tier]?.tasks ?? [] {
        guard let rule = rule(task) else { continue }
        let changes = catalog.runbooks[task.runbook].map { !$0.change.isEmpty } ?? false
        let member = DueGroup.Member(
          task: task, changes: changes, estimate: durations[task.name].flatMap(Estimate.init(of:)))
        if let known = groups[first...].firstIndex(where: { $0.rule == rule }) {
          groups[known].members.append(member)
        } else {
          let ownZone = rule.window == nil && rule.zone != hostZone ? rule.zone.name : nil
          groups.append(DueGroup(rule: rule, ownZone: ownZone, members: [member], locks: [], length: .zero))
        }
      }
    }
    for index in groups.indices { groups[index].complete(catalog) }
    return groups
  }

  private func openings(overlapping range: Range<Timestamp>) -> [MaintenanceCalendar.WindowOpening] {
    // An opening lasts a day at most, by clocks that may be set meanwhile.
    let wider = range.lowerBound + .seconds(-2 * 86_400)..<range.upperBound
    return catalog.windows.flatMap { window in
      let zone = window.timezone.flatMap(self.zone) ?? hostZone
      let freezes = groups.mayChange(in: window) ? self.freezes(overlapping: wider) : []
      return window.openings(startingIn: wider, in: zone).filter { $0.end > range.lowerBound }.map { opening in
        let frozen = freezes.filter { $0.start < opening.cutoff && opening.start < $0.end }.max { $0.end < $1.end }
        return MaintenanceCalendar.WindowOpening(
          window: window.name, zone: zone, opening: opening, freeze: frozen?.freeze,
          isFrozen: frozen.map { $0.start <= opening.start && opening.cutoff <= $0.end } ?? false)
      }
    }.sorted { ($0.opening.start, $0.opening.end) < ($1.opening.start, $1.opening.end) }
  }

  private func dueTimes(in range: Range<Timestamp>) -> [MaintenanceCalendar.DueTime] {
    let all = groups.enumerated().flatMap { index, group in
      let clearance = group.members.first(where: \.changes).flatMap {
        catalog.clearance(of: $0.task, hostZone: hostZone, zone: zone)
      }
      return group.rule.slots(startingIn: range).map { slot in
        var time = MaintenanceCalendar.DueTime(group: index, slot: slot)
        if case .shut(.freeze, let opens) = clearance?.state(at: slot.start) {
          time.hold = MaintenanceCalendar.Hold(until: opens)
        }
        return time
      }
    }
    return all.sorted { ($0.slot.start, $0.group) < ($1.slot.start, $1.group) }
  }

  private func freezes(overlapping range: Range<Timestamp>) -> [MaintenanceCalendar.FrozenTime] {
    catalog.freezes.map {
      MaintenanceCalendar.FrozenTime(freeze: $0, start: $0.start(in: hostZone), end: $0.end(in: hostZone))
    }.filter { $0.start < range.upperBound && range.lowerBound < $0.end && $0.start < $0.end }
      .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }
}

extension [DueGroup] {
  /// Whether a freeze keeps something from happening in a window: all but one of tasks that only check.
  func mayChange(in window: Window) -> Bool {
    let members = filter { $0.window?.name == window.name }.flatMap(\.members)
    return members.isEmpty || members.contains(where: \.changes)
  }
}

extension DueGroup {
  /// Works out what follows from all of its tasks.
  fileprivate mutating func complete(_ catalog: Catalog) {
    let runbookLocks = members.compactMap { catalog.runbooks[$0.task.runbook] }.flatMap { $0.locks + $0.pathLocks }
    locks = Set(members.flatMap(\.task.locks) + runbookLocks).sorted()
    var numbers: [TaskName: Int] = [:]
    for (index, member) in members.enumerated() { numbers[member.task.name] = index }
    var needs = Adjacency()
    for member in members {
      for need in member.task.needs { if let number = numbers[need.task] { needs.append(number) } }
      needs.endNode()
    }
    length = ListSchedule.duration(
      of: members.map { $0.estimate?.median ?? .zero }, needs: needs, jobs: max(1, catalog.tiers[tier]?.jobs ?? 1))
  }
}
