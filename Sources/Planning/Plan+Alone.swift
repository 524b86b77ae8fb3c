import Catalog
import Scheduling

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

  /// Tasks that wait for somebody's word and may not start now, and that would not come to ask for it: something that they need may
  /// not start either.
  package func waitingAlone(at now: Timestamp) -> Set<TaskName> {
    var found: Set<TaskName> = []
    guard tasks.contains(where: { $0.rareApproval.isThere }) else { return found }
    var areHeldUp: [Bool] = []
    for task in tasks {
      let isShut = task.gate.map { !$0.decision(at: now).isOpen } ?? false
      let waitsForNeeds = task.needs.contains { areHeldUp[$0] }
      if isShut, waitsForNeeds, let approval = task.approval, !approval.isGiven { found.insert(task.name) }
      areHeldUp.append(isShut || waitsForNeeds)
    }
    return found
  }
}
