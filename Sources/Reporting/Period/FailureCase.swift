import RunLog

/// A try of a task that failed, with what is recorded of the cause.
package struct FailureCase: Sendable {
  package var failed: FailedTry
  /// nil: no step failed, or it is among those that are only counted.
  package var detail: FailureDetail?

  package init(_ failed: FailedTry, detail: FailureDetail? = nil) { (self.failed, self.detail) = (failed, detail) }
}
