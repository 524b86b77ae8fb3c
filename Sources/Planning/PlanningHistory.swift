import Catalog
import Scheduling

/// What planning needs to know of the past, read from the run log beforehand so that planning stays pure.
package struct PlanningHistory: Sendable {
  package struct Success: Sendable, Hashable {
    package var run: Int
    package var startedAt: Timestamp
    package var finishedAt: Timestamp
    /// The beginning of the slot for which `run --due` selected it; nil: it counts for when it began.
    package var dueAt: Timestamp?

    package init(run: Int, startedAt: Timestamp, finishedAt: Timestamp, dueAt: Timestamp? = nil) {
      self.run = run
      self.startedAt = startedAt
      self.finishedAt = finishedAt
      self.dueAt = dueAt
    }
  }

  /// The last success of each task that ever succeeded.
  package var lastSuccess: [TaskName: Success] = [:]
  /// How long each task took when it succeeded, newest first, at most 100.
  package var durations: [TaskName: [Duration]] = [:]

  package init() {}
}
