/// How a step, or one attempt of it, ended.
package enum StepOutcome: String, CaseIterable, Sendable {
  case succeeded
  /// It reported a warning, failed with `on_failure: warn`, or left something running that had to be ended; the task
  /// goes on.
  case warned
  case failed
  case timedOut = "timed_out"
  /// Ended because the run was stopped or another limit than its own ran out.
  case stopped
  /// Its `if` failed; or it failed itself, with `on_failure: skip`.
  case skipped
  /// maint ended before it did, and nobody knows how it ended.
  case interrupted
}
