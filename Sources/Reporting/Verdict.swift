/// The answer to "is this host fine?".
package enum Verdict: String, CaseIterable, Sendable {
  case fine
  /// Something did not succeed the last time it ran; nothing is left half changed.
  case attention
  case humanNeeded = "human_needed"
  case noRuns = "no_runs"
  /// Nobody knows: the state folder holds no run log.
  case noRunLog = "no_run_log"
}
