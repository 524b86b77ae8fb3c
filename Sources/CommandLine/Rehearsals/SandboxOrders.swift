import Catalog
import Execution
import Planning

/// What the maint inside a sandbox is to carry out.
struct SandboxOrders: Equatable {
  /// One task of the plan alone, by its index; nil: all.
  var task: Int?
  /// What the run log has of it counts as done, and the rest follows.
  var goesOn = false
  /// Steps that are tried once and must succeed, whatever the runbook says.
  var decisive: [StepKey] = []

  init() {}

  init?(_ text: String) {
    for word in text.split(separator: " ") {
      let value = String(word.drop { $0 != "=" }.dropFirst())
      switch word.prefix(while: { $0 != "=" }) {
      case "task": task = Int(value)
      case "on": goesOn = true
      case "decisive":
        guard let attempt = AttemptKey(mark: value) else { return nil }
        decisive.append(attempt.step)
      default: return nil
      }
    }
  }

  var text: String {
    var words = task.map { ["task=\($0)"] } ?? []
    if goesOn { words.append("on") }
    words += decisive.map { "decisive=\(AttemptKey(step: $0, number: 1).mark)" }
    return words.joined(separator: " ")
  }

  /// Of a plan as it is carried out in a sandbox; the steps' keys are those of the plan that comes out.
  func applied(to plan: Plan) -> Plan {
    var plan = plan
    if let task {
      plan.tasks = [plan.tasks[task]]
      plan.tasks[0].needs = []
    }
    for key in decisive {
      let runbook = plan.tasks[key.task].runbook
      plan.runbooks[runbook].changeStep(key) { step in (step.retries, step.onFailure) = (0, .fail) }
    }
    return plan
  }
}

extension Runbook {
  /// Steps that maint adds to a stage stay as they are, as do undo steps.
  fileprivate mutating func changeStep(_ key: StepKey, _ change: (inout Step) -> Void) {
    var steps = steps(of: key.stage)
    guard !key.isUndo, steps.indices.contains(key.position) else { return }
    change(&steps[key.position])
    setSteps(steps, of: key.stage)
  }
}
