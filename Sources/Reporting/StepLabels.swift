import Catalog
import Execution
import Planning

/// Says where in its runbook a step stands: `change 2/3`, `undo of change 2/3`.
struct StepLabels: Sendable {
  var plan: Plan

  func place(of key: StepKey) -> String {
    let stage = key.isUndo ? Stage.change : key.stage
    let name = key.isUndo ? "undo of \(stage.rawValue)" : stage.rawValue
    guard let runbook = runbook(of: key) else { return name }
    // The default rollback restores paths that are no written steps of that stage.
    let count = runbook.steps(of: stage).count
    return key.position < count ? "\(name) \(key.position + 1)/\(count)" : name
  }

  /// Attempts that the step may make; nil where its text is not in the runbook.
  func attempts(of key: StepKey) -> Int? {
    guard !key.isUndo, let steps = runbook(of: key)?.steps(of: key.stage), steps.indices.contains(key.position) else {
      return nil
    }
    return steps[key.position].retries + 1
  }

  private func runbook(of key: StepKey) -> Runbook? {
    guard plan.tasks.indices.contains(key.task) else { return nil }
    return plan.runbook(of: plan.tasks[key.task])
  }
}
