import Execution
import Planning
import Scheduling

/// A step in which a change waits to be confirmed, as it is told while its run goes on.
struct ConfirmationWait: Sendable {
  /// A moment before the wait is really over: its process counts from its own start.
  var until: Timestamp
  var command: String

  /// nil for every other step.
  init?(_ key: StepKey, startedAt: Timestamp, plan: Plan, command: ConfirmCommand) {
    guard key.stage == .verify, plan.tasks.indices.contains(key.task) else { return nil }
    let task = plan.tasks[key.task]
    let steps = plan.steps(of: .verify, task: task)
    guard steps.indices.contains(key.position), let limit = steps[key.position].confirmation else { return nil }
    until = startedAt + limit
    self.command = command.text(task.name)
  }
}
