import Scheduling

/// What windows, freezes and tiers have in store over some days, and where they get in each other's way.
package struct MaintenanceCalendar: Sendable {
  /// A time in which a window is open.
  package struct WindowOpening: Sendable, Hashable {
    package var window: String
    /// That of the window.
    package var zone: Zone
    package var opening: Opening
    /// The freeze that covers all of the time in which tasks may start, or a part of it; of several, the one that ends
    /// last. nil, too, where all tasks of the window only check, which a freeze does not keep from it.
    package var freeze: Freeze?
    /// Whether it covers all of it.
    package var isFrozen: Bool
  }

  /// A time from which the tasks of a group are due, once.
  package struct DueTime: Sendable, Hashable {
    /// An index into `groups`.
    package var group: Int
    package var slot: Slot
    /// nil: no freeze is in force then, or it concerns none of its tasks.
    package var hold: Hold?
  }

  /// What a freeze does to those tasks of a group that change something.
  package struct Hold: Sendable, Hashable {
    /// When they may start; nil: never.
    package var until: Timestamp?
  }

  /// A freeze by the clocks of the host.
  package struct FrozenTime: Sendable, Hashable {
    package var freeze: Freeze
    package var start: Timestamp
    package var end: Timestamp
  }

  package var range: Range<Timestamp>
  /// The host's.
  package var zone: Zone
  /// By tier, and then as written.
  package var groups: [DueGroup]
  /// Every window, in the order written.
  package var windows: [Window]
  /// Those that overlap the range, by their start.
  package var openings: [WindowOpening]
  /// Those that begin in the range, by their start.
  package var dueTimes: [DueTime]
  /// Those that overlap the range, by their start.
  package var freezes: [FrozenTime]
  package var conflicts: [CalendarConflict]

  /// The groups of a window.
  package func groups(of window: String) -> [DueGroup] { groups.filter { $0.window?.name == window } }

  /// The groups that become due while a window is open, in order.
  package func dueTimes(in found: WindowOpening) -> [DueTime] {
    var range = dueTimes.startIndex..<dueTimes.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let isBefore = dueTimes[middle].slot.start < found.opening.start
      range = isBefore ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return dueTimes[range.lowerBound...].prefix { $0.slot.start < found.opening.end }
      .filter { groups[$0.group].window?.name == found.window }
  }
}
