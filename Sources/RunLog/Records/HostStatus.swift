import Catalog
import Execution
import Scheduling

/// What the run log knows about the question "is this host fine?".
package struct HostStatus: Sendable, Hashable {
  /// A task whose latest outcome is not `succeeded`, or whose cleanup failed then.
  package struct UnhappyTask: Sendable, Hashable {
    package var name: TaskName
    package var runbook: String
    package var run: Int
    /// nil where it was not started or was interrupted.
    package var finishedAt: Timestamp?
    package var result: TaskResult

    package init(name: TaskName, runbook: String, run: Int, finishedAt: Timestamp?, result: TaskResult) {
      self.name = name
      self.runbook = runbook
      self.run = run
      self.finishedAt = finishedAt
      self.result = result
    }
  }

  /// When this was asked.
  package var at: Timestamp
  /// The last run that had the tier as a target, running or ended; without its tasks.
  package var lastRuns: [Tier: RunRecord]
  /// Runs without an outcome, oldest first, each with those of its tasks and steps that are started and not ended.
  /// Whether their maint process is still there is for the caller to ask the kernel.
  package var running: [RunRecord]
  package var unresolved: [UnresolvedRunbook]
  /// By name.
  package var unhappyTasks: [UnhappyTask]

  package init(
    at: Timestamp, lastRuns: [Tier: RunRecord] = [:], running: [RunRecord] = [], unresolved: [UnresolvedRunbook] = [],
    unhappyTasks: [UnhappyTask] = []
  ) {
    self.at = at
    self.lastRuns = lastRuns
    self.running = running
    self.unresolved = unresolved
    self.unhappyTasks = unhappyTasks
  }
}
