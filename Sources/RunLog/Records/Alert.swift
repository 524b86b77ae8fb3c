import Catalog
import Scheduling

/// Something that somebody should know of, told once.
package struct Alert: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// A task is not tried again in this period.
    case gaveUp = "gave_up"
    /// A task is due and may never start: no opening of its window to come is long enough.
    case neverStarts = "never_starts"
    /// A task was due in its window, and nothing tried it.
    case missedWindow = "missed_window"
    /// The clock was set.
    case clockJump = "clock_jump"
    case pointOfNoReturn = "point_of_no_return"
    case windowEnd = "window_end"
  }

  package var at: Timestamp
  package var level: MaintenanceTask.AlertLevel
  package var kind: Kind
  package var run: Int?
  package var task: TaskName?
  /// One line.
  package var text: String

  package init(
    at: Timestamp, level: MaintenanceTask.AlertLevel, kind: Kind, run: Int? = nil, task: TaskName? = nil, text: String
  ) {
    self.at = at
    self.level = level
    self.kind = kind
    self.run = run
    self.task = task
    self.text = text
  }
}
