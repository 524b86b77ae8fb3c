import Scheduling

/// When a run was at work, and what of it metrics ask.
package struct RunSpan: Sendable, Hashable {
  package enum End: Sendable, Hashable {
    case finished(Timestamp)
    case atWork
    /// Its maint is gone; something of it was written down then.
    case lost(lastKnown: Timestamp)
  }

  package var run: Int
  package var startedAt: Timestamp
  package var end: End
  /// When it waited for somebody to recover it.
  package var idle: [Range<Timestamp>]
  /// It has a task of the tier emergency.
  package var isEmergency: Bool
  /// Of its own: a rollback on request is no maintenance that was carried out.
  package var hasBegunTask: Bool
  /// A task of a runbook named *optimization* succeeded in it.
  package var hasOptimized: Bool
}
