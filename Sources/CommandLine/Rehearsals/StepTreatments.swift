import Catalog
import Execution
import Linting
import Planning
import Reporting

/// What a rehearsal does with each step of a plan, found before it begins.
enum StepTreatments {
  /// Steps that are simply run are left out.
  static func of(_ plan: Plan) -> [StepKey: StepTreatment] {
    var treatments: [StepKey: StepTreatment] = [:]
    // A runbook is read once, however many tasks it has.
    let byRunbook = plan.runbooks.map(of)
    for (index, task) in plan.tasks.enumerated() {
      for (key, treatment) in byRunbook[task.runbook] {
        var key = key
        key.task = index
        treatments[key] = treatment
      }
    }
    return treatments
  }

  private static func of(_ runbook: Runbook) -> [StepKey: StepTreatment] {
    var treatments: [StepKey: StepTreatment] = [:]
    for stage in Stage.allCases {
      for (position, step) in runbook.steps(of: stage).enumerated() where step.pathAction == nil {
        treatments[StepKey(task: 0, stage: stage, position: position)] = of(step, [step.condition, step.run])
        guard step.rehearsal == nil, let undo = step.undo else { continue }
        treatments[StepKey(task: 0, stage: .rollback, position: position, isUndo: true)] = of(step, [undo])
      }
    }
    return treatments
  }

  private static func of(_ step: Step, _ texts: [String?]) -> StepTreatment? {
    let needs = SandboxNeeds.of(texts.compactMap(\.self).joined(separator: "\n"), shell: step.shell)
    switch step.rehearsal {
    case nil: return needs.isEmpty ? nil : .unknown(needs: needs)
    case .run: return nil
    case .skip: return .skipped(needs: needs)
    case .replace: return .replaced
    }
  }
}
