import Catalog

extension Plan {
  /// Less the tasks that are in it for the sake of those that stand `alone`: these need nothing, as they do not begin. What
  /// `isChosen`, and what that needs, stays as it is.
  package func isolating(_ alone: Set<TaskName>, isChosen: (TaskName) -> Bool) -> Plan {
    var isKept = tasks.map { alone.contains($0.name) || isChosen($0.name) }
    for index in tasks.indices.reversed() where isKept[index] && !alone.contains(tasks[index].name) {
      for need in tasks[index].needs { isKept[need] = true }
    }
    var plan = self
    plan.tasks = []
    var places: [Int: Int] = [:]
    for (index, task) in tasks.enumerated() where isKept[index] {
      var task = task
      task.needs = alone.contains(task.name) ? [] : task.needs.compactMap { places[$0] }
      task.wave = task.needs.reduce(0) { max($0, plan.tasks[$1].wave + 1) }
      places[index] = plan.tasks.count
      plan.tasks.append(task)
    }
    return plan
  }
}
