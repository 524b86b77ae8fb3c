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
    /// nil where it did not wait to be confirmed.
    package var confirmation: ConfirmationRecord?

    package init(
      name: TaskName, runbook: String, stage: Stage?, changeIntended: Bool, confirmation: ConfirmationRecord? = nil
    ) {
      self.name = name
      self.runbook = runbook
      self.stage = stage
      self.changeIntended = changeIntended
      self.confirmation = confirmation
    }
  }

  package var run: Int
  /// In plan order.
  package var openTasks: [OpenTask]
  /// Tasks that had not been started; they are `not_started` now.
  package var notStarted: [TaskName]
  package var survivors: [Survivor]

  package init(run: Int, openTasks: [OpenTask], notStarted: [TaskName], survivors: [Survivor]) {
    self.run = run
    self.openTasks = openTasks
    self.notStarted = notStarted
    self.survivors = survivors
  }
}
