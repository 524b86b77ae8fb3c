import Glibc
import Testing

@testable import Statistics

/// What has begun to move towards a limit is seen before a forecast can tell a line, and noise is not.
@Suite struct ExcursionTests {
  private static let limit = Limit(90, .above)
  private static let runs = 60

  private static func hourly(_ values: [Double]) -> Series {
    Series(values.enumerated().map { Series.Point(time: 20_000 + Double($0) / 24, value: $1, weekday: $0 / 24 % 7) })
  }

  /// Whether the reports recommend to look at it.
  private static func isTold(_ series: Series, to limit: Limit = limit) -> Bool {
    let excursion = Excursion(of: series, to: limit)
    let days = excursion.map { $0.daysLeft(to: limit) } ?? EarlyClimb(of: series, to: limit)?.daysLeft(to: limit)
    return days.map { $0 > 0 && $0 < 14 } ?? false
  }

  private static func told(_ make: (inout MadeUpSeries) -> Series) -> Int {
    (0..<runs).count { seed in
      var made = MadeUpSeries(seed: seed)
      return isTold(make(&made))
    }
  }

  @Test(arguments: [7, 10, 30, 60], [0, 0.05, 0.2, 1]) func threeDaysThatRiseAreTold(days: Int, noise: Double) {
    let told = Self.told { made in
      let strays = made.noise(.white, count: days)
      return MadeUpSeries.daily(strays.indices.map { 50 + noise * strays[$0] + 10 * Double(max(0, $0 - days + 4)) })
    }
    // Of four days that scatter like this nobody can say so much.
    #expect(told >= (days == 7 && noise == 1 ? Self.runs / 2 : Self.runs * 95 / 100), "\(told)")
  }

  @Test func itsPaceIsThatSinceItLeft() throws {
    let values = (0..<26).map { 50 + 0.2 * sin(Double($0 * $0)) } + [60, 70, 80]
    let found = try #require(Excursion(of: MadeUpSeries.daily(values), to: Self.limit))
    #expect(abs(found.usual - 50) < 0.2 && found.since == MadeUpSeries.start + 25)
    #expect(abs(try #require(found.daysLeft(to: Self.limit)) - 1) < 0.02)
    let free = Limit(10, .below)
    let mirrored = try #require(Excursion(of: MadeUpSeries.daily(values.map { 100 - $0 }), to: free))
    #expect(abs(try #require(mirrored.daysLeft(to: free)) - 1) < 0.02 && mirrored.value == 20)
    #expect(Excursion(of: MadeUpSeries.daily(values), to: Limit(30, .below)) == nil, "it moves away")
  }

  /// The last value of a day whose values reach far beyond their median is none, nor is one that is no farther.
  @Test func theLastValueIsHeldAgainstWhatADayReaches() {
    let series = MadeUpSeries.daily((0..<40).map { 50 + 0.2 * sin(Double($0 * $0)) })
    let point = Series.Point(time: MadeUpSeries.start + 39.5, value: 70, weekday: 0)
    #expect(Excursion(of: series, to: Self.limit, last: LastValue(point, above: 20)) == nil)
    #expect(Excursion(of: series, to: Self.limit, last: LastValue(point, above: 2))?.value == 70)
  }

  /// A log that runs away, also beside the rhythm of a day that was seen before.
  @Test(arguments: [0.0, 8]) func hoursThatRiseAreTold(rhythm: Double) {
    let told = Self.told { made in
      let strays = made.noise(.white, count: 120)
      return Self.hourly(
        strays.indices.map { hour in
          45 + rhythm * sin(Double(hour) * .pi / 12) + 0.2 * strays[hour] + 6 * Double(max(0, hour - 114))
        })
    }
    #expect(told >= Self.runs * 95 / 100, "\(told)")
  }

  @Test func whatFillsAgainAfterACleanUpIsTold() {
    let told = Self.told { made in
      let strays = made.noise(.white, count: 60)
      return MadeUpSeries.daily(
        strays.indices.map { ($0 < 46 ? 85 : 50) + 0.3 * strays[$0] + 9 * Double(max(0, $0 - 56)) })
    }
    #expect(told >= Self.runs * 95 / 100, "\(told)")
  }

  @Test(arguments: [3, 4, 5, 7, 10, 40], [3.0, 8]) func noiseIsNotTold(days: Int, spread: Double) {
    let told = Self.told { made in MadeUpSeries.daily(made.noise(.white, count: days).map { 66 + spread * $0 }) }
    #expect(told <= 1, "\(told)")
  }

  @Test(arguments: [12, 30, 50, 60, 72, 96, 300]) func theRhythmOfADayIsNotTold(hours: Int) {
    let told = Self.told { made in
      let (phase, strays) = (made.uniform() * 2 * .pi, made.noise(.white, count: hours))
      return Self.hourly(strays.indices.map { 55 + 20 * sin(Double($0) * .pi / 12 + phase) + 2 * strays[$0] })
    }
    #expect(told <= 1, "\(told)")
  }

  /// A full backup each Sunday, or each month.
  @Test(arguments: [7, 30]) func peaksThatComeAgainAreNotTold(every: Int) {
    let told = Self.told { made in
      let strays = made.noise(.white, count: 70)
      return MadeUpSeries.daily(strays.indices.map { 50 + 0.3 * strays[$0] + ((69 - $0) % every == 0 ? 20 : 0) })
    }
    #expect(told <= 2, "\(told)")
  }

