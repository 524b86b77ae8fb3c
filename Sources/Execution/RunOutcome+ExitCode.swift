import Glibc

extension RunOutcome {
  /// The exit code of `maint run`; nil where maint ended before the run did. `signal`: the first that asked it to stop.
  package func exitCode(stoppedBy signal: Int32?) -> Int32? {
    switch self {
    case .succeeded: 0
    case .failed: 1
    case .humanNeeded: 2
    case .rolledBack: 3
    case .notNow: 75
    case .stopped: 128 + (signal ?? SIGTERM)
    case .interrupted: nil
    }
  }
}
