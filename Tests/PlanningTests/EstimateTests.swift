import Catalog
import Scheduling
import Testing

@testable import Planning

@Suite struct EstimateTests {
  @Test(arguments: [
    ([7], 7, 7), ([4, 1], 2.5, 4), ([9, 1, 2], 2, 9), (Array(1...20), 10.5, 19), (Array(1...21), 11, 20),
    (Array(1...100), 50.5, 95),
  ]) func medianAndNearestRank(seconds: [Int], median: Double, percentile95: Double) {
    let estimate = Estimate(of: seconds.map { .seconds($0) })
    #expect(
      estimate == Estimate(median: .seconds(median), percentile95: .seconds(percentile95), count: seconds.count))
  }

  @Test func noRunsNoEstimate() { #expect(Estimate(of: []) == nil) }

  /// a 4 s, b 2 s, c 3 s after b, d 1 s after a and c.
  @Test(arguments: [(1, 10), (2, 6), (9, 6)]) func theRunAsAWhole(jobs: Int, seconds: Int) throws {
    var builder = CatalogBuilder()
    builder.task(.daily, "a")
    builder.task(.daily, "b")
    builder.task(.daily, "c", needs: ["b"])
    builder.task(.daily, "d", needs: ["a", "c"])
    var history = PlanningHistory()
    for (name, seconds) in [("a", 4), ("b", 2), ("c", 3), ("d", 1)] {
      history.durations[taskName(name)] = [.seconds(seconds)]
    }
    #expect(
      try builder.catalog.planner(history: history).plan(targets: [.tier(.daily)], jobs: jobs).estimatedDuration
        == .seconds(seconds))
    history.durations[taskName("c")] = nil
    #expect(
      try builder.catalog.planner(history: history).plan(targets: [.tier(.daily)], jobs: jobs).estimatedDuration == nil)
  }
}
