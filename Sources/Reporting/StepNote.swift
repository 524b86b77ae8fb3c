import Execution

/// What a finished step leaves to be said under its task.
enum StepNote: Sendable {
  case warning(step: String, text: String)
  case failure(StepFailure)
}

/// How a step failed, and the last that it printed.
struct StepFailure: Sendable {
  var key: StepKey
  var step: String
  var outcome: StepOutcome
  var attempts: Int
  var detail: String?
  /// The last lines, made harmless; empty where they were shown already.
  var tail: [String]
  /// All lines that it printed.
  var lineCount: Int
}
