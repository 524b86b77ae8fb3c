/// The order in which the nodes of a graph run, each after all that it points at; else in the order of their numbers.
///
/// Of all nodes that may come next, the one with the lowest number does (Kahn's algorithm with a heap), so that the
/// order follows from the graph alone.
struct RunningOrder {
  /// Nodes; those in a cycle, or behind one, are missing.
  private(set) var nodes: [Int] = []
  /// For each node the number of its wave: 0 where it points at nothing, else one more than the highest it points at.
  private(set) var waves: [Int]

  init(_ needs: Adjacency) {
    let dependents = needs.reversed
    var left = (0..<needs.nodeCount).map { needs.edges(of: $0).count }
    waves = Array(repeating: 0, count: needs.nodeCount)
    nodes.reserveCapacity(needs.nodeCount)
    var ready = MinHeap<Int>()
    for node in left.indices where left[node] == 0 { ready.insert(node) }
    while let node = ready.removeLeast() {
      nodes.append(node)
      for dependent in dependents[node] {
        waves[dependent] = max(waves[dependent], waves[node] + 1)
        left[dependent] -= 1
        if left[dependent] == 0 { ready.insert(dependent) }
      }
    }
  }
}
