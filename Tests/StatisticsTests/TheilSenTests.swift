import Testing

@testable import Statistics

/// Against scipy 1.17's `theilslopes` and against the definition.
@Suite struct TheilSenTests {
  @Test func aShortSeriesWithEqualValues() throws {
    let times = [0, 1, 2.5, 3, 4, 7, 7.5, 9, 10, 12, 15, 15.25]
    let fit = try #require(TheilSen(times: times, values: [1, 3, 2, 2, 5, 4, 9, 7, 7, 7, 30, 12]))
    #expect(fit.slope == 2.0 / 3)
    #expect(abs(fit.intercept - 1) < 1e-12)
    let interval = try #require(fit.interval())
    #expect(interval.lowerBound == 0.4)
    #expect(abs(interval.upperBound - 1.142_857_142_857_142_8) < 1e-12)
  }

  @Test func sixtyPointsAtOddTimes() throws {
    var state = 12_345
    func draw() -> Int {
      state = (state * 1_103_515_245 + 12_345) % (1 << 31)
      return state >> 16
    }
    var times: [Double] = []
    var values: [Double] = []
    var time = 0.0
    for _ in 0..<60 {
      time += 0.25 + Double(draw() % 8) / 4
      times.append(time)
      values.append(Double(draw() % 200) / 8 + 0.5 * time)
    }
    let fit = try #require(TheilSen(times: times, values: values))
    #expect(abs(fit.slope - 0.534_727_804_165_144_3) < 1e-12)
    #expect(abs(fit.intercept - 12.063_975_155_279_504) < 1e-12)
    let interval = try #require(fit.interval())
    #expect(abs(interval.lowerBound - 0.439_393_939_393_939_4) < 1e-12)
    #expect(abs(interval.upperBound - 0.647_435_897_435_897_5) < 1e-12)
    let wider = try #require(fit.interval(inflation: 4))
    #expect(wider.lowerBound < interval.lowerBound && wider.upperBound > interval.upperBound)
  }

  /// Without the correction for equal values it would reach to 0.0894.
  @Test func manyEqualValuesNarrowTheInterval() throws {
    let late = (0..<24).map { $0 * $0 * 7 % 13 }
    let levels = (0..<24).map { $0 * 5 % 3 / 2 * 2 + $0 / 12 }
    let times = late.enumerated().map { Double($0) + Double($1) / 16 }
    let fit = try #require(TheilSen(times: times, values: levels.map { Double($0) }))
    #expect(abs(fit.slope - 0.050_974_025_974_025_98) < 1e-12)
    #expect(abs(fit.intercept - 0.085_653_409_090_909_02) < 1e-12)
    let interval = try #require(fit.interval())
    #expect(interval.lowerBound == 0)
    #expect(abs(interval.upperBound - 0.086_486_486_486_486_49) < 1e-12)
  }

  @Test func tooFewPointsHaveNoInterval() throws {
    #expect(TheilSen(times: [0], values: [1]) == nil)
    let two = try #require(TheilSen(times: [0, 2], values: [1, 4]))
    #expect(two.slope == 1.5)
    #expect(two.interval() == nil)
  }

  /// More pairs than are held; the first values are all different, the second are mostly equal, the third all.
  @Test func ranksOfManySlopesAreThoseOfTheSortedSlopes() {
    for step in [0.0, 4, 1_000] {
      var series = MadeUpSeries(seed: 3)
      let noise = series.noise(.heavy, count: 330)
      let values = noise.map { step == 0 ? $0 : ($0 / step).rounded() }
      let times = values.indices.map { Double($0) + 0.25 * noise[$0].truncatingRemainder(dividingBy: 1) }
      var sorted: [Double] = []
      for second in times.indices {
        for first in 0..<second { sorted.append((values[second] - values[first]) / (times[second] - times[first])) }
      }
      sorted.sort()
      let slopes = PairSlopes(times: times, values: values)
      #expect(slopes.count == sorted.count)
      for rank in [0, 1, 977, sorted.count / 2, sorted.count - 5, sorted.count - 1] {
        #expect(slopes.slope(ofRank: rank) == sorted[rank], "rank \(rank), step \(step)")
      }
    }
  }
}
