import Catalog
import Execution
import Scheduling

/// A task that was taken back, or was to be, by the recovery of its run: maybe long after it had begun.
package struct RecoveredTask: Sendable, Hashable {
  package var task: TaskName
  package var run: Int
  package var began: Timestamp
  /// When the recovery began.
  package var at: Timestamp
  package var outcome: TaskOutcome

  package init(task: TaskName, run: Int, began: Timestamp, at: Timestamp, outcome: TaskOutcome) {
    (self.task, self.run, self.began, self.at, self.outcome) = (task, run, began, at, outcome)
  }
}
