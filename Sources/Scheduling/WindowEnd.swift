/// What becomes of a change that still runs when its window closes.
package enum WindowEnd: String, CaseIterable, Sendable, Hashable {
  /// It runs to its end.
  case `continue`
  /// It is stopped then, and as after every failure what was changed is rolled back.
  case stop
  /// It is stopped at the point of no return, so that its rollback is over before the window is.
  case rollback
}
