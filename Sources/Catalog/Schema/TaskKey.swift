/// The keys of a task that is more than a name.
enum TaskKey: String, SchemaKey {
  case task, runbook, needs, with, timeout, locks, alert, window, approval
  case requireDrill = "require_drill"

  static let construct = "a task"
  static let synonyms: [String: TaskKey] = ["name": .task, "job": .task, "params": .with, "depends_on": .needs]
  static let requiredKeys: [TaskKey] = [.task]

  var field: Field {
    switch self {
    case .task: Field(.name, "The name of the task.")
    case .runbook: Field(.name, "The runbook that it runs; the one of the task's name unless given.")
    case .needs: Field(.list(.need), "Tasks that must have succeeded before: a name, or tier.name of another tier.")
    case .with: Field(.map(.text, of: .text), "Values for the parameters of the runbook.")
    case .timeout: Field(.timeLimit, "For precheck to verify together; rollback and cleanup are not cut short.")
    case .locks: Field(.list(.name), "Locks held while it runs, besides those of the runbook.")
    case .alert:
      Field(.choice(of: MaintenanceTask.AlertLevel.self), "The level of the alert when it fails; warning unless given.")
    case .requireDrill: Field(.construct(.drill), "It runs only with a proven rollback; as its tier says unless given.")
    case .approval:
      Field(.construct(.approval), "Who must say yes before it begins, besides those that its runbook says.")
    case .window: Field(.name, "The window that it waits for in place of the tier's, also where it changes nothing.")
    }
  }
}
