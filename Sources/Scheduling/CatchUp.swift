/// What becomes of a period of a tier that passed without a success.
package enum CatchUp: String, CaseIterable, Sendable, Hashable {
  /// It is made up for when the tier's window is next open.
  case nextWindow = "next_window"
  /// It is made up for as soon as the host is up, window or not.
  case anytime
  /// It is left out; of a window that opens more than once in a period, only the first opening counts.
  case skip
}
