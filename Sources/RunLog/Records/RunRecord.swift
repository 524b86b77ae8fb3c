import Execution
import Scheduling

/// A run as the run log has it.
package struct RunRecord: Sendable, Hashable {
  package struct Recovery: Sendable, Hashable {
    /// Who started it.
    package var by: String
    package var at: Timestamp

    package init(by: String, at: Timestamp) {
      self.by = by
      self.at = at
    }
  }

  /// From 1, never used twice.
  package var number: Int
  package var header: RunHeader
  /// nil while it runs, and for ever where it was interrupted.
  package var finishedAt: Timestamp?
  /// nil: it runs, or maint ended before it did and nobody has looked since.
  package var outcome: RunOutcome?
  /// nil without an outcome, and where it was interrupted.
  package var exitCode: Int32?
  /// The first signal that asked maint to stop.
  package var stopSignal: Int32?
  /// When it was noticed that the run was interrupted.
  package var interruptionFoundAt: Timestamp?
  /// Each time that it was taken up after an interruption, in order.
  package var recoveries: [Recovery] = []
  /// From windows and freezes, for whatever started, that were in force while it ran; empty where runs are listed.
  package var exceptions: [WindowExceptionRecord] = []
  /// Who has signed, and who has to; empty where runs are listed.
  package var signOffs: [SignOff] = []
  /// The numbers of those that it belongs to; empty where runs are listed.
  package var incidents: [Int] = []
  /// The last word of those that settle all that it had left behind; nil where something waits still, or nothing did.
  package var resolution: Resolution?
  /// How many of its tasks ended in each way; a task without an outcome is counted in `taskCount` only.
  package var taskOutcomes: [TaskOutcome: Int]
  /// Steps that ended with a warning.
  package var warnings: Int
  /// All tasks of its plan.
  package var taskCount: Int
  /// In plan order. Empty where runs are listed.
  package var tasks: [TaskRecord]

  package init(
    number: Int, header: RunHeader, finishedAt: Timestamp? = nil, outcome: RunOutcome? = nil, exitCode: Int32? = nil,
    stopSignal: Int32? = nil, interruptionFoundAt: Timestamp? = nil, taskOutcomes: [TaskOutcome: Int] = [:],
    warnings: Int = 0, taskCount: Int = 0, tasks: [TaskRecord] = []
  ) {
    self.number = number
    self.header = header
    self.finishedAt = finishedAt
    self.outcome = outcome
    self.exitCode = exitCode
    self.stopSignal = stopSignal
    self.interruptionFoundAt = interruptionFoundAt
    self.taskOutcomes = taskOutcomes
    self.warnings = warnings
    self.taskCount = taskCount
    self.tasks = tasks
  }

  /// From its start to its end; nil: it has none, or the clock was set back since it began, and nobody can say.
  package var duration: Duration? { finishedAt.flatMap { $0 < header.startedAt ? nil : $0 - header.startedAt } }
}
