import Catalog

/// A task of a plan with every value resolved.
package struct PlannedTask: Sendable {
  /// A need that the run log says was met in its tier's current period.
  package struct MetNeed: Sendable, Hashable {
    package var task: TaskName
    package var success: PlanningHistory.Success

    package init(task: TaskName, success: PlanningHistory.Success) {
      self.task = task
      self.success = success
    }
  }

  package var task: MaintenanceTask
  /// An index into the plan's runbooks.
  package var runbook: Int
  /// Indices into the plan's tasks, each smaller than this task's own.
  package var needs: [Int]
  package var metNeeds: [MetNeed]
  /// In the order in which the runbook declares them; a parameter without a value is absent.
  package var parameters: [ResolvedParameter]
  /// Of the task and of its runbook, sorted, without repetition.
  package var locks: [String]
  package var timeout: Duration?
  /// nil: no history.
  package var estimate: Estimate?
  /// Tasks of wave 0 need nothing; a task stands one wave after the last that it needs.
  package var wave: Int

  package var name: TaskName { task.name }
}
