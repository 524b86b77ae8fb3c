/// How the process of a command ended.
package struct ProcessEnding: Sendable, Hashable {
  package enum Cause: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
    /// Its program was never executed.
    case notStarted(StartFailure)
  }

  package var cause: Cause
  package var timedOut = false
  package var wasStopped = false
  /// On processes that it left running, in words.
  package var notes: [String] = []
  /// Some of them were ended though nobody had said so: what was to be a daemon is gone.
  package var leftToEnd = false
  /// Something of it could not be ended and still runs.
  package var stillRuns = false
  package var used = ResourceUse()

  package init(_ cause: Cause) { self.cause = cause }
}

extension ProcessEnding.Cause {
  /// For the end of a sentence.
  package var words: String {
    switch self {
    case .exited(let code): "exited with \(code)"
    case .signalled(let number): "was ended by \(SignalName.of(number))"
    case .notStarted(let failure): "could not be started: \(failure.message)"
    }
  }
}
