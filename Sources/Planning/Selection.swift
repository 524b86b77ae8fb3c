import Catalog
import Scheduling

/// Decides which tasks of a graph belong to a run: those asked for, and those that they need and that are not yet met.
struct Selection {
  /// Numbers of the graph: first those that are only needed, in the graph's order, then those asked for, as asked.
  private(set) var tasks: [Int] = []
  /// How many of them stand in front because they are only needed.
  private(set) var neededCount = 0
  /// For each need left out its last success, which lies in the current period of its tier.
  private(set) var met: [Int: PlanningHistory.Success] = [:]
  /// For each task of the graph its index in `tasks`, or -1.
  private var position: [Int]

  /// `success` tells whether a task outside the targets has been done already.
  init(asked: [Int], graph: TaskGraph, success: (_ task: Int) -> PlanningHistory.Success?) {
    var isSeen = Array(repeating: false, count: graph.tasks.count)
    for task in asked where !isSeen[task] {
      isSeen[task] = true
      tasks.append(task)
    }
    var needed: [Int] = []
    var unexplored = tasks
    while let task = unexplored.popLast() {
      for need in graph.needs[task] where !isSeen[need] {
        isSeen[need] = true
        if let success = success(need) {
          met[need] = success
        } else {
          needed.append(need)
          unexplored.append(need)
        }
      }
    }
    needed.sort()
    neededCount = needed.count
    tasks = needed + tasks
    position = Array(repeating: -1, count: graph.tasks.count)
    for (index, task) in tasks.enumerated() { position[task] = index }
  }

  func contains(_ task: Int) -> Bool { position[task] >= 0 }

  /// The needs between the tasks of the run, by their positions in it; each once, in the order written.
  func needs(in graph: TaskGraph) -> Adjacency {
    var result = Adjacency(nodes: tasks.count, edges: graph.needs.edgeCount)
    var lastNeededBy = Array(repeating: -1, count: tasks.count)
    for (index, task) in tasks.enumerated() {
      for need in graph.needs[task] where contains(need) && lastNeededBy[position[need]] != index {
        lastNeededBy[position[need]] = index
        result.append(position[need])
      }
      result.endNode()
    }
    return result
  }
}