  /// Three days prove nothing, whole percents least of all.
  @Test func fourDaysThatClimbAreTold() {
    func told(_ values: [Double]) -> Bool { Self.isTold(MadeUpSeries.daily(values)) }
    #expect(told([70, 74, 78, 82]) && told([62.1, 65.9, 70.1, 74, 78.2]))
    #expect(!told([74, 78, 82]) && !told([80, 81, 82, 83].map { $0 - 0.5 * ($0 - 80) }) && !told([70, 78, 74, 82]))
    #expect(!told([82, 78, 74, 70]) && !told([60, 60.1, 60.2, 60.3]))
  }

  // MARK: - What jumped once

  /// A restore, or a log that was copied: the day after it is a new level, however near the limit.
  @Test(arguments: [2, 3, 5, 9], [0, 0.05, 0.2, 1]) func whatJumpedAndStandsStillIsNotTold(age: Int, noise: Double) {
    let told = Self.told { made in
      let strays = made.noise(.white, count: 60)
      return MadeUpSeries.daily(strays.indices.map { 50 + noise * strays[$0] + ($0 >= 60 - age ? 30 : 0) })
    }
    // Of two days that scatter like this one may lie beyond the other.
    #expect(told <= (noise > 0 && age == 2 ? Self.runs / 5 : Self.runs / 20), "\(told)")
  }

  /// Measured each hour, after the hours that it took, also beside the rhythm of a day.
  @Test(arguments: [1, 6], [0.0, 8]) func hoursThatJumpedAndStandStillAreNotTold(ramp: Int, rhythm: Double) {
    for (hours, isTold) in [(ramp + 1, true), (30 + ramp, false), (72, false), (150, false)] {
      let told = Self.told { made in
        let strays = made.noise(.white, count: 240 + hours)
        return Self.hourly(
          strays.indices.map { hour in
            40 + rhythm * sin(Double(hour) * .pi / 12) + 0.2 * strays[hour]
              + 35 * Double(min(ramp, max(0, hour - 239))) / Double(ramp)
          })
      }
      #expect(isTold ? told >= Self.runs * 95 / 100 : told <= Self.runs / 20, "\(told) after \(hours) hours")
    }
  }

  /// Nor is it by the medians of days, of which the last is not over.
  @Test func mediansThatJumpedAreNotTold() throws {
    let series = MadeUpSeries.daily((0..<40).map { 50 + 0.2 * sin(Double($0 * $0)) + ($0 >= 38 ? 30 : 0) })
    for (value, stands) in [(80.0, true), (81, true), (86, false)] {
      let point = Series.Point(time: MadeUpSeries.start + 40.25, value: value, weekday: 0)
      let found = try #require(Excursion(of: series, to: Self.limit, last: LastValue(point, below: 2, above: 2)))
      #expect((found.standsSince != nil) == stands && (found.daysLeft(to: Self.limit) == nil) == stands, "\(value)")
    }
  }

  /// What goes up by steps, each second day, goes on.
  @Test func aStairIsTold() {
    let told = Self.told { made in
      let strays = made.noise(.white, count: 60)
      return MadeUpSeries.daily(strays.indices.map { 50 + 0.2 * strays[$0] + 8 * Double(max(0, $0 - 54) / 2) })
    }
    #expect(told >= Self.runs * 95 / 100, "\(told)")
  }

  /// Whole percents that were the same day by day tell by the next one that it goes on.
  @Test func wholeNumbersThatRiseAreTold() {
    #expect(Self.isTold(MadeUpSeries.daily([Double](repeating: 61, count: 58) + [87, 88])))
    #expect(!Self.isTold(MadeUpSeries.daily([Double](repeating: 61, count: 58) + [87, 87])))
    #expect(!Self.isTold(MadeUpSeries.daily([Double](repeating: 61, count: 57) + [87, 86, 87])), "it strays")
    for (jump, perDay) in [(25.0, 1.0), (25, 0.5), (5, 0.5)] {
      for days in [1.8, 2.2, 2.5, 4.2] where days > 2 || perDay == 1 {
        let hours = Int(days * 24)
        let values = (0..<240 + hours).map { hour -> Double in
          hour < 240 ? 60 : (60 + jump + perDay * Double(hour - 240) / 24 + 0.01).rounded(.down)
        }
        let limit = Limit((values.last ?? 0) + 3, .above)
        #expect(Self.isTold(Self.hourly(values), to: limit), "\(jump), \(perDay) a day, \(days) days")
      }
    }
  }

  /// Where these stand between two of them they go to and fro.
  @Test(arguments: [30, 54, 80], [0.05, 0.3]) func wholeNumbersThatStandStillAreNotTold(hours: Int, noise: Double) {
    let told = Self.told { made in
      let level = 80 + made.uniform()
      let strays = made.noise(.white, count: 240 + hours)
      return Self.hourly(strays.indices.map { (($0 < 240 ? 50.2 : level) + noise * strays[$0]).rounded() })
    }
    #expect(told <= Self.runs / 20, "\(told)")
  }
}
