import Catalog
import Planning

/// The tasks of a plan as nodes and their needs as edges, ready to be drawn.
struct Graph {
  struct Node {
    var label: String
    /// The run that met it; nil for a task of this plan.
    var run: Int?
  }

  struct Edge {
    /// What is needed.
    var from: Int
    /// The task that needs it.
    var to: Int
    var isDashed: Bool
  }

  /// The tasks in running order, then the needs already met, each once.
  private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []

  init(_ plan: Plan) {
    nodes = plan.tasks.map { Node(label: $0.name.description) }
    var met: [TaskName: Int] = [:]
    for (index, task) in plan.tasks.enumerated() {
      for need in task.metNeeds {
        let node = met[need.task] ?? nodes.count
        if met.updateValue(node, forKey: need.task) == nil {
          nodes.append(Node(label: need.task.description, run: need.success.run))
        }
        edges.append(Edge(from: node, to: index, isDashed: true))
      }
      for need in task.needs {
        let isDashed = plan.tasks[need].name.tier != task.name.tier
        edges.append(Edge(from: need, to: index, isDashed: isDashed))
      }
    }
  }
}
