import Catalog
import Execution
import Scheduling

/// A task of a run that did not succeed when it was tried, or whose cleanup failed.
package struct FailedTry: Sendable, Hashable {
  package var run: Int
  /// Its position in the run's plan.
  package var position: Int
  package var task: TaskName
  package var runbook: String
  /// When it began, or its run where it never did.
  package var began: Timestamp
  package var outcome: TaskOutcome
  package var cleanupFailed: Bool
  /// The step that decided it.
  package var step: Int?
  package var reason: String?
  /// Who has put right what it left behind; nil: nobody, or nothing was left.
  package var resolvedBy: String?
  package var resolvedAt: Timestamp?

  package init(
    run: Int, position: Int, task: TaskName, runbook: String, began: Timestamp, outcome: TaskOutcome,
    cleanupFailed: Bool = false, step: Int? = nil, reason: String? = nil, resolvedBy: String? = nil,
    resolvedAt: Timestamp? = nil
  ) {
    (self.run, self.position, self.task, self.runbook) = (run, position, task, runbook)
    (self.began, self.outcome, self.cleanupFailed) = (began, outcome, cleanupFailed)
    (self.step, self.reason, self.resolvedBy, self.resolvedAt) = (step, reason, resolvedBy, resolvedAt)
  }
}
