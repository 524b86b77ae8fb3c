/// How the process ends: the numbers that cron, systemd and scripts act on.
package enum ExitCode: Int32, CaseIterable, Sendable {
  case success = 0
  case failed = 1
  case humanNeeded = 2
  case rolledBack = 3
  case usage = 64
  case invalid = 65
  case notFound = 66
  case bug = 70
  case cannotWrite = 74
  case notNow = 75
  case permissions = 77
  case interrupted = 130
  case terminated = 143

  /// For help and manual page; a verb that means something else by a number says so in its own description.
  package var meaning: String {
    switch self {
    case .success: "everything succeeded, or nothing was due"
    case .failed: "a task failed before it had changed anything"
    case .humanNeeded: "a human is needed: a rollback or a cleanup failed"
    case .rolledBack: "a change failed and was rolled back"
    case .usage: "a wrong verb, option or argument"
    case .invalid: "a schedule or runbook is invalid"
    case .notFound: "no such task, runbook, run or file"
    case .bug: "a bug in maint"
    case .cannotWrite: "the run log or the state folder cannot be written"
    case .notNow: "not now: outside the window, a freeze, not approved yet, or another maint holds a lock"
    case .permissions: "someone else could write a file that maint trusts"
    case .interrupted: "stopped by INT (Ctrl-C), after rollback"
    case .terminated: "stopped by TERM, after rollback"
    }
  }
}
