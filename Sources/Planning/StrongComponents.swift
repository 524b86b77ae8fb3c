/// The strongly connected components of a graph: nodes that reach each other (Tarjan, without recursion, so that a
/// chain of any length fits the stack).
struct StrongComponents {
  /// For each node the number of its component.
  private(set) var number: [Int]
  /// The components that hold a cycle, the members of each ascending.
  private(set) var cyclic: [[Int]] = []

  private let graph: Adjacency
  private let isRemoved: [Bool]
  /// In the order of discovery, from 1; 0: not yet discovered.
  private var discovery: [Int]
  private var low: [Int]
  private var stack: [Int] = []
  private var discovered = 0
  private var closed = 0

  /// Edges marked in `isRemoved` count as absent.
  init(_ graph: Adjacency, isRemoved: [Bool]) {
    self.graph = graph
    self.isRemoved = isRemoved
    number = Array(repeating: -1, count: graph.nodeCount)
    discovery = Array(repeating: 0, count: graph.nodeCount)
    low = discovery
    for node in 0..<graph.nodeCount where discovery[node] == 0 { explore(from: node) }
    cyclic.sort { $0[0] < $1[0] }
  }

  private mutating func explore(from root: Int) {
    var path = [(node: root, edges: graph.edges(of: root))]
    discover(root)
    while let (node, rest) = path.popLast() {
      var edges = rest
      var child: Int?
      while child == nil, let edge = edges.popFirst() {
        let target = graph.target(of: edge)
        if isRemoved[edge] || number[target] >= 0 { continue }
        if discovery[target] == 0 { child = target } else { low[node] = min(low[node], discovery[target]) }
      }
      if let child {
        path.append((node, edges))
        path.append((child, graph.edges(of: child)))
        discover(child)
      } else {
        if low[node] == discovery[node] { close(node) }
        if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
      }
    }
  }

  private mutating func discover(_ node: Int) {
    discovered += 1
    discovery[node] = discovered
    low[node] = discovered
    stack.append(node)
  }

  /// The nodes on the stack down to this one are a component.
  private mutating func close(_ node: Int) {
    var members: [Int] = []
    while let member = stack.popLast() {
      number[member] = closed
      members.append(member)
      if member == node { break }
    }
    closed += 1
    let pointsAtItself = graph.edges(of: node).contains { graph.target(of: $0) == node && !isRemoved[$0] }
    if members.count > 1 || pointsAtItself { cyclic.append(members.sorted()) }
  }
}
