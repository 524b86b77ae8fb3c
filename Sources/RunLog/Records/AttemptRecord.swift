import Execution
import Scheduling

/// An attempt of a step as the run log has it.
package struct AttemptRecord: Sendable, Hashable {
  /// 1 is the first; 0 is the test of the step's `if`.
  package var number: Int
  /// When it was about to be spawned.
  package var intendedAt: Timestamp
  /// nil: not spawned, or maint ended before it could write it down.
  package var process: ProcessIdentity?
  /// nil while it runs, and for ever where it was interrupted.
  package var finishedAt: Timestamp?
  /// nil: it runs, or maint ended before it did and nobody has looked since.
  package var result: AttemptResult?

  package init(
    number: Int, intendedAt: Timestamp, process: ProcessIdentity? = nil, finishedAt: Timestamp? = nil,
    result: AttemptResult? = nil
  ) {
    self.number = number
    self.intendedAt = intendedAt
    self.process = process
    self.finishedAt = finishedAt
    self.result = result
  }

  /// From the intent to the end; nil while it has none.
  package var duration: Duration? { finishedAt.map { $0 - intendedAt } }
}
