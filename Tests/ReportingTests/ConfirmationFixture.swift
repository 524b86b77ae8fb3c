import Execution
import Planning

/// The usual plan, in which the second task waits ten minutes to be confirmed.
enum ConfirmationFixture {
  static var planAndKey: (Plan, StepKey) {
    var plan = ExamplePlan.usual
    plan.runbooks[plan.tasks[1].runbook].confirm = .seconds(600)
    let steps = plan.steps(of: .verify, task: plan.tasks[1])
    return (plan, StepKey(task: 1, stage: .verify, position: steps.count - 1))
  }
}
