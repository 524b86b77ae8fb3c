import Testing

@testable import Statistics

@Suite struct SegmentationTests {
  /// Three forms of the same points, by numpy's `lstsq`.
  @Test func costsAreSumsOfSquares() {
    let cost = SegmentCost(
      times: [0, 1, 2, 3, 5, 6, 7, 9, 10, 11, 12], values: [1, 2, 1.5, 3, 4, 4.5, 9, 8, 12, 11, 15])
    #expect(abs(cost.line(0, 11) - 19.566_353_187_042_843) < 1e-9)
    #expect(abs(cost.jump(0, 5, 11) - 19.555_644_515_612_492) < 1e-9)
    #expect(abs(cost.bend(0, 4, 11) - 13.265_907_113_334_787) < 1e-9)
    #expect(cost.fitted(1, 3) == [2, 1.5])
  }

  /// The least sum by trying, for each end, every start: what PELT may skip must never have been the best.
  private func definition(_ search: Segmentation) -> (cost: Double, changes: [Int]) {
    var best: [(cost: Double, changes: [Int])?] = [(-search.penalty, [])]
    for end in 1...search.count {
      var found: (cost: Double, changes: [Int])?
      for start in 0..<max(0, end - search.shortest + 1) {
        guard let before = best[start] else { continue }
        let cost = before.cost + search.cost.line(start, end) + search.penalty
        if cost < found?.cost ?? .infinity { found = (cost, before.changes + (start > 0 ? [start] : [])) }
      }
      best.append(found)
    }
    return best[search.count] ?? (0, [])
  }

  @Test func theCutsAreTheBestThereAre() {
    var cuts = 0
    for seed in 0..<60 {
      var series = MadeUpSeries(seed: seed)
      var level = 0.0
      let values = series.noise(.white, count: 48).map { noise in
        if series.uniform() < 0.08 { level = 6 * series.normal() }
        return level + noise
      }
      for penalty in [2.0, 6, 20] {
        let cost = SegmentCost(times: values.indices.map { Double($0) / 10 }, values: values)
        let search = Segmentation(cost: cost, count: values.count, shortest: 2 + seed % 5, penalty: penalty)
        let best = definition(search)
        #expect(search.changes() == best.changes, "seed \(seed), penalty \(penalty)")
        cuts += best.changes.count
      }
    }
    #expect(cuts > 200)
  }
}
