import Catalog
import Scheduling

/// The tasks of a catalog, each with the rule by which it is due: made once, asked at many moments.
package struct DueTasks: Sendable {
  /// By tier, hourly first and emergency last, and then as written: the order in which they are started.
  package let tasks: [MaintenanceTask]
  /// Of each task; those of emergency are never due.
  package let rules: [DueRule]
  /// By the numbers of the tasks.
  let needs: Adjacency
  /// Each task after all that it needs. Those in a cycle, or behind one, are missing: they can never be started.
  let order: [Int]
  /// Whether another task needs it.
  let isNeeded: [Bool]

  /// `zone` finds the zones of windows; one that is gone since the catalog was checked is the host's.
  package init(_ catalog: Catalog, hostZone: Zone, zone: (String) -> Zone?) {
    let graph = TaskGraph(catalog)
    tasks = graph.tasks
    rules = graph.tasks.map { task in
      catalog.dueRule(of: task, hostZone: hostZone, zone: zone) ?? DueRule(tier: .emergency, zone: hostZone)
    }
    needs = graph.needs
    order = RunningOrder(graph.needs).nodes
    var isNeeded = Array(repeating: false, count: graph.tasks.count)
    for task in graph.tasks.indices {
      for need in graph.needs[task] { isNeeded[need] = true }
    }
    self.isNeeded = isNeeded
  }

  package func needs(of task: Int) -> [Int] { Array(needs[task]) }

  /// With what these need in their turn.
  package func allNeeds(of task: Int) -> Set<Int> {
    var (found, open): (Set<Int>, [Int]) = ([], needs(of: task))
    while let need = open.popLast() {
      if found.insert(need).inserted { open += needs(of: need) }
    }
    return found
  }

  /// The number of a task; nil for an unknown one.
  package func number(of name: TaskName) -> Int? { tasks.firstIndex { $0.name == name } }
}
