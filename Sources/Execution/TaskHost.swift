import Catalog
import Planning
import Scheduling

/// What the engine needs of the host beside processes: commands, secrets, environments, folders.
package protocol TaskHost: AnyObject {
  /// Why a runbook must not run until a human has looked at what an earlier run left; nil where it may.
  func refusal(of runbook: String) -> String?
  /// Whether a task may start at the moment. Asked with its locks in hand: what somebody has granted or ended while it
  /// waited counts.
  func admission(of task: PlannedTask, at moment: Timestamp) -> TaskAdmission
  /// Why a task that was let start must not go forward with its next step; nil: it may. Asked before each process of a step
  /// that goes forward: what was approved may be different by now.
  func objection(to task: PlannedTask) -> String?
  /// Parameters of a task that was let start whose values stay what they are: no step reports others.
  func settledParameters(of task: PlannedTask) -> Set<String>
  /// Those of the commands that are not on the PATH of steps.
  func missingCommands(_ names: [String]) -> [String]
  /// The secrets' values, in the order given.
  func values(of secrets: [Secret]) throws(PreparationFailure) -> [String]
  /// The numbers of a step's user, where the process has to change to it; a name that cannot be found is a failure and
  /// never the user who runs maint. nil: nothing has to be changed.
  func commandUser(_ name: String?) throws(PreparationFailure) -> CommandUser?
  /// The clean environment in which a user's steps begin, each as `NAME=value`; nil is the user who runs maint.
  func baseEnvironment(user: String?) throws(PreparationFailure) -> [String]
  /// Where an attempt's reports go: a path that `.metrics`, `.summary`, `.env` and `.warnings` are added to.
  /// The same for the same attempt, also after a crash where `user` is nil.
  func reportPath(of attempt: AttemptKey, user: String?) throws(PreparationFailure) -> String
  /// Reads what was reported there; `secrets` are covered in what may be shown of it.
  func readReport(path: String, secrets: [String]) -> TakenReport
  /// Removes it, once the log has it.
  func removeReport(path: String)
  /// Makes the folder that a task's backup goes into, or finds it again.
  func backupFolder(of task: TaskName) throws(PreparationFailure) -> String
  /// Removes a backup that did not become complete. A failure is told in words.
  func discardBackup(folder: String) -> String?
}

/// Why a task could not begin; nothing was touched.
package struct PreparationFailure: Error, Sendable {
  package var message: String
  /// A signal asked maint to stop; `ProcessRunner.wait` still has it.
  package var wasStopped = false

  package init(message: String) { self.message = message }

  package init(toldToStop signal: Int32) {
    message = StopReason.signal(signal).words
    wasStopped = true
  }
}

extension TaskHost {
  package func settledParameters(of task: PlannedTask) -> Set<String> { [] }
}
