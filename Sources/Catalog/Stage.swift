/// The stages of a runbook, in the order in which they run.
package enum Stage: String, CaseIterable, Sendable, Hashable {
  case precheck, backup, change, verify, rollback, cleanup

  /// Whether a step of this stage may change the host, so that its intent is synced before it is spawned.
  package var changes: Bool {
    switch self {
    case .precheck, .verify: false
    case .backup, .change, .rollback, .cleanup: true
    }
  }
}
