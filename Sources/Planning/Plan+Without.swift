import Catalog

extension Plan {
  /// The plan less the tasks that succeeded already, which count as met where others need them.
  package func without(_ succeeded: [TaskName: PlanningHistory.Success]) -> Plan {
    var plan = self
    plan.tasks = []
    var places: [Int: Int] = [:]
    for (index, task) in tasks.enumerated() where succeeded[task.name] == nil {
      var task = task
      for need in task.needs {
        guard let success = succeeded[tasks[need].name] else { continue }
        task.metNeeds.append(PlannedTask.MetNeed(task: tasks[need].name, success: success))
      }
      task.needs = task.needs.compactMap { places[$0] }
      task.wave = task.needs.reduce(0) { max($0, plan.tasks[$1].wave + 1) }
      places[index] = plan.tasks.count
      plan.tasks.append(task)
    }
    return plan
  }
}
