import Catalog
import Scheduling

/// A task that had left the host in doubt by some moment, so that somebody had to look at it.
package struct TaskInDoubt: Sendable, Hashable {
  package enum Cause: String, Sendable, Hashable {
    case rollbackFailed = "rollback_failed"
    /// maint ended before the task did, after a step that changes something was begun.
    case interrupted
    case cleanupFailed = "cleanup_failed"
  }

  /// What put it right after that moment.
  package struct Settlement: Sendable, Hashable {
    package enum Way: Sendable, Hashable {
      /// Somebody's word that it is right.
      case resolved
      /// `maint recover` rolled it back, or brought it to an end.
      case recovered
    }

    package var way: Way
    package var at: Timestamp
    package var by: String

    package init(_ way: Way, at: Timestamp, by: String) { (self.way, self.at, self.by) = (way, at, by) }
  }

  package var run: Int
  package var task: TaskName
  package var runbook: String
  package var cause: Cause
  package var reason: String?
  /// nil: it is still in doubt.
  package var settled: Settlement?
  /// The folder of its project, where that is another than it is told of for.
  package var otherProject: String?

  package init(
    run: Int, task: TaskName, runbook: String, cause: Cause, reason: String? = nil, settled: Settlement? = nil
  ) {
    (self.run, self.task, self.runbook) = (run, task, runbook)
    (self.cause, self.reason, self.settled) = (cause, reason, settled)
  }
}
