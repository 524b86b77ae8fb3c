import TestSupport
import Testing

@testable import Statistics

@Suite struct MovingMedianTests {
  /// Whatever the stretches: it is the median of each by itself.
  @Test func eachStretchHasItsMedian() {
    var generator = SeededGenerator(seed: 5)
    for spread in [2, 1_000] {
      let values = (0..<400).map { _ in Double(Int.random(in: 0...spread, using: &generator)) }
      var moving = MovingMedian(values)
      var lower = 0
      for _ in 0..<600 {
        // Mostly onward by little, now and then elsewhere, back, or to nothing.
        lower = Int.random(in: 0...9, using: &generator) > 0 ? lower + Int.random(in: 0...3, using: &generator) : 0
        lower = min(lower, values.count)
        let upper = min(values.count, lower + Int.random(in: 0...30, using: &generator))
        let median = moving.median(of: lower..<upper)
        #expect(median == Quantile.median(of: Array(values[lower..<upper])), "\(lower)..<\(upper)")
      }
    }
  }
}
