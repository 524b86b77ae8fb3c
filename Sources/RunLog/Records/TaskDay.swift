import Catalog
import Execution

/// What a task came to on a day by one of its outcomes.
package struct TaskDay: Sendable, Hashable {
  /// Of the host's calendar, in days since 1970-01-01.
  package var day: Int
  package var name: TaskName
  package var outcome: TaskOutcome
  package var count: Int
  /// From beginning to end, together.
  package var duration: Duration
  /// On request, by a run of its own: what was rolled back had not failed.
  package var isTakenBack: Bool

  package init(
    day: Int, name: TaskName, outcome: TaskOutcome, count: Int, duration: Duration, isTakenBack: Bool = false
  ) {
    (self.day, self.name, self.outcome, self.count, self.duration) = (day, name, outcome, count, duration)
    self.isTakenBack = isTakenBack
  }
}
