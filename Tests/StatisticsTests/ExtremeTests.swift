import Testing

@testable import Statistics

/// Few points, equal points, and numbers at the ends of what there is: all have an answer.
@Suite struct ExtremeTests {
  @Test func fewPoints() throws {
    let none = Trend(of: Series([]))
    #expect(none.whole == nil && none.parts.isEmpty && none.changes.isEmpty && none.outliers.isEmpty)
    #expect(Trend(of: MadeUpSeries.daily([5])).whole == nil)
    for count in 2...14 {
      let trend = Trend(of: MadeUpSeries.daily((0..<count).map { 2 * Double($0) }))
      #expect(trend.whole?.slope.perDay == 2)
      #expect(trend.parts.count == 1 && trend.outliers.isEmpty)
      #expect((trend.whole?.slope.interval == nil) == (count < 5), "\(count)")
    }
    for count in 0...14 {
      let forecast = Forecast(of: MadeUpSeries.daily((0..<count).map { Double($0) }), to: Limit(20, .above))
      let arrival = Forecast.Arrival(
        at: MadeUpSeries.start + 20, earliest: MadeUpSeries.start + 20, latest: MadeUpSeries.start + 20)
      if count < 7 {
        #expect(forecast.outcome == .noTrend(.tooFewPoints))
      } else if case .reaches(let found) = forecast.outcome {
        // A line without noise is known to the day that is between its points.
        #expect(abs(found.at - arrival.at) < 1e-6 && abs((found.latest ?? 0) - arrival.earliest - 1) < 1e-6)
      } else {
        Issue.record("\(count) points: \(forecast.outcome)")
      }
    }
  }

  @Test func equalValues() {
    for value in [0, 7, -0.0, 1e300, Double.leastNonzeroMagnitude, -Double.greatestFiniteMagnitude] {
      for count in [1, 2, 3, 8, 40, 330] {
        let series = MadeUpSeries.daily(.init(repeating: value, count: count))
        let trend = Trend(of: series)
        #expect(trend.changes.isEmpty && trend.outliers.isEmpty && trend.season == nil)
        #expect(trend.whole.map { $0.slope.perDay == 0 && !$0.slope.isDistinguishable } ?? (count == 1))
        let limit = Limit(value == 0 ? 1 : value / 2 + (value < 0 ? value / 2.5 : value), .above)
        if !limit.isReached(by: value) {
          #expect(Forecast(of: series, to: limit).outcome == .noTrend(count < 7 ? .tooFewPoints : .constant))
        }
        #expect(Forecast(of: series, to: Limit(value, .below)).outcome == .alreadyReached)
      }
    }
  }

  @Test func equalValuesByTheHour() {
    for value in [0.0, 3] {
      let hours = (0..<30 * 8).map { Series.Point(time: Double($0) / 8, value: value, weekday: $0 / 8 % 7) }
      #expect(Trend(of: Series(hours)).whole?.slope.interval == 0...0)
      #expect(Forecast(of: Series(hours), to: Limit(9, .above)).outcome == .noTrend(.constant))
    }
  }

  /// The same series in another unit has the same answers in that unit.
  @Test func hugeAndTinyValues() throws {
    var made = MadeUpSeries(seed: 8)
    var values = made.noise(.white, count: 70).enumerated().map { $1 + 0.4 * Double($0) + ($0 < 30 ? 0 : 12) }
    values[12] = 40
    let plain = Trend(of: MadeUpSeries.daily(values))
    let forecast = Forecast(of: MadeUpSeries.daily(values), to: Limit(60, .above))
    #expect(plain.changes.count == 1 && plain.outliers.count == 1)
    for factor in [1e300, 1e-300, -1e300, 1e306, 1e-9] {
      let series = MadeUpSeries.daily(values.map { $0 * factor })
      let trend = Trend(of: series)
      #expect(trend.changes.map(\.time) == plain.changes.map(\.time), "\(factor)")
      #expect(trend.outliers.map(\.time) == plain.outliers.map(\.time))
      let slope = try #require(trend.whole?.slope.perDay) / factor
      #expect(abs(slope - (plain.whole?.slope.perDay ?? 0)) < 1e-9)
      let same = Forecast(of: series, to: Limit(60 * factor, factor > 0 ? .above : .below))
      guard case .reaches(let there) = forecast.outcome, case .reaches(let here) = same.outcome else {
        Issue.record("\(forecast.outcome) \(same.outcome)")
        continue
      }
      #expect(abs(there.at - here.at) < 1e-6 && abs(there.earliest - here.earliest) < 1e-6)
      #expect(abs((there.latest ?? 0) - (here.latest ?? 0)) < 1e-6)
      #expect(forecast.backTest?.covered == same.backTest?.covered)
    }
  }

  @Test func theWidestRangeThereIs() {
    let greatest = Double.greatestFiniteMagnitude
    let mixed = (0..<60).map {
      [greatest, -greatest, 0, Double.leastNonzeroMagnitude, 1, -1e-300, 1e300][($0 * $0) % 7]
    }
    for count in stride(from: 0, through: 60, by: 4) {
      let series = MadeUpSeries.daily(Array(mixed.prefix(count)))
      let trend = Trend(of: series)
      let slopes = trend.parts.map(\.slope.perDay) + trend.changes.map(\.jump)
      #expect(slopes.allSatisfy { $0.isFinite })
      for limit in [greatest, 0, Double.leastNonzeroMagnitude] {
        let forecast = Forecast(of: series, to: Limit(limit, .above))
        #expect(forecast.backTest?.medianError.isFinite != false)
      }
    }
    let near = (0..<40).map { Series.Point(time: Double($0) * 1e-9, value: Double($0 % 3), weekday: 0) }
    #expect(Series(near).points.count < 40 && Trend(of: Series(near)).changes.isEmpty)
  }
}
