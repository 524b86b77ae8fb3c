/// A stretch of time in which somebody lets changes start whatever windows and freezes say: from `start` up to `end`.
package struct WindowException: Sendable, Hashable {
  package var start: Timestamp
  /// nil: without end, as for all tasks of one run.
  package var end: Timestamp?
  /// Why, in the words of whoever granted it.
  package var reason: String

  package init(start: Timestamp, end: Timestamp?, reason: String) {
    self.start = start
    self.end = end
    self.reason = reason
  }

  package func contains(_ moment: Timestamp) -> Bool { start <= moment && (end.map { moment < $0 } ?? true) }
}
