/// The edges of a directed graph whose nodes are numbered from 0: for each node the nodes that it points at.
///
/// All edges lie in one array, so that a graph of 10,000 nodes is two allocations and not 10,000.
struct Adjacency {
  private var starts = [0]
  private var ends: [Int] = []

  init() {}

  init(nodes: Int, edges: Int) {
    starts.reserveCapacity(nodes + 1)
    ends.reserveCapacity(edges)
  }

  var nodeCount: Int { starts.count - 1 }
  var edgeCount: Int { ends.count }

  /// The numbers of the node's edges, for `target(of:)`.
  func edges(of node: Int) -> Range<Int> { starts[node]..<starts[node + 1] }

  func target(of edge: Int) -> Int { ends[edge] }

  subscript(node: Int) -> ArraySlice<Int> { ends[edges(of: node)] }

  /// Adds an edge of the node that is being built.
  mutating func append(_ target: Int) { ends.append(target) }

  /// The node being built is complete; the next has the next number.
  mutating func endNode() { starts.append(ends.count) }

  /// Every edge turned round; the edges of a node are in the order of the nodes they lead to.
  var reversed: Adjacency {
    var result = Adjacency()
    var next = Array(repeating: 0, count: nodeCount + 1)
    for target in ends { next[target + 1] += 1 }
    for node in 0..<nodeCount { next[node + 1] += next[node] }
    result.starts = next
    result.ends = Array(repeating: 0, count: ends.count)
    for node in 0..<nodeCount {
      for target in self[node] {
        result.ends[next[target]] = node
        next[target] += 1
      }
    }
    return result
  }
}
