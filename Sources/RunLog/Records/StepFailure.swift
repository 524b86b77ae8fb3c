import Execution

/// A step that failed, with what it printed last.
package struct StepFailure: Sendable, Hashable {
  package var step: StepKey
  package var name: String
  /// Why it failed, in words.
  package var why: String?
  /// The last lines that its last attempt printed, on both streams as they came.
  package var lines: [String]

  package init(step: StepKey, name: String, why: String? = nil, lines: [String] = []) {
    (self.step, self.name, self.why, self.lines) = (step, name, why, lines)
  }
}
