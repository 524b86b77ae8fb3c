import Catalog
import Planning

/// A task between its start and its end.
///
/// A reference, so that its parts change where they are: as a value it would be copied at every event, and with it the
/// list of all steps still to do.
final class ActiveTask {
  var machine: TaskMachine
  /// Of the lock table.
  let lockHandle: Int
  /// The parts of every step's environment that do not change, in rising precedence.
  var environment: TaskEnvironment
  /// In all their forms.
  let secrets: [String]
  let backupFolder: String?
  /// The number of the process that runs for it.
  var process: Int?
  /// Monotonic; nil: no limit.
  var timeoutAt: Int64?
  /// Monotonic, while it waits to try a step again.
  var delayUntil: Int64?

  init(
    machine: TaskMachine, lockHandle: Int, environment: TaskEnvironment, secrets: [String], backupFolder: String?
  ) {
    self.machine = machine
    self.lockHandle = lockHandle
    self.environment = environment
    self.secrets = secrets
    self.backupFolder = backupFolder
  }
}
