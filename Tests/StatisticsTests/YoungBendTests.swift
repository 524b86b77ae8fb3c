import Glibc
import Testing

@testable import Statistics

/// A series of 60 days that takes another slope 3 to 20 days before its end: a disk that begins to fill is no outlier.
@Suite struct YoungBendTests {
  /// The slope before and after, and the standard deviation of the noise.
  private static let kinds: [(before: Double, after: Double, noise: Double)] = [
    (0, 2, 0.3), (0, 1.8, 0.2), (0.2, 1.5, 0.3), (0.1, 2, 0.5),
  ]
  private static let runs = 15

  /// Flat or rising until `age` days ago, and the true date of 90.
  private func series(_ kind: (before: Double, after: Double, noise: Double), age: Int, seed: Int) -> (Series, Double) {
    var made = MadeUpSeries(seed: 1_000 * age + seed)
    let corner = Double(60 - age)
    let noise = made.noise(.white, count: 60)
    let series = MadeUpSeries.daily(
      noise.indices.map { day in
        let time = Double(day)
        return 45 + kind.before * time + (kind.after - kind.before) * max(0, time - corner) + kind.noise * noise[day]
      })
    return (series, MadeUpSeries.start + corner + (45 - kind.before * corner) / kind.after)
  }

  @Test(arguments: 3...20) func bendsOfEachAgeAreFound(age: Int) {
    var (found, others, dates, covered, certain) = (0, 0, 0, 0, 0)
    for kind in Self.kinds {
      for seed in 0..<Self.runs {
        let (series, truth) = series(kind, age: age, seed: seed)
        let changes = Trend(of: series).changes
        let near = changes.filter { abs($0.time - MadeUpSeries.start - Double(60 - age)) <= 1 }
        found += near.isEmpty ? 0 : 1
        others += changes.count - near.count
        let forecast = Forecast(of: series, to: Limit(90, .above))
        guard case .reaches(let arrival) = forecast.outcome else { continue }
        dates += 1
        if forecast.isDoubtful { continue }
        certain += 1
        if arrival.earliest <= truth, truth <= arrival.latest ?? .infinity { covered += 1 }
      }
    }
    let count = Self.kinds.count * Self.runs
    if age >= 5 {
      #expect(found >= count * 9 / 10 && others <= count / 10, "\(found) of \(count) found, \(others) others")
      #expect(dates >= count * 9 / 10, "\(dates) dates of \(count)")
      #expect(Double(covered) >= 0.7 * Double(certain), "\(covered) of \(certain) hold the date")
    } else {
      // Nobody can tell, and nobody says that they could.
      #expect(certain <= count / 5, "\(certain) of \(count) are certain")
    }
  }

  /// A disk that filled up until so many days ago fills no more.
  @Test(arguments: 6...20) func whatNoLongerRisesHasNoDate(age: Int) {
    let dates = (0..<Self.runs).filter { seed in
      var made = MadeUpSeries(seed: seed)
      let noise = made.noise(.white, count: 60)
      let series = MadeUpSeries.daily(noise.indices.map { 50 + 0.5 * Double(min($0, 60 - age)) + 0.3 * noise[$0] })
      let forecast = Forecast(of: series, to: Limit(90, .above), cuts: 0)
      guard case .reaches = forecast.outcome else { return false }
      return !forecast.isDoubtful
    }
    #expect(dates.count <= 1, "\(dates)")
  }

  /// A level of two days is one, and what rises by the same slope as before goes on from there.
  @Test(arguments: 2...14) func jumpsOfEachAgeStayJumps(age: Int) {
    let found = (0..<Self.runs).filter { seed in
      var made = MadeUpSeries(seed: seed)
      let noise = made.noise(.white, count: 60)
      let series = MadeUpSeries.daily(noise.indices.map { 50 + ($0 >= 60 - age ? 10 : 0) + 0.3 * noise[$0] })
      let changes = Trend(of: series).changes
      return changes.count == 1 && changes[0].kind == .level
        && abs(changes[0].time - MadeUpSeries.start - Double(60 - age)) <= 1
    }
    #expect(found.count >= Self.runs - 1, "\(found.count) of \(Self.runs)")
  }

  /// Part of a day of a rhythm looks like a trend, with which a host is full tomorrow.
  @Test(arguments: [3, 4, 5, 6, 7]) func aRhythmOfTheDayIsNoTrend(days: Int) {
    let dates = (0..<40).filter { seed in
      var made = MadeUpSeries(seed: seed)
      let noise = made.noise(.white, count: days * 96)
      let series = Series(
        noise.indices.map { index in
          let part = (Double(index) / 96 + Double(seed) / 40).truncatingRemainder(dividingBy: 1)
          // Up in half a day and down again, as a sine about is.
          let wave = (part < 0.5 ? part : 1 - part) * 4 - 1
          return .init(
            time: 20_000 + Double(index) / 96, value: 60 + 8 * wave * (1.6 - 0.6 * abs(wave)) + noise[index],
            weekday: index / 96 % 7)
        })
      let forecast = Forecast(of: series, to: Limit(90, .above))
      guard case .reaches = forecast.outcome else { return false }
      return !forecast.isDoubtful
    }
    #expect(dates.isEmpty, "\(dates)")
  }

  /// A wave that was seen in part, measured by the hour, rises towards its top as if it went on.
  @Test(arguments: [12, 30, 40, 50], [0.0, 2]) func aWaveOfFewHoursHasNoDate(hours: Int, noise: Double) {
    let dates = (0..<40).filter { phase in
      var made = MadeUpSeries(seed: phase)
      let strays = made.noise(.white, count: hours)
      let series = Series(
        strays.indices.map { hour in
          let angle = Double.pi * (Double(hour) / 12 + Double(phase) / 20)
          return .init(time: 20_000 + Double(hour) / 24, value: 55 + 20 * sin(angle) + noise * strays[hour], weekday: 0)
        })
      guard case .reaches = Forecast(of: series, to: Limit(90, .above), cuts: 0).outcome else { return false }
      return true
    }
    #expect(dates.count <= 1, "\(dates)")
  }

  /// Noise that depends on the day before goes up for a week or two, and was a date soon in one case of twenty.
  @Test(arguments: [14, 20]) func whatDependsOnTheDayBeforeHasNoDateSoon(days: Int) {
    let dates = (0..<120).filter { seed in
      var made = MadeUpSeries(seed: seed)
      let series = MadeUpSeries.daily(made.noise(.autocorrelated, count: days).map { 60 + 5 * $0 })
      guard case .reaches(let arrival) = Forecast(of: series, to: Limit(90, .above), cuts: 0).outcome else {
        return false
      }
      return arrival.at < MadeUpSeries.start + Double(days) + 90
    }
    #expect(dates.count <= 2, "\(dates)")
  }

  /// A disk that fills up within days is no rhythm.
  @Test func whatFillsWithinDaysHasADate() {
    var made = MadeUpSeries(seed: 1)
    let noise = made.noise(.white, count: 60)
    let series = Series(
      noise.indices.map {
        .init(time: 20_000 + Double($0) / 24, value: 60 + 0.25 * Double($0) + 0.3 * noise[$0], weekday: $0 / 24)
      })
    guard case .reaches(let arrival) = Forecast(of: series, to: Limit(90, .above)).outcome else {
      Issue.record("90 is reached")
      return
    }
    #expect(abs(arrival.at - 20_005) < 0.3)
  }
}
