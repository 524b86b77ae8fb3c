import TestSupport
import Testing

@testable import Planning

@Suite struct RunningOrderTests {
  /// Against the definition: of all nodes that may come next, the lowest comes.
  @Test(arguments: 0..<200) func randomGraphs(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...30, using: &generator)
    let rank = (0..<count).shuffled(using: &generator)
    var needs: [[Int]] = []
    var graph = Adjacency()
    for node in 0..<count {
      let candidates = (0..<count).filter { rank[$0] < rank[node] }
      needs.append(candidates.shuffled(using: &generator).prefix(Int.random(in: 0...3, using: &generator)).sorted())
      for need in needs[node] { graph.append(need) }
      graph.endNode()
    }
    let order = RunningOrder(graph)
    var expected: [Int] = []
    var waves = Array(repeating: 0, count: count)
    while let next = (0..<count).first(where: { node in
      !expected.contains(node) && needs[node].allSatisfy(expected.contains)
    }) {
      waves[next] = needs[next].map { waves[$0] + 1 }.max() ?? 0
      expected.append(next)
    }
    #expect(order.nodes == expected)
    #expect(order.waves == waves)
  }

  @Test func aLongChainNeedsNoStack() {
    var graph = Adjacency()
    for node in 0..<100_000 {
      if node + 1 < 100_000 { graph.append(node + 1) }
      graph.endNode()
    }
    #expect(RunningOrder(graph).nodes == Array((0..<100_000).reversed()))
    #expect(CycleFinder.cycles(of: graph).isEmpty)
  }

  @Test(arguments: 0..<50) func theHeapSorts(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let numbers = (0..<seed).map { _ in Int.random(in: 0..<20, using: &generator) }
    var heap = MinHeap<Int>()
    for number in numbers { heap.insert(number) }
    var sorted: [Int] = []
    while let least = heap.removeLeast() { sorted.append(least) }
    #expect(sorted == numbers.sorted())
  }
}
