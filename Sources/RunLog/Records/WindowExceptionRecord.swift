import Scheduling

/// An exception from windows and freezes as the run log has it.
package struct WindowExceptionRecord: Sendable, Hashable {
  /// From 1.
  package var number: Int
  /// The run that it was for; nil: whatever starts while it is in force.
  package var run: Int?
  package var override: WindowOverride
  package var start: Timestamp
  /// nil with a run.
  package var end: Timestamp?
  /// Who ended it before its time, and when.
  package var closedBy: String?
  package var closedAt: Timestamp?

  package init(
    number: Int, run: Int?, override: WindowOverride, start: Timestamp, end: Timestamp?, closedBy: String? = nil,
    closedAt: Timestamp? = nil
  ) {
    self.number = number
    self.run = run
    self.override = override
    self.start = start
    self.end = end
    self.closedBy = closedBy
    self.closedAt = closedAt
  }

  /// Whether whatever starts at the moment is let start.
  package func isInForce(at moment: Timestamp) -> Bool {
    guard run == nil, closedAt == nil, let end else { return false }
    return start <= moment && moment < end
  }

  /// nil where it was for a run alone.
  package var exception: WindowException? {
    guard run == nil else { return nil }
    return WindowException(start: start, end: closedAt ?? end, reason: override.reason)
  }
}
