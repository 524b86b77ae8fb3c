import TestSupport
import Testing

@testable import Statistics

@Suite struct QuantileTests {
  private let values = [3.5, -1.25, 7, 3.5, 0, 12.75, 3.5, -8.5, 4.25, 100, 2]

  @Test func quantilesAreThoseOfNumpy() {
    #expect(
      Quantile.of(values, at: [0, 0.05, 0.25, 0.5, 0.9, 0.95, 1]) == [-8.5, -4.875, 1, 3.5, 12.75, 56.375, 100])
    #expect(Quantile.of(values, at: 0.25) == 1)
    #expect(Quantile.median(of: [4, 1, 3, 2]) == 2.5)
    #expect(Quantile.medianAbsoluteDeviation(of: values) == 3.5)
  }

  @Test func ofNothingThereIsNone() {
    #expect(Quantile.median(of: []) == nil)
    #expect(Quantile.of([], at: 0.5) == nil)
    #expect(Quantile.medianAbsoluteDeviation(of: []) == nil)
    #expect(Quantile.of([7], at: [0, 0.3, 1]) == [7, 7, 7])
  }

  @Test func theGreatestNumbersDoNotOverflow() {
    let greatest = Double.greatestFiniteMagnitude
    #expect(Quantile.median(of: [-greatest, greatest]) == 0)
    #expect(Quantile.median(of: [greatest, greatest]) == greatest)
    #expect(Quantile.median(of: [0.1, 0.1]) == 0.1)
  }

  @Test func eachRankIsThatOfTheSortedValues() {
    var generator = SeededGenerator(seed: 1)
    for count in [1, 2, 15, 16, 17, 40, 333] {
      for spread in [1, 3, 1_000] {
        let values = (0..<count).map { _ in Double(Int.random(in: -spread...spread, using: &generator)) }
        let sorted = values.sorted()
        for rank in stride(from: 0, to: count, by: max(1, count / 7)) {
          var values = values
          #expect(Selection.select(rank, of: &values) == sorted[rank])
          #expect(values[..<rank].allSatisfy { $0 <= sorted[rank] })
        }
      }
    }
  }

  /// Were it quadratic, each of these would take minutes.
  @Test func noOrderIsSlow() {
    let count = 30_000
    let orders: [[Double]] = [
      (0..<count).map { Double($0) }, (0..<count).map { Double(-$0) }, .init(repeating: 1, count: count),
      (0..<count).map { Double(min($0, count - $0)) }, (0..<count).map { Double($0 % 2) },
    ]
    for values in orders {
      let sorted = values.sorted()
      #expect(Quantile.median(of: values) == (sorted[count / 2 - 1] + sorted[count / 2]) / 2)
    }
  }
}
