import Scheduling

/// Finds where the windows, freezes and tiers of a calendar get in each other's way.
struct CalendarConflicts {
  private let calendar: MaintenanceCalendar
  private let openings: [String: [Opening]]

  init(_ calendar: MaintenanceCalendar) {
    self.calendar = calendar
    openings = Dictionary(grouping: calendar.openings, by: \.window).mapValues { $0.map(\.opening) }
  }

  /// What never works comes first.
  var all: [CalendarConflict] { neverDue + overruns + windowsInFreezes + sharedLocks }

  private var neverDue: [CalendarConflict] {
    calendar.groups.indices.filter { calendar.groups[$0].rule.nextSlot(from: calendar.range.lowerBound) == nil }
      .map { .neverDue(group: $0) }
  }

  private var overruns: [CalendarConflict] {
    calendar.groups.indices.compactMap { index in
      let group = calendar.groups[index]
      let slots = group.rule.slots(startingIn: calendar.range)
      let next = slots.isEmpty ? group.rule.nextSlot(from: calendar.range.upperBound).map { [$0] } ?? [] : slots
      guard let room = next.map({ $0.end - $0.start }).max(), group.length > room else { return nil }
      return .overruns(group: index, length: group.length, room: room)
    }
  }

  /// Of windows that hold up something: those in which all tasks only check are open to these in a freeze too.
  private var windowsInFreezes: [CalendarConflict] {
    calendar.windows.filter(calendar.groups.mayChange).flatMap { window -> [CalendarConflict] in
      calendar.freezes.compactMap { frozen in
        let touched = (openings[window.name] ?? []).filter { $0.start < frozen.end && frozen.start < $0.cutoff }
        let covered = touched.filter { frozen.start <= $0.start && $0.cutoff <= frozen.end }
        let cut = touched.filter { !covered.contains($0) }
        if touched.isEmpty { return nil }
        return .windowInFreeze(window: window.name, freeze: frozen.freeze, covered: covered, cut: cut)
      }
    }
  }

  private var sharedLocks: [CalendarConflict] {
    let groups = calendar.groups
    return groups.indices.flatMap { first in
      groups.indices.dropFirst(first + 1).compactMap { second -> CalendarConflict? in
        guard let one = groups[first].window, let other = groups[second].window, one.name != other.name else {
          return nil
        }
        let locks = groups[first].locks.filter { lock in
          groups[second].locks.contains { PathLock.conflict(lock, $0) }
        }
        if locks.isEmpty { return nil }
        let times = Self.overlaps(of: openings[one.name] ?? [], openings[other.name] ?? [])
        return times.isEmpty ? nil : .sharedLocks(first: first, second: second, locks: locks, times: times)
      }
    }
  }

  /// The times that are in both lists, each of which is in order and without overlaps.
  static func overlaps(of one: [Opening], _ other: [Opening]) -> [Range<Timestamp>] {
    var result: [Range<Timestamp>] = []
    var (one, other) = (one[...], other[...])
    while let left = one.first, let right = other.first {
      let (start, end) = (max(left.start, right.start), min(left.end, right.end))
      if start < end { result.append(start..<end) }
      if left.end < right.end { one.removeFirst() } else { other.removeFirst() }
    }
    return result
  }
}
