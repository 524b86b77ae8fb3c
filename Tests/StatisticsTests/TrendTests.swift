import Testing

@testable import Statistics

@Suite struct TrendTests {
  private static let season = MadeUpSeries.season

  /// What has no change; the rates over 1,000 series each are in `ChangeSearch`.
  @Test func nothingIsInventedWhereNothingChanged() {
    let days = 100
    var alarms = 0
    for seed in 0..<16 {
      var made = MadeUpSeries(seed: seed)
      let white = made.noise(.white, count: days)
      let line = white.indices.map { 300 + 0.37 * Double($0) }
      let place = Int(made.uniform() * Double(days))
      var spiked = zip(white, line).map { $0 + $1 }
      spiked[place] -= 60
      var alone = line
      alone[place] += 500
      let cases: [[Double]] = [
        white, line, zip(white, line).map { $0 + $1 }, made.noise(.heavy, count: days), spiked, alone,
        white.indices.map { white[$0] + Self.season[$0 % 7] }, white.indices.map { line[$0] + Self.season[$0 % 7] },
        // Whole percents rise in steps.
        line.map { ($0 / 3).rounded() },
      ]
      alarms += cases.filter { !Trend(of: MadeUpSeries.daily($0)).changes.isEmpty }.count
    }
    #expect(alarms <= 2, "\(alarms) of 144")
  }

  /// A disk in whole percents: a step each few weeks is a line; a single one is a change, since nothing tells it from one.
  @Test func stepsOfTheResolutionAreALine() {
    for slope in [0.03, 0.04, 0.06, 0.1] {
      let steps = (0..<120).map { (20.3 + slope * Double($0)).rounded() }
      #expect(Trend(of: MadeUpSeries.daily(steps)).changes.isEmpty, "\(slope)")
    }
    #expect(Trend(of: MadeUpSeries.daily((0..<60).map { $0 < 25 ? 71 : 72 })).changes.count == 1)
  }

  @Test func changesAreFoundWithinADay() throws {
    for seed in 0..<10 {
      var made = MadeUpSeries(seed: seed)
      let at = 40 + seed * 2
      let noise = made.noise(.white, count: 100)
      func trend(_ change: (Double) -> Double) -> Trend {
        let values = noise.indices.map { noise[$0] + 0.2 * Double($0) + Self.season[$0 % 7] }
        return Trend(of: MadeUpSeries.daily(values.indices.map { values[$0] + change(Double($0 - at)) }))
      }
      let jumped = trend { $0 >= 0 ? 8 : 0 }
      let jump = try #require(jumped.changes.first)
      #expect(jumped.changes.count == 1 && jump.kind == .level)
      #expect(abs(jump.time - MadeUpSeries.start - Double(at)) <= 1)
      #expect(abs(jump.jump - 8) < 2)
      let bent = trend { max(0, 1.5 * $0) }
      let bend = try #require(bent.changes.first)
      #expect(bent.changes.count == 1 && bend.kind == .slope && bend.jump == 0)
      #expect(abs(bend.time - MadeUpSeries.start - Double(at)) <= 1)
      #expect(abs(bend.slopeAfter - bend.slopeBefore - 1.5) < 0.2)
      #expect(bent.parts.count == 2 && bent.current?.from == bend.time)
    }
  }

  @Test func changesWithoutNoiseAreExact() {
    func changes(_ value: (Int) -> Double) -> [ChangePoint] {
      Trend(of: MadeUpSeries.daily((0..<90).map(value))).changes
    }
    #expect(changes { $0 < 30 ? 4 : 3 }.map(\.time) == [MadeUpSeries.start + 30])
    let jumps = changes { ($0 < 30 ? 7 : 9) + Double($0) / 8 }.map(\.jump)
    #expect(jumps.count == 1 && abs(jumps[0] - 2) < 1e-9)
    let bend = changes { 0.1 * Double($0) + max(0, Double($0 - 40)) }
    #expect(bend.map(\.time) == [MadeUpSeries.start + 40] && bend.map(\.kind) == [.slope])
    #expect(changes { $0 < 30 ? 0 : $0 < 60 ? 50 : 20 }.map(\.time) == [30, 60].map { MadeUpSeries.start + $0 })
  }

  @Test func theSeasonIsTakenOut() throws {
    var made = MadeUpSeries(seed: 4)
    let noise = made.noise(.white, count: 112)
    let trend = Trend(
      of: MadeUpSeries.daily(noise.indices.map { noise[$0] * 0.5 + 0.1 * Double($0) + Self.season[$0 % 7] }))
    let season = try #require(trend.season)
    let mean = Self.season.reduce(0, +) / 7
    for (found, effect) in zip(season.effects, Self.season) { #expect(abs(found - effect + mean) < 0.6) }
    #expect(abs(season.effects.reduce(0, +)) < 1e-12)
    let slope = try #require(trend.whole?.slope)
    #expect(slope.isDistinguishable && slope.interval?.contains(0.1) == true)
    // Less than four weeks tell nothing of a season.
    #expect(Trend(of: MadeUpSeries.daily((0..<27).map { Self.season[$0 % 7] })).season == nil)
    #expect(Trend(of: MadeUpSeries.daily((0..<28).map { Self.season[$0 % 7] })).season != nil)
  }

  @Test func outliersAreNamed() {
    var made = MadeUpSeries(seed: 5)
    var values = made.noise(.white, count: 90).enumerated().map { $1 + 0.5 * Double($0) }
    values[0] -= 20
    values[33] += 15
    values[34] += 15
    let trend = Trend(of: MadeUpSeries.daily(values))
    #expect(trend.outliers.map(\.time) == [0, 33, 34].map { MadeUpSeries.start + $0 })
    #expect(trend.outliers.map(\.value) == [values[0], values[33], values[34]])
    #expect(abs((trend.outliers.last?.expected ?? 0) - 17) < 1)
    #expect(trend.changes.isEmpty)
  }

  @Test func whatIsUsuallyNoTrendIsNone() {
    for noise in MadeUpSeries.Noise.allCases {
      let trends = (0..<40).filter { seed in
        var made = MadeUpSeries(seed: seed)
        return Trend(of: MadeUpSeries.daily(made.noise(noise, count: 60))).whole?.slope.isDistinguishable ?? false
      }
      #expect(trends.count <= 6, "\(noise)")
    }
  }

  /// Days are missing, others have many points at odd hours, with a daily cycle.
  @Test func spacesAndHoursDoNotMatter() throws {
    var made = MadeUpSeries(seed: 6)
    var points: [Series.Point] = []
    for day in 0..<80 where day % 11 != 3 && !(50..<55).contains(day) {
      for hour in stride(from: 0.0, to: 24, by: day % 2 == 0 ? 6 : 3) {
        let cycle = abs(hour - 12) / 4
        let value = 0.3 * Double(day) + cycle + (day >= 40 ? 9 : 0) + 0.5 * made.normal()
        points.append(.init(time: Double(day) + hour / 24 + 0.02 * made.uniform(), value: value, weekday: day % 7))
      }
    }
    let trend = Trend(of: Series(points))
    let change = try #require(trend.changes.first)
    #expect(trend.changes.count == 1 && abs(change.time - 40) <= 1)
    #expect(trend.parts.allSatisfy { abs($0.slope.perDay - 0.3) < 0.1 })
    #expect(trend.parts.map(\.count).reduce(0, +) == points.count)
  }
}
