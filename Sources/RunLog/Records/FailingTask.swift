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
  /// It failed first, also where a recovery began another alarm since; nil: nobody has looked.
  package var firstSince: Timestamp?
  package var outcome: TaskOutcome
  package var cleanupFailed: Bool
  package var reason: String?
  package var level: MaintenanceTask.AlertLevel
  /// nil: it may be tried again as it is.
  package var doubt: Doubt?
  /// It was refused for what another had left in doubt, until that was settled.
  package var isAdmitted = false
  /// One of `emergency`, which failed when the incident of its run was over.
  package var isAfterIncident = false
  /// With which it is over; nil: that is not so, or nobody has looked.
  package var overWith: Int?
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

  /// The run that had left something in doubt, where it was refused for that: its reason begins with it, or says that it was its own.
  var refusedFor: Int? {
    if TaskResult(outcome: outcome, reason: reason).isRefusedForItsRun { return run }
    guard outcome == .refused, let words = reason?.split(separator: " ", maxSplits: 3), words.count > 2,
      words[0] == "run", words[2] == "left"
    else { return nil }
    return Int(words[1])
  }
}
