/// How a task ended.
package enum TaskOutcome: String, CaseIterable, Sendable {
  case succeeded
  /// A precheck with `on_failure: skip` has found that there is nothing to do on this host.
  case skipped
  /// It failed before anything was touched.
  case failed
  case rolledBack = "rolled_back"
  /// The host needs a human.
  case rollbackFailed = "rollback_failed"
  /// Something it needs did not succeed.
  case blocked
  /// Refused until a human has resolved an earlier run of its runbook.
  case refused
  /// Another maint process held a lock that it needs.
  case notNow = "not_now"
  /// It may not change anything now: its window is shut, a freeze is in force, or it would not be done in time.
  case deferred
  /// Not started, because the run was stopped or went no further after a failure.
  case notStarted = "not_started"
  /// maint ended before it did: the host may need a human.
  case interrupted
}

extension TaskOutcome {
  /// It is done with, and what needs it may start.
  package var isWell: Bool { self == .succeeded || self == .skipped }

  /// It was tried and did not succeed; what was only held up, was not tried.
  package var isFailedTry: Bool {
    switch self {
    case .failed, .rolledBack, .rollbackFailed, .refused, .interrupted: true
    case .succeeded, .skipped, .blocked, .notNow, .deferred, .notStarted: false
    }
  }

  /// For the end of a sentence about the task.
  package var words: String {
    switch self {
    case .succeeded: "succeeded"
    case .skipped: "was skipped"
    case .failed: "failed"
    case .rolledBack: "failed and was rolled back"
    case .rollbackFailed: "failed and could not be rolled back"
    case .blocked: "was blocked"
    case .refused: "was refused"
    case .notNow: "could not run now"
    case .deferred: "was deferred"
    case .notStarted: "was not started"
    case .interrupted: "was interrupted"
    }
  }
}
