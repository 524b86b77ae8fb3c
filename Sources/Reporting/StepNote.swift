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
  /// Made harmless; empty where it was printed already.
  var tail: [String]
  var hiddenLines: Int
}
