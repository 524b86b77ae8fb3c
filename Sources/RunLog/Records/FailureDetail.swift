import Execution

/// What is recorded of the cause of a failed try.
package struct FailureDetail: Sendable, Hashable {
  /// The step that decided it; nil: none did.
  package var step: StepKey?
  /// The step's name.
  package var name: String
  /// Why it failed, in words.
  package var why: String?
  /// The last lines that its last attempt printed, on both streams as they came.
  package var lines: [String]
  /// What was backed up before, as the runbook names it.
  package var paths: [String]
  /// What it had changed at these paths, as the rollback found it: lines, each with no break. Empty where that is not known.
  package var changes: [String]
  /// What broke afterwards: a step of its way back where that failed, else of its cleanup.
  package var afterwards: StepFailure?

  /// With which the account of a path begins, in the output of the step that ends a rollback.
  package static let changesMark = "changed since the backup: "

  package init(
    step: StepKey? = nil, name: String = "", why: String? = nil, lines: [String] = [], paths: [String] = [],
    changes: [String] = []
  ) {
    (self.step, self.name, self.why, self.lines) = (step, name, why, lines)
    (self.paths, self.changes) = (paths, changes)
  }
}
