import Execution
import Rehearsal
import RunLog

/// What came of a fault at one point.
package struct PointResult: Sendable {
  package enum Verdict: Sendable, Hashable {
    case proven
    /// Why not, each in words.
    case failed([String])
    /// The fault had nothing to strike: why, in words. Such a point does not count.
    case notReached(String)
  }

  package var point: RollbackPoint
  /// nil where it is about no step.
  package var stepName: String?
  package var verdict: Verdict
  /// As it was left, in what it differs from the original.
  package var changes: [PathChange] = []
  /// What of network and IPC is not as before, each in words.
  package var settings: [String] = []
  /// Command lines of what still ran at the end.
  package var leftRunning: [[String]] = []
  /// All that was run, in order.
  package var steps: [StepRecord] = []
  /// Of the steps back together; nil: none was run.
  package var rollback: Duration?
  /// Where its layers were kept on the host.
  package var kept: String?

  package init(point: RollbackPoint, stepName: String?, verdict: Verdict) {
    self.point = point
    self.stepName = stepName
    self.verdict = verdict
  }

  package var isFailed: Bool { if case .failed = verdict { true } else { false } }
  package var counts: Bool { if case .notReached = verdict { false } else { true } }
}
