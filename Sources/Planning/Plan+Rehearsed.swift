import Catalog

extension Plan {
  /// The plan as a rehearsal carries it out: its tasks one after the other, so that it is known which step changed what;
  /// steps left out or replaced as they say; nobody is waited for, and no window either.
  package var rehearsed: Plan {
    var plan = self
    plan.jobs = 1
    for index in plan.tasks.indices { plan.tasks[index].gate = nil }
    for index in plan.runbooks.indices {
      plan.runbooks[index].confirm = nil
      for stage in Stage.allCases {
        plan.runbooks[index].setSteps(plan.runbooks[index].steps(of: stage).map(\.rehearsed), of: stage)
      }
    }
    return plan
  }
}

extension Step {
  fileprivate var rehearsed: Step {
    var step = self
    switch rehearsal {
    case nil, .run: break
    case .skip:
      step.condition = "false"
      step.undo = nil
    case .replace(let text):
      step.run = text
      step.pathAction = nil
    }
    return step
  }
}
