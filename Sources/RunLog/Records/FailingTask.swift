import Catalog
import Execution
import Scheduling

/// A task whose last try failed.
package struct FailingTask: Sendable, Hashable {
  package var task: String
  /// Of the last try.
  package var run: Int
  package var since: Timestamp
  package var outcome: TaskOutcome
  package var cleanupFailed: Bool
  package var reason: String?
  package var level: MaintenanceTask.AlertLevel

  package init(
    task: String, run: Int, since: Timestamp, outcome: TaskOutcome, cleanupFailed: Bool = false, reason: String? = nil,
    level: MaintenanceTask.AlertLevel
  ) {
    self.task = task
    self.run = run
    self.since = since
    self.outcome = outcome
    self.cleanupFailed = cleanupFailed
    self.reason = reason
    self.level = level
  }
}
