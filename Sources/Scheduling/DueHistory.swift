/// What the run log knows of a tier or task, as far as it matters to whether it is due.
package struct DueHistory: Sendable, Hashable {
  /// A try that did not succeed: failed, stopped, rolled back or interrupted. A task that was only deferred was not tried.
  package struct FailedTry: Sendable, Hashable {
    package var start: Timestamp
    package var end: Timestamp

    package init(start: Timestamp, end: Timestamp) {
      self.start = start
      self.end = end
    }
  }

  /// When the latest try that succeeded began, of those that began before the end of `DueRule.stretch`.
  ///
  /// One that began later was logged while the clock was ahead, and says nothing about the time before it: given here, it
  /// would keep the tier waiting until the clock has caught up.
  package var lastSuccess: Timestamp?
  /// Those that began in `DueRule.stretch`, in any order; those before the last success may be left out.
  package var failures: [FailedTry]
  /// Whether it was ever tried. What never was has missed nothing.
  package var wasTried: Bool

  package init(lastSuccess: Timestamp? = nil, failures: [FailedTry] = [], wasTried: Bool? = nil) {
    self.lastSuccess = lastSuccess
    self.failures = failures
    self.wasTried = wasTried ?? (lastSuccess != nil || !failures.isEmpty)
  }
}
