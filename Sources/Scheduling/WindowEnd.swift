/// What becomes of a change that still runs when its window closes.
package enum WindowEnd: String, CaseIterable, Sendable, Hashable {
  /// It runs to its end.
  case `continue`
  /// The current step is stopped, and no further one started.
  case stop
  /// The current step is stopped, and what was changed rolled back.
  case rollback
}
