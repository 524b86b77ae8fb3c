import Catalog
import Planning

/// A task between its start and its end.
struct ActiveTask {
  var machine: TaskMachine
  /// Of the lock table.
  var lockHandle: Int
  /// The parts of every step's environment that do not change, in rising precedence.
  var environment: TaskEnvironment
  /// In all their forms.
  var secrets: [String]
  var backupFolder: String?
  /// The number of the process that runs for it.
  var process: Int?
  /// Monotonic; nil: no limit.
  var timeoutAt: Int64?
  /// Monotonic, while it waits to try a step again.
  var delayUntil: Int64?
}
