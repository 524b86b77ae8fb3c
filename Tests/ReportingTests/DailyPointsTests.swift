import Metrics
import Scheduling
import Statistics
import Testing

/// What trends and forecasts are made of: from samples to points.
@Suite struct DailyPointsTests {
  private static let hour: Int64 = 3_600_000_000
  private static let start = Zone.utc.timestamp(of: CivilDate(year: 2026, month: 9, day: 1))

  /// So many hours after the start.
  private func at(_ hours: Double) -> Timestamp {
    Timestamp(microseconds: Self.start.microseconds + Int64((hours * Double(Self.hour)).rounded()))
  }

  private func hours(_ points: DailyPoints) -> [Double] {
    points.series.points.map { (($0.time - DailyPoints.days(of: Self.start)) * 24 * 1e6).rounded() / 1e6 }
  }

  /// A median stands where its samples were taken, not at noon: else dates of a daily sample by night were half a day late.
  @Test func aMedianStandsAtTheMeanTimeOfItsSamples() {
    let once = DailyPoints((0..<40).map { (at(24 * Double($0) + 0.25), Double($0)) }, in: .utc)
    #expect(once.areMedians && hours(once) == (0..<40).map { 24 * Double($0) + 0.25 })
    let thrice = DailyPoints(
      (0..<120).map { (at(24 * Double($0 / 3) + [2, 8, 20][$0 % 3]), [5, 1, 3][$0 % 3]) }, in: .utc)
    #expect(hours(thrice) == (0..<40).map { 24 * Double($0) + 10 })
    #expect(thrice.series.points.allSatisfy { $0.value == 3 } && thrice.count == 120)
    // Days are told by as many samples once they are thinned: the end of the day in which the time asked for begins has no median.
    let samples = (0..<40 * 24).map { (at: at(Double($0)), value: 1.0) }
    let part = DailyPoints(Array(samples.dropFirst(14)), in: .utc)
    let thinned = (1..<30).map { day in
      SampleDay(
        count: 24, median: 1, at: at(24 * Double(day) + 11.5), least: 1, greatest: 1, lastAt: at(24 * Double(day) + 23),
        last: 1)
    }
    let rest = DailyPoints(Array(samples.dropFirst(30 * 24)), thinned: thinned, in: .utc)
    #expect(part.count == 39 * 24 && rest.count == part.count && rest.series == part.series)
    // In a zone its days count: 22:30 in UTC is the next day in Berlin, a Wednesday.
    let berlin = DailyPoints(
      (0..<40).map { (at(24 * Double($0) + 22.5), Double($0)) }, in: Zone.named("Europe/Berlin") ?? .utc)
    #expect(berlin.series.points.first?.weekday == Weekday.wednesday.rawValue - 1)
    // Few of a short time are taken as they are.
    let short = DailyPoints((0..<27 * 3).map { (at(Double($0) * 8 + 1), 1) }, in: .utc)
    #expect(!short.areMedians && short.series.points.count == 81)
  }

  /// What comes each day came on the day of 25 hours, too: the end of summer time is no change that somebody made.
  @Test func daysAreThoseOfTheClocks() throws {
    let berlin = try #require(Zone.named("Europe/Berlin"))
    let dates = (0..<40).map { CivilDate(year: 2026, month: 10, day: 1).adding(days: $0) }
    func points(at hour: Int, in zone: Zone) -> DailyPoints {
      let samples = dates.enumerated().map { day, date in
        let start = zone.timestamp(of: date, at: TimeOfDay(hour: hour, minute: 5)).microseconds
        return (at: Timestamp(microseconds: start + Int64(day * day % 50) * 1_000_000), value: 45 + Double(day))
      }
      return DailyPoints(samples, in: berlin)
    }
    for hour in [0, 4, 23] {
      let daily = points(at: hour, in: berlin)
      #expect(Trend(of: daily.series).changes.isEmpty)
      #expect(daily.series.points.map { daily.clock.day($0.time, in: berlin) } == dates.map { "\($0)" })
      let forecast = Forecast(of: daily.series, to: Limit(90, .above), last: daily.last)
      #expect(forecast.departure == nil)
      guard case .reaches(let arrival) = forecast.outcome else {
        Issue.record("\(forecast.outcome)")
        continue
      }
      #expect(abs(arrival.at - daily.clock.days(of: berlin.timestamp(of: dates[39].adding(days: 6)))) < 1)
    }
    // cron may keep to UTC.
    let universal = points(at: 1, in: .utc)
    #expect(Trend(of: universal.series).changes.isEmpty && universal.clock == .utc)
  }

