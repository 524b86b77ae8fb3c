import Catalog
import Execution
import Scheduling

/// A task whose last try failed.
package struct FailingTask: Sendable, Hashable {
  /// What keeps it from being tried again: a human has to look after the host first.
  package struct Doubt: Sendable, Hashable {
    /// That left the host in doubt.
    package var run: Int
    package var outcome: TaskOutcome

    package init(run: Int, outcome: TaskOutcome) {
      self.run = run
      self.outcome = outcome
    }
  }

  package var task: String
  /// Of the last try.
  package var run: Int
  package var since: Timestamp
  package var outcome: TaskOutcome
  package var cleanupFailed: Bool
  package var reason: String?
  package var level: MaintenanceTask.AlertLevel
  /// nil: it may be tried again as it is.
  package var doubt: Doubt?
  /// nil: nothing tries it again by the clock.
  package var next: NextTry?
  /// The last lines that its failed step printed, as they stand in the log.
  package var lines: [String] = []

  /// The host may be half changed, or was not tidied up.
  package var needsHuman: Bool { doubt != nil || cleanupFailed }

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
