import Scheduling

/// When a run was at work, and what of it metrics ask.
package struct RunSpan: Sendable, Hashable {
  package var run: Int
  package var startedAt: Timestamp
  /// nil: it is at work, or it is not known when it ended.
  package var finishedAt: Timestamp?
  /// It has a task of the tier emergency.
  package var isEmergency: Bool
  package var hasBegunTask: Bool
  /// A task of a runbook named *optimization* succeeded in it.
  package var hasOptimized: Bool
}
