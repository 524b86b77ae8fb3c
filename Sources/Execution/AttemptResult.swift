import Scheduling

/// How the process of one attempt ended and what it used.
package struct AttemptResult: Sendable, Hashable {
  package var outcome: StepOutcome
  /// nil where a signal ended it or it could not be started.
  package var exitCode: Int32?
  package var signal: Int32?
  /// Why it counts as failed, in words; also notes on processes that it left running.
  package var detail: String?
  package var userTime: Duration = .zero
  package var systemTime: Duration = .zero
  package var peakMemoryBytes: Int = 0

  package init(outcome: StepOutcome, exitCode: Int32? = nil, signal: Int32? = nil, detail: String? = nil) {
    self.outcome = outcome
    self.exitCode = exitCode
    self.signal = signal
    self.detail = detail
  }
}
