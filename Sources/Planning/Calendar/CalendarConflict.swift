import Catalog
import Scheduling

/// What in a schedule cannot go well, as far as a calendar can tell.
package enum CalendarConflict: Sendable, Hashable {
  /// Two windows are open at the same time, and tasks of two groups, numbers of the calendar's, use the same locks: one
  /// waits for the other. The times are those at which both are open, by their start, not empty.
  case sharedLocks(first: Int, second: Int, locks: [String], times: [Range<Timestamp>])
  /// Openings of a window lie inside a freeze with all of the time in which tasks may start, or with a part of it; both in
  /// order, not both empty.
  case windowInFreeze(window: String, freeze: Freeze, covered: [Opening], cut: [Opening])
  /// No time is left in which tasks of the group may start.
  case neverDue(group: Int)
  /// The tasks of the group take longer than there ever is time for them: `room`, cutoff taken off.
  case overruns(group: Int, length: Duration, room: Duration)
}
