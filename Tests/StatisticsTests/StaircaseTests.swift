import Glibc
import Testing

@testable import Statistics

/// What climbs by steps goes on by steps, and what does not is no staircase.
@Suite struct StaircaseTests {
  private static let limit = Limit(90, .above)
  private static let runs = 60

  private static func stairs(_ values: [Double], to limit: Limit = limit) -> Staircase? {
    Forecast(of: MadeUpSeries.daily(values), to: limit, cuts: 0).staircase
  }

  private static func found(_ make: (inout MadeUpSeries) -> [Double]) -> Int {
    (0..<runs).count { seed in
      var made = MadeUpSeries(seed: seed)
      return stairs(make(&made)) != nil
    }
  }

  /// Five steps of 7, one each week; `after`: days since the last.
  private static func weekly(_ after: Int, height: Double = 7, noise: [Double]) -> [Double] {
    let first = 60 - after - 28
    return (0..<60).map { day -> Double in
      let steps = day < first ? 0 : min(5, (day - first) / 7 + 1)
      return 45 + height * Double(steps) + noise[day % noise.count]
    }
  }

  @Test func itGoesOnByWholeSteps() throws {
    let values = Self.weekly(4, noise: [0, 0.1, -0.1])
    let forecast = Forecast(of: MadeUpSeries.daily(values), to: Self.limit)
    let stairs = try #require(forecast.staircase)
    #expect(abs(stairs.height - 7) < 0.2 && stairs.every == 7 && stairs.count == 5)
    #expect(stairs.since == MadeUpSeries.start + 28 && stairs.latest == MadeUpSeries.start + 56)
    // At 80 now; two steps make 94.
    guard case .reaches(let arrival) = forecast.outcome else {
      Issue.record("\(forecast.outcome)")
      return
    }
    #expect(abs(arrival.at - MadeUpSeries.start - 69.5) < 0.01)
    #expect(
      arrival.earliest < arrival.at && arrival.at < (arrival.latest ?? 0) && (arrival.latest ?? 1e9) < arrival.at + 8)
    #expect(!forecast.isDoubtful && forecast.backTest == nil && forecast.departure == nil)
    #expect(forecast.basis?.from == stairs.since)
    let mirrored = try #require(Self.stairs(values.map { 100 - $0 }, to: Limit(10, .below)))
    #expect(abs(mirrored.height + 7) < 0.2 && mirrored.latest == stairs.latest)
  }

  /// Of steps that differ, and come a day sooner or later.
  @Test func intervalsHoldTheTrueDate() {
    var (dates, covered) = (0, 0)
    for seed in 0..<200 {
      var made = MadeUpSeries(seed: seed)
      let noise = made.noise(.white, count: 120)
      var (values, next, level, truth): ([Double], Int, Double, Int?) = ([], 20, 40, nil)
      for day in 0..<120 {
        if day == next {
          level += max(2, 6 + 1.2 * made.normal())
          next += 6 + Int(3 * made.uniform())
        }
        if level >= 90, truth == nil { truth = day }
        values.append(level + 0.3 * noise[day])
      }
      let forecast = Forecast(of: MadeUpSeries.daily(Array(values[..<55])), to: Self.limit, cuts: 0)
      guard forecast.staircase != nil, case .reaches(let arrival) = forecast.outcome, let truth else { continue }
      dates += 1
      let day = MadeUpSeries.start + Double(truth)
      if arrival.earliest <= day, day <= arrival.latest ?? .infinity { covered += 1 }
    }
    #expect(dates >= 180 && Double(covered) >= 0.7 * Double(dates), "\(covered) of \(dates)")
  }

  /// It stands still once it has stood for longer than it ever paused.
  @Test func whatHasStoppedIsNone() {
    for after in 1...9 { #expect(Self.stairs(Self.weekly(after, noise: [0, 0.1, -0.1])) != nil, "\(after)") }
    for after in 11...20 { #expect(Self.stairs(Self.weekly(after, noise: [0, 0.1, -0.1])) == nil, "\(after)") }
  }

  /// One that was left out is no habit of leaving out, and three steps with a gap are as many jumps.
  @Test func onlyOneMayBeLeftOut() {
    func stairs(_ times: [Int]) -> Staircase? {
      Self.stairs((0..<80).map { day in 50 + 5 * Double(times.count { $0 <= day }) + 0.1 * Double(day % 3) })
    }
    #expect(stairs([48, 55, 69, 76])?.every == 7 && stairs([48, 55, 69, 76])?.count == 4)
    #expect(stairs([55, 69, 76]) == nil && stairs([41, 55, 69, 76]) == nil && stairs([48, 55, 62, 76]) != nil)
    #expect(stairs([41, 48, 62, 69]) == nil, "the next one is late by more than it ever was")
  }

  /// The step of today is not among the medians yet; a jump is no step, nor is a clean-up.
  @Test func theLastSampleCounts() throws {
    let series = MadeUpSeries.daily(Self.weekly(6, noise: [0, 0.1, -0.1]))
    func stairs(_ value: Double) -> Staircase? {
      let point = Series.Point(time: MadeUpSeries.start + 60.8, value: value, weekday: 0)
      return Forecast(of: series, to: Self.limit, last: LastValue(point, below: 0.2, above: 0.2)).staircase
    }
    #expect(stairs(80)?.count == 5 && stairs(87)?.count == 6 && stairs(88)?.latest == MadeUpSeries.start + 60.8)
    #expect(stairs(110) == nil && stairs(60) == nil)
  }

  @Test(arguments: MadeUpSeries.Noise.allCases, [20, 60, 120]) func noiseIsNone(noise: MadeUpSeries.Noise, days: Int) {
    let found = Self.found { made in made.noise(noise, count: days).map { 66 + 5 * $0 } }
    #expect(found <= 1, "\(found)")
  }

  /// A random walk, a wave of days or weeks, growth that differs from day to day, a line, and a single jump.
  @Test func whatMovesOtherwiseIsNone() {
    var counts: [String: Int] = [:]
    counts["walk"] = Self.found { made in
      var level = 60.0
      return made.noise(.white, count: 60).map {
        level += $0; return level
      }
    }
    for length in [10.0, 14, 30, 60] {
      counts["wave of \(length)"] = Self.found { made in
        let phase = made.uniform() * 2 * .pi
        return made.noise(.white, count: 60).enumerated().map { day, noise -> Double in
          let angle = Double(day) * 2 * Double.pi / length + phase
          return 60 + 10 * sin(angle) + 0.5 * noise
        }
      }
    }
    counts["growth"] = Self.found { made in
      var level = 20.0
      return made.noise(.white, count: 60).map {
        level += max(0, 0.5 + 0.5 * $0); return level
      }
    }
    for slope in [0.1, 0.3, 1] {
      counts["line of \(slope)"] = Self.found { made in
        made.noise(.white, count: 60).enumerated().map { day, noise -> Double in 20 + slope * Double(day) + 0.3 * noise
        }
      }
    }
    counts["jump"] = Self.found { made in
      made.noise(.white, count: 60).enumerated().map { day, noise -> Double in (day < 50 ? 50 : 80) + noise }
    }
    counts["two jumps"] = Self.found { made in
      made.noise(.white, count: 60).enumerated().map { day, noise -> Double in
        let level: Double = day < 40 ? 50 : day < 53 ? 60 : 70
        return level + 0.3 * noise
      }
    }
    counts["up and down"] = Self.found { made in
      var level = 60.0
      let rises = (0..<9).map { _ in made.uniform() < 0.5 ? -4.0 : 4 }
      return made.noise(.white, count: 60).enumerated().map { day, noise in
        if day % 7 == 3 { level += rises[day / 7] }
        return level + 0.2 * noise
      }
    }
    #expect(counts.values.allSatisfy { $0 <= 3 }, "\(counts)")
  }

  /// A disk that is cleaned up each month fills by steps in between, and is not full two months from now.
  @Test func whatFallsBackIsNotDrawnOn() {
    let values = (0..<84).map { day -> Double in
      let (step, noise) = (day % 28 / 7, day % 3)
      return 40 + 7 * Double(step) + 0.1 * Double(noise)
    }
    #expect(Self.stairs(values) == nil)
    #expect(Self.stairs(Array(values[..<54])) != nil, "once is no habit")
  }
}
