/// How a run ended, and with that maint's exit code.
package enum RunOutcome: String, CaseIterable, Sendable {
  case succeeded
  case failed
  case rolledBack = "rolled_back"
  case humanNeeded = "human_needed"
  case notNow = "not_now"
  /// Stopped by a signal, after rollback.
  case stopped
  /// maint ended before the run did.
  case interrupted
}
