/// What the run log knows of a tier or task, as far as it matters to whether it is due.
///
/// A try counts for a moment: what `run --due` started, for the beginning of the slot that it was selected for, however
/// long it stood in the queue; what somebody started by hand, for when it began.
package struct DueHistory: Sendable, Hashable {
  /// A try that did not succeed: failed, stopped, rolled back or interrupted. A task that was only deferred was not tried.
  package struct FailedTry: Sendable, Hashable {
    /// The moment that it counts for.
    package var start: Timestamp
    package var end: Timestamp
    /// It took a success back on request: the next try waits for it, and it uses up none.
    package var isRollback: Bool

    package init(start: Timestamp, end: Timestamp, isRollback: Bool = false) {
      self.start = start
      self.end = end
      self.isRollback = isRollback
    }
  }

  /// The moment that the latest success counts for, of those before the end of `DueRule.stretch`.
  ///
  /// One after that was logged while the clock was ahead, and says nothing about the time before it: given here, it
  /// would keep the tier waiting until the clock has caught up.
  package var lastSuccess: Timestamp?
  /// When that success really began.
  package var lastStart: Timestamp?
  /// Those that count for a moment in `DueRule.stretch`, in any order; those before the last success may be left out.
  package var failures: [FailedTry]
  /// Whether it was ever tried. What never was has missed nothing, but for what came after `knownSince`.
  package var wasTried: Bool
  /// Since when `run --due` knows the rule; nil: not at all.
  package var knownSince: Timestamp?

  /// Whether a slot that began at the moment was there to be used.
  func expects(_ slot: Timestamp?) -> Bool {
    wasTried || knownSince.flatMap { since in slot.map { since <= $0 } } == true
  }

  /// Unless `lastStart` is given, the last success began at the moment that it counts for.
  package init(
    lastSuccess: Timestamp? = nil, lastStart: Timestamp? = nil, failures: [FailedTry] = [], wasTried: Bool? = nil,
    knownSince: Timestamp? = nil
  ) {
    self.lastSuccess = lastSuccess
    self.lastStart = lastStart ?? lastSuccess
    self.failures = failures
    self.wasTried = wasTried ?? (lastSuccess != nil || !failures.isEmpty)
    self.knownSince = knownSince
  }
}
