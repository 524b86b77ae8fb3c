import Catalog
import Planning

/// What is still to be run of a task that was left half-done or is to be taken back, if every step does its work.
package struct RemainingSteps: Sendable {
  /// In order.
  package let steps: [(key: StepKey, step: Step)]
  /// The changes that must not stay are taken back; else the task only tidies up.
  package let goesBack: Bool
  /// A change that was started and that nothing takes back.
  package let withoutWayBack: Step?

  /// `task`: its index in the plan.
  package init(of remains: TaskRemains, task: Int, in plan: Plan) {
    let all = TaskSteps(task: task, plan: plan)
    let wayBack = WayBack(of: remains, steps: all)
    goesBack = wayBack.needsRollback
    let back = goesBack ? all.rollback(of: wayBack.startedChanges) : []
    steps = (back + all.keys(of: .cleanup)).filter { !wayBack.done.contains($0) }.map { ($0, all.step($0)) }
    withoutWayBack = goesBack ? all.changeWithoutWayBack(of: wayBack.startedChanges) : nil
  }
}
