import Catalog
import Execution
import Planning
import Scheduling

/// A task of a run as the run log has it.
package struct TaskRecord: Sendable, Hashable {
  /// A task that this one needed first.
  package struct Need: Sendable, Hashable {
    package var task: TaskName
    /// The earlier run in which another tier's task had succeeded; nil: it was a task of this run.
    package var metByRun: Int?

    package init(task: TaskName, metByRun: Int? = nil) {
      self.task = task
      self.metByRun = metByRun
    }
  }

  /// A lock that the task waited for, the last one if there were several.
  package struct LockWait: Sendable, Hashable {
    package var lock: String
    /// Who had it, in words.
    package var holder: String
    package var since: Timestamp

    package init(lock: String, holder: String, since: Timestamp) {
      self.lock = lock
      self.holder = holder
      self.since = since
    }
  }

  /// The index into the plan's tasks.
  package var position: Int
  package var name: TaskName
  package var runbook: String
  package var needs: [Need]
  /// In the order in which the runbook declares them. Secrets are not among them.
  package var parameters: [ResolvedParameter]
  /// The beginning of the slot for which `run --due` selected it, and which it counts for; nil: it counts for its start.
  package var dueAt: Timestamp?
  /// nil: not started yet, or never.
  package var startedAt: Timestamp?
  /// nil while it runs, and for ever where it was interrupted.
  package var finishedAt: Timestamp?
  /// How it ended and why; nil: it runs, waits, or maint ended before it did and nobody has looked since.
  package var result: TaskResult?
  package var lockWait: LockWait?
  /// Whether it left something behind for which its runbook is refused until it has a `resolution`.
  package var needsHuman: Bool
  /// nil where it never waited to be confirmed.
  package var confirmation: ConfirmationRecord?
  package var resolution: Resolution?
  /// SHA-256 of the list of checksums that completed its backup; nil: none was made, or a maint made it that did not
  /// keep it.
  package var sealChecksum: String?
  /// The last moment at which its rollback still fitted into its window; nil: there was none.
  package var pointOfNoReturn: Timestamp?
  /// In the order in which they were started. Empty where only tasks were asked for.
  package var steps: [StepRecord]

  package init(
    position: Int, name: TaskName, runbook: String, needs: [Need] = [], parameters: [ResolvedParameter] = [],
    startedAt: Timestamp? = nil, finishedAt: Timestamp? = nil, result: TaskResult? = nil, lockWait: LockWait? = nil,
    needsHuman: Bool = false, confirmation: ConfirmationRecord? = nil, resolution: Resolution? = nil,
    sealChecksum: String? = nil, pointOfNoReturn: Timestamp? = nil, steps: [StepRecord] = []
  ) {
    self.position = position
    self.name = name
    self.runbook = runbook
    self.needs = needs
    self.parameters = parameters
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.result = result
    self.lockWait = lockWait
    self.needsHuman = needsHuman
    self.confirmation = confirmation
    self.resolution = resolution
    self.sealChecksum = sealChecksum
    self.pointOfNoReturn = pointOfNoReturn
    self.steps = steps
  }

  /// Its change can be confirmed, and is rolled back if nobody does.
  package var isWaiting: Bool {
    guard let confirmation, confirmation.verdict == nil, result == nil else { return false }
    return steps.last?.key.stage == .verify
  }

  /// From its start to its end; nil while it lacks one.
  package var duration: Duration? {
    guard let startedAt, let finishedAt, finishedAt >= startedAt else { return nil }
    return finishedAt - startedAt
  }
}
