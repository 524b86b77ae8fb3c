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

extension TaskResult {
  /// What the reason of a refusal ends with that is for another task of the same run, by its name before it. The run log keeps it in
  /// words only.
  static let couldNotBeRolledBack = " of this run could not be rolled back"

  /// It was refused for what another task of its run had left in doubt, and for no other's sake.
  package var isRefusedForItsRun: Bool { outcome == .refused && reason?.hasSuffix(Self.couldNotBeRolledBack) == true }
}
