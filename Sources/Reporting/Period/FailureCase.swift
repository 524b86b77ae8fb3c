import RunLog
import Scheduling

/// A try of a task that failed, with what is recorded of the cause.
package struct FailureCase: Sendable {
  package var failed: FailedTry
  /// nil: it is among those that are only counted.
  package var detail: FailureDetail?
  /// How many earlier ones of the period failed in the same way, and when the first of them began.
  package var repeats = 0
  package var since: Timestamp?
  /// Of one that is only counted, the run that tells of its way to fail; nil: none does.
  package var likeRun: Int?

  package init(_ failed: FailedTry, detail: FailureDetail? = nil) { (self.failed, self.detail) = (failed, detail) }
}
