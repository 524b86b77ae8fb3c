import Catalog
import Scheduling

/// An opening of a window that people are told of before it, and what of it the change freezes leave.
package struct NoticedOpening: Sendable, Hashable {
  /// What lets nothing that changes the host begin in it.
  package struct Freeze: Sendable, Hashable {
    package var reason: String
    /// The first moment after it.
    package var end: Timestamp

    package init(reason: String, end: Timestamp) { (self.reason, self.end) = (reason, end) }
  }

  package var window: Window
  package var opening: Opening
  /// Of the opening, the time in which the host may be changed.
  package var changes: Range<Timestamp>
  /// It lets nothing be changed in all of the opening.
  package var freeze: Freeze?
  /// It takes a part of it.
  package var cut: Freeze?
  /// Those that may begin in it.
  package var tasks: [TaskName]
  /// Those that the freeze holds up.
  package var heldUp: [TaskName] = []

  /// One that no freeze touches.
  package init(window: Window, opening: Opening, tasks: [TaskName]) {
    (self.window, self.opening, self.tasks) = (window, opening, tasks)
    changes = opening.start..<max(opening.start, opening.end)
  }
}
