import Catalog
import Execution

/// A runbook that is refused until somebody resolves what one of its tasks left behind.
package struct UnresolvedRunbook: Sendable, Hashable {
  package var runbook: String
  package var task: TaskName
  package var run: Int
  /// `rollbackFailed`, or `interrupted` after a step that changes something was about to be spawned.
  package var outcome: TaskOutcome
  package var reason: String?

  package init(runbook: String, task: TaskName, run: Int, outcome: TaskOutcome, reason: String?) {
    self.runbook = runbook
    self.task = task
    self.run = run
    self.outcome = outcome
    self.reason = reason
  }
}
