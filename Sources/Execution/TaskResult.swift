/// How a task ended, and why.
package struct TaskResult: Sendable, Hashable {
  package var outcome: TaskOutcome
  package var cleanupFailed: Bool
  /// Steps that ended with a warning.
  package var warnings: Int
  /// The step that decided an unhappy outcome.
  package var failedStep: StepKey?
  /// Why, in words, for every outcome but `succeeded`; of a task that was skipped, what is not so on this host.
  package var reason: String?

  package init(
    outcome: TaskOutcome, cleanupFailed: Bool = false, warnings: Int = 0, failedStep: StepKey? = nil,
    reason: String? = nil
  ) {
    self.outcome = outcome
    self.cleanupFailed = cleanupFailed
    self.warnings = warnings
    self.failedStep = failedStep
    self.reason = reason
  }
}
