/// Whether a task must have a proven way back before it may run.
package enum DrillRule: Sendable, Hashable {
  /// It need not, whatever the tier or the defaults say.
  case none
  /// A drill has proven it at every point, no longer ago.
  case within(Duration)
}

extension Catalog {
  /// How fresh the proof of a task's way back must be; nil: it needs none.
  package func drillAge(of task: MaintenanceTask) -> Duration? {
    let rule = task.requireDrill ?? task.name.tier.flatMap { tiers[$0]?.requireDrill } ?? defaults.requireDrill
    guard case .within(let age)? = rule, let runbook = runbooks[task.runbook], !runbook.change.isEmpty else {
      return nil
    }
    return age
  }
}