  /// Many samples of a new host: of a few days by the hour, of hours by the minute; a median of each day would be too few.
  @Test(arguments: [(300, 4.0), (300, 7.0), (60, 1.0), (29, 1.0 / 3), (1, 1.0 / 24)] as [(Int, Double)])
  func manySamplesOfFewDaysAreEnough(every: Int, days: Double) {
    let count = Int(days * 86_400) / every
    let samples = (0..<count).map { (at(Double($0 * every) / 3_600), 20 + 60 * Double($0) / Double(count)) }
    let points = DailyPoints(samples, in: .utc)
    #expect(count > 800 && !points.areMedians && points.count == count)
    #expect(points.series.points.count >= 12 && points.series.points.count < count)
    let forecast = Forecast(of: points.series, to: Limit(90, .above), last: points.last)
    let slope = forecast.basis?.slope.perDay ?? 0
    #expect(abs(slope * days / 60 - 1) < 0.02, "\(slope)")
    // The last sixth of what came in those days is to come: from part of a day that is told only of the next hours.
    switch forecast.outcome {
    case .reaches(let arrival):
      #expect(abs(arrival.at - DailyPoints.days(of: Self.start) - days * 7 / 6) < days / 50)
    case .noTrend, .alreadyReached, .movesAway, .notWithinHorizon: Issue.record("\(forecast.outcome)")
    }
    #expect(points.last?.point.value == samples.last?.1)
  }

  /// From eight days on the medians of days tell more than those of hours.
  @Test func enoughDaysAreTakenByDays() {
    let eight = DailyPoints((0..<8 * 288).map { (at(Double($0) / 12), Double($0)) }, in: .utc)
    #expect(eight.areMedians && eight.series.points.count == 8)
    let seven = DailyPoints((0..<7 * 288).map { (at(Double($0) / 12), Double($0)) }, in: .utc)
    #expect(!seven.areMedians && seven.series.points.count == 7 * 24)
  }

  /// Half a night has another median than a day.
  @Test func onlyWholeDaysCount() {
    // By night it is 10, by day 20; the time asked for begins at 18:00, and it is 03:00 now.
    let rhythm = DailyPoints(
      (18...40 * 24 + 3).map { (at(Double($0)), 7..<23 ~= $0 % 24 ? 20 : 10) }, in: .utc)
    #expect(rhythm.series.points.map(\.value) == .init(repeating: 20, count: 39))
    #expect(hours(rhythm).first == 24 + 11.5 && rhythm.last?.point.value == 10)
    #expect(Trend(of: rhythm.series).outliers.isEmpty)
    // One a day is all there is, today as well.
    let once = DailyPoints((0..<40).map { (at(24 * Double($0) + 2), Double($0)) }, in: .utc)
    #expect(once.series.points.count == 40)
  }

  @Test func theLastValueIsTheLastSample() {
    let values = (0..<90).map { (at: at(24 * Double($0 / 3) + [2, 8, 14][$0 % 3]), value: 60 + Double($0 % 3)) }
    let late = [(at: at(24 * 29 + 20), value: 97.0), (at: at(24 * 29 + 21), value: 98.0)]
    let points = DailyPoints(values + late, in: .utc)
    #expect(points.series.points.last?.value == 62)
    #expect(points.last?.point.value == 98 && points.last?.point.time == DailyPoints.days(of: late[1].at))
    #expect(points.last?.below == 1 && points.last?.above == 1)
  }

  /// Of the days that were thinned the run log has what they came to: nothing moves when it is thinned.
  @Test func thinnedDaysAreTheSamePoints() {
    let values = (0..<400).map { (at: at(Double($0 * 5) + 0.7), value: Double($0 * 7 % 31)) }
    let whole = DailyPoints(values, in: .utc)
    let days = Dictionary(grouping: values) { Zone.utc.date(of: $0.at) }.sorted { $0.key < $1.key }
    let thinned = days.prefix(50).map { date, own in
      let start = Zone.utc.timestamp(of: date).microseconds
      return SampleDay(
        count: own.count, median: Quantile.median(of: own.map(\.value)) ?? 0,
        at: Timestamp(
          microseconds: start + own.reduce(0) { $0 + ($1.at.microseconds - start) } / Int64(own.count)),
        least: own.map(\.value).min() ?? 0, greatest: own.map(\.value).max() ?? 0, lastAt: own[own.count - 1].at,
        last: own[own.count - 1].value)
    }
    let rest = days.dropFirst(50).flatMap(\.value)
    let both = DailyPoints(rest, thinned: thinned, in: .utc)
    #expect(both.series == whole.series && both.last == whole.last && both.count == whole.count)
    let old = DailyPoints(thinned.isEmpty ? values : [], thinned: thinned, in: .utc)
    #expect(old.last?.point.value == days[49].value.last?.value)
  }

  /// A mean of several is one of days that all have: a series that begins later, or is measured less often, is no change.
  @Test func aMeanIsOfDaysThatAllHave() {
    func daily(_ days: Range<Int>, _ value: Double) -> [(at: Timestamp, value: Double)] {
      days.map { (at(24 * Double($0) + value), value) }
    }
    let mean = DailyPoints(meansOf: [(daily(0..<40, 2), []), (daily(10..<40, 6), [])], in: .utc)
    #expect(mean.series.points.map(\.value) == .init(repeating: 4, count: 30) && mean.count == 70)
    #expect(hours(mean).first == 244 && mean.last?.point.value == 4)
    let apart = DailyPoints(meansOf: [(daily(0..<4, 2), []), (daily(5..<9, 6), [])], in: .utc)
    #expect(apart.series.points.isEmpty && apart.last == nil)
  }
}
