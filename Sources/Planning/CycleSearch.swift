/// Breadth-first search for the shortest cycle through one node; keeps its memory from search to search.
struct CycleSearch {
  /// A node of a cycle and the edge by which the cycle leaves it.
  struct Step {
    var node: Int
    var edge: Int
  }

  /// The search that reached a node last; what it stored for the node is valid in that search alone.
  private var reachedIn: [Int]
  private var arrival: [Step]
  private var distance: [Int]
  private var queue: [Int] = []
  private var number = 0

  init(nodes: Int) {
    reachedIn = Array(repeating: 0, count: nodes)
    arrival = Array(repeating: Step(node: 0, edge: 0), count: nodes)
    distance = Array(repeating: 0, count: nodes)
  }

  /// The steps of the cycle from `start` on; nil where each has `limit` nodes or more.
  ///
  /// `target` gives nil for an edge that must not be used. Each edge looked at is added to `effort`.
  mutating func cycle(
    through start: Int, shorterThan limit: Int, effort: inout Int, target: (_ edge: Int) -> Int?,
    edges: (_ node: Int) -> Range<Int>
  ) -> [Step]? {
    number += 1
    queue = [start]
    reachedIn[start] = number
    distance[start] = 0
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      if distance[node] + 1 >= limit { return nil }
      for edge in edges(node) {
        effort += 1
        guard let target = target(edge) else { continue }
        if target == start { return path(to: Step(node: node, edge: edge), from: start) }
        guard reachedIn[target] != number else { continue }
        reachedIn[target] = number
        arrival[target] = Step(node: node, edge: edge)
        distance[target] = distance[node] + 1
        queue.append(target)
      }
    }
    return nil
  }

  private func path(to last: Step, from start: Int) -> [Step] {
    var steps = [last]
    var node = last.node
    while node != start {
      steps.append(arrival[node])
      node = arrival[node].node
    }
    return steps.reversed()
  }
}
