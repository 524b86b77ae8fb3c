/// Finds cycles in a graph: no edge lies in two of them, and without their edges the graph has none.
///
/// So each has to be mended by itself. Where cycles overlap, a short one is preferred: it is easier to understand.
struct CycleFinder {
  /// More are not looked for, so that a tangle of thousands of tasks cannot take minutes.
  static let mostCycles = 50
  /// Edges looked at in search of a cycle shorter than the one at hand.
  private static let mostEffort = 500_000

  private let graph: Adjacency
  private var isRemoved: [Bool]
  private var search: CycleSearch

  /// The nodes of each cycle along its edges, the lowest number first; in the order of their first nodes.
  static func cycles(of graph: Adjacency) -> [[Int]] {
    var finder = CycleFinder(graph)
    return finder.findAll()
  }

  private init(_ graph: Adjacency) {
    self.graph = graph
    isRemoved = Array(repeating: false, count: graph.edgeCount)
    search = CycleSearch(nodes: graph.nodeCount)
  }

  private mutating func findAll() -> [[Int]] {
    var found: [[Int]] = []
    while found.count < Self.mostCycles {
      let components = StrongComponents(graph, isRemoved: isRemoved)
      if components.cyclic.isEmpty { break }
      for members in components.cyclic.prefix(Self.mostCycles - found.count) {
        let cycle = shortestCycle(members, components)
        found.append(cycle.map(\.node))
        for step in cycle { isRemoved[step.edge] = true }
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The shortest cycle of a component, and of several the one with the lowest member, which comes first; once the
  /// effort is spent, the shortest seen so far.
  private mutating func shortestCycle(_ members: [Int], _ components: StrongComponents) -> [CycleSearch.Step] {
    var best: [CycleSearch.Step] = []
    var effort = 0
    for start in members {
      let limit = best.isEmpty ? Int.max : best.count
      let found = search.cycle(through: start, shorterThan: limit, effort: &effort) { edge in
        let target = graph.target(of: edge)
        return isRemoved[edge] || components.number[target] != components.number[start] ? nil : target
      } edges: {
        graph.edges(of: $0)
      }
      if let found { best = found }
      if effort > Self.mostEffort || best.count <= 2 { break }
    }
    return best
  }
}
