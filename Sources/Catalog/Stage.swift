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

  /// The way to the goal, as against the way back and the tidying up.
  package var goesForward: Bool {
    switch self {
    case .precheck, .backup, .change, .verify: true
    case .rollback, .cleanup: false
    }
  }

  /// A stage that begins only once the backup is complete.
  package var isAfterBackup: Bool { self == .change || self == .verify }
}
