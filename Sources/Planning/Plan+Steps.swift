import Catalog
extension Plan {
  package func steps(of stage: Stage, task: PlannedTask) -> [Step] { runbooks[task.runbook].steps(of: stage) }
}
