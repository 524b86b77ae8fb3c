import Catalog
import Execution

/// A run whose maint process is gone, as `reconcile` found and marked it.
package struct InterruptedRun: Sendable, Hashable {
  /// A task that was started and had not ended.
  package struct OpenTask: Sendable, Hashable {
    package var name: TaskName
    package var runbook: String
    /// The stage of the last step that was started; nil: none was.
    package var stage: Stage?
    /// Whether a step that changes the host was about to be spawned, or was: the runbook needs a human.
    package var changeIntended: Bool

    package init(name: TaskName, runbook: String, stage: Stage?, changeIntended: Bool) {
      self.name = name
      self.runbook = runbook
      self.stage = stage
      self.changeIntended = changeIntended
    }
  }

  /// A process of a step that outlived maint and is still alive.
  package struct LeftProcess: Sendable, Hashable {
    package var task: TaskName
    /// The step's name.
    package var step: String
    package var process: ProcessIdentity

    package init(task: TaskName, step: String, process: ProcessIdentity) {
      self.task = task
      self.step = step
      self.process = process
    }
  }

  package var run: Int
  /// In plan order.
  package var openTasks: [OpenTask]
  /// Tasks that had not been started; they are `not_started` now.
  package var notStarted: [TaskName]
  package var leftProcesses: [LeftProcess]

  package init(run: Int, openTasks: [OpenTask], notStarted: [TaskName], leftProcesses: [LeftProcess]) {
    self.run = run
    self.openTasks = openTasks
    self.notStarted = notStarted
    self.leftProcesses = leftProcesses
  }
}
