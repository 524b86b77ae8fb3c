/// Whether a task may start to change something at a moment, up to when, and when that may change.
package enum ClearanceState: Sendable, Hashable {
  /// What lets it start, and what ends that.
  package struct Open: Sendable, Hashable {
    /// It may start before this, and everything it does must be expected to be done by then, its rollback included: the
    /// cutoff, or the beginning of the next freeze; nil: no limit. Of an exception its end, which binds the start alone.
    package var startBefore: Timestamp?
    /// The end of the opening, or the beginning of the next freeze: nothing is to be changed after it, by a rollback
    /// neither; nil: no limit.
    package var end: Timestamp?
    /// What comes at `end`; nil: nothing.
    package var limit: Limit?
    /// The exception that lets it start whatever the window and freezes say.
    package var exception: WindowException?

    package init(
      startBefore: Timestamp? = nil, end: Timestamp? = nil, limit: Limit? = nil, exception: WindowException? = nil
    ) {
      self.startBefore = startBefore
      self.end = end
      self.limit = limit
      self.exception = exception
    }
  }

  /// What ends the time for changes.
  package enum Limit: Sendable, Hashable {
    case window(String)
    case freeze(String)
  }

  /// Why it may not start. Of several reasons the freeze is given: it outweighs any window.
  package enum Cause: Sendable, Hashable {
    /// The name of the window.
    case outsideWindow(String)
    /// The last part of the window, which ends at the moment.
    case cutoff(String, end: Timestamp)
    /// Its reason, and its end or that of those which follow it without a gap.
    case freeze(String, end: Timestamp)
  }

  case open(Open)
  /// `opens`: when it may start, past all freezes; nil: never any more.
  case shut(Cause, opens: Timestamp?)

  package var isOpen: Bool {
    if case .open = self { true } else { false }
  }
}
