/// Whether a tier or task is due at a moment, and when that may change.
package enum DueState: Sendable, Hashable {
  package enum Cause: Sendable, Hashable {
    /// Its time in this period has come.
    case time
    /// A period passed without a success, and is made up for.
    case catchUp
    /// So many tries of this period have failed, and the time to wait after the last is over.
    case retry(Int)
  }

  /// `since` is when it became due, of a catch-up the first time that was missed; at `until`, if nothing has run, the
  /// window or the period is over.
  case due(since: Timestamp, until: Timestamp, Cause)
  /// Done, or not yet its time; nil: it will never be.
  case notDue(next: Timestamp?)
  /// So many tries of this period have failed; it is due again at the moment, if nothing else is tried.
  case waiting(until: Timestamp, attempts: Int)
  /// No more tries in this period: all have failed, or the window does not open in it again.
  case givenUp(attempts: Int, next: Timestamp?)
  /// It runs only when asked.
  case never

  package var isDue: Bool {
    if case .due = self { true } else { false }
  }

  /// Until then, what is due stays due and what is not stays so, while the clock goes forward and nothing is run; nil:
  /// for ever.
  package var change: Timestamp? {
    switch self {
    case .due(_, let until, _): until
    case .notDue(let next), .givenUp(_, let next): next
    case .waiting(let until, _): until
    case .never: nil
    }
  }
}
