import Catalog
import Diagnostics
import Scheduling
import TestSupport
import Testing

@testable import Planning

@Suite struct DependencyCycleTests {
  @Test func aCycleIsShownEdgeByEdge() throws {
    var builder = CatalogBuilder()
    builder.task(.daily, "a", needs: ["b"])
    builder.task(.daily, "b", needs: ["weekly.c"])
    builder.task(.weekly, "c", needs: ["daily.a"])
    let cycles = Planner.cycles(in: builder.catalog)
    try #require(cycles.count == 1)
    #expect(
      DiagnosticRenderer(color: false).render(cycles[0]) == """
        schedules/daily.yaml:1:4: error: dependency cycle: daily.a needs daily.b, which needs weekly.c, which needs \
        daily.a again [dependency-cycle]
        1 │ a: b
          │    ^
        schedules/daily.yaml:2:4: note: daily.b needs weekly.c
        2 │ b: weekly.c
          │    ^~~~~~~~
        schedules/weekly.yaml:1:4: note: weekly.c needs daily.a
        1 │ c: daily.a
          │    ^~~~~~~
        hint: remove one of these needs

        """)
  }

  @Test func cyclesMatterOnlyWithinReach() throws {
    var builder = CatalogBuilder()
    builder.task(.daily, "a", needs: ["weekly.x"])
    builder.task(.daily, "b")
    builder.task(.weekly, "x", needs: ["weekly.y"])
    builder.task(.weekly, "y", needs: ["weekly.x"])
    let planner = builder.catalog.planner()
    #expect(try planner.plan(targets: [.task(taskName("b"))]).names == ["daily.b"])
    let failure = #expect(throws: PlanningFailure.self) { try planner.plan(targets: [.tier(.daily)]) }
    #expect(failure?.problems.sorted.map(\.id) == [.dependencyCycle])
    #expect(Planner.cycles(in: builder.catalog).count == 1)
  }

  @Test func independentCyclesAreFoundOnceEach() {
    var builder = CatalogBuilder()
    builder.task(.daily, "self", needs: ["self"])
    builder.task(.daily, "a", needs: ["b", "c"])
    builder.task(.daily, "b", needs: ["a"])
    builder.task(.daily, "c", needs: ["d", "a"])
    builder.task(.daily, "d", needs: ["a"])
    builder.task(.daily, "free", needs: ["a"])
    #expect(
      Planner.cycles(in: builder.catalog).map(\.message) == [
        "daily.self needs itself",
        "dependency cycle: daily.a needs daily.b, which needs daily.a again",
        "dependency cycle: daily.a needs daily.c, which needs daily.a again",
      ])
  }

  @Test func aLongCycleIsShortened() throws {
    var builder = CatalogBuilder()
    for index in 0..<1000 { builder.task(.daily, "t\(index)", needs: ["t\((index + 1) % 1000)"]) }
    let cycle = try #require(Planner.cycles(in: builder.catalog).first)
    #expect(cycle.message.hasSuffix("daily.t5, which needs 994 more, which needs daily.t0 again"))
    #expect(cycle.notes.count == 20)
    #expect(cycle.notes.last?.message == "daily.t999 needs daily.t0")
    #expect(cycle.notes[18].message == "and so on through 980 more needs, up to the next note")
  }

  /// No cycle survives without its edges, each edge exists and none is in two cycles.
  @Test(arguments: 0..<300) func randomGraphs(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...12, using: &generator)
    var graph = Adjacency()
    var edges: [[Int]] = []
    for _ in 0..<count {
      let targets = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        Int.random(in: 0..<count, using: &generator)
      }
      edges.append(targets)
      for target in targets { graph.append(target) }
      graph.endNode()
    }
    let hasCycle = RunningOrder(graph).nodes.count < count
    let cycles = CycleFinder.cycles(of: graph)
    #expect(cycles.isEmpty != hasCycle)
    for cycle in cycles {
      #expect(cycle.first == cycle.min() && Set(cycle).count == cycle.count)
      for (node, next) in zip(cycle, cycle.dropFirst() + cycle.prefix(1)) {
        guard let edge = edges[node].firstIndex(of: next) else {
          Issue.record("\(node) does not point at \(next), or in two cycles")
          continue
        }
        edges[node].remove(at: edge)
      }
    }
    var rest = Adjacency()
    for targets in edges {
      for target in targets { rest.append(target) }
      rest.endNode()
    }
    #expect(RunningOrder(rest).nodes.count == count)
  }

  @Test func aTangleOfThousandsEndsSoon() {
    var generator = SeededGenerator(seed: 1)
    var graph = Adjacency()
    for _ in 0..<2000 {
      for _ in 0..<5 { graph.append(Int.random(in: 0..<2000, using: &generator)) }
      graph.endNode()
    }
    let start = ContinuousClock.now
    #expect(CycleFinder.cycles(of: graph).count == CycleFinder.mostCycles)
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
