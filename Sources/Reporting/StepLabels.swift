import Catalog
import Execution
import Planning

/// What the plan says of a step that events name: where it stands and how often it may be tried.
struct StepLabels: Sendable {
  var plan: Plan

  func place(of key: StepKey) -> String {
    let count = steps(of: key).count
    // The default rollback restores paths that are no written steps of that stage.
    return "\(StepPlace(key, of: key.position < count ? count : nil))"
  }

  /// Attempts that the step may make; nil where its text is not in the runbook.
  func attempts(of key: StepKey) -> Int? {
    let steps = steps(of: key)
    return !key.isUndo && steps.indices.contains(key.position) ? steps[key.position].retries + 1 : nil
  }

  private func steps(of key: StepKey) -> [Step] {
    guard plan.tasks.indices.contains(key.task) else { return [] }
    return plan.runbook(of: plan.tasks[key.task]).steps(of: key.isUndo ? .change : key.stage)
  }
}
