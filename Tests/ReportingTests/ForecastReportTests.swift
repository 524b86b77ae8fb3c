import Metrics
import Reporting
import Scheduling
import Statistics
import Testing

/// Words of `maint forecast` and `maint trend`.
@Suite struct ForecastReportTests {
  private static let plain = Appearance(color: false, utf8: true)
  private static let now = Zone.utc.timestamp(
    of: CivilDate(year: 2026, month: 11, day: 22), at: TimeOfDay(hour: 18, minute: 0))

  /// One a day, the last one now.
  private func points(_ values: [Double]) -> DailyPoints {
    DailyPoints(
      values.enumerated().map { day, value in
        (Self.now + .seconds(-86_400 * (values.count - 1 - day)), value)
      }, in: .utc)
  }

  private func forecast(in days: Double) -> String {
    var entry = ForecastReport.Entry(title: "used", points: points([1, 2, 3]), limit: SeriesLimit(90))
    let at = DailyPoints.days(of: Self.now) + days
    entry.forecast.outcome = .reaches(Forecast.Arrival(at: at, earliest: at, latest: nil))
    entry.forecast.backTest = BackTest(cases: 9, ahead: 3, medianError: 1, medianErrorInDays: nil, covered: 8)
    return ForecastReport(name: "used", entries: [entry], zone: .utc, now: Self.now).text(appearance: Self.plain)
  }

  /// As somebody counts who has a calendar at the wall.
  @Test func daysAreThoseBetweenTheDates() {
    #expect(forecast(in: 8.3).contains("reaches 90 on 2026-12-01, in 9 days ("))
    #expect(forecast(in: 8.2).contains("reaches 90 on 2026-11-30, in 8 days ("))
    #expect(forecast(in: 0.5).contains("on 2026-11-23, in 1 day ("))
    #expect(forecast(in: 0.1).contains("on 2026-11-22, today ("))
    #expect(forecast(in: -0.1).contains("was to reach 90 on 2026-11-22 ("))
    #expect(forecast(in: 1).contains("8 of them within the interval of 80 % for a single value at that time\n"))
  }

  private func forecast(_ series: [(title: String, points: DailyPoints)], ended: [String] = []) -> String {
    let worst = ForecastReport.Entry.worst(of: series, title: "used", limit: SeriesLimit(90), ended: ended)
    return ForecastReport(name: "used", entries: worst.map { [$0] } ?? [], zone: .utc, now: Self.now).text(
      appearance: Self.plain)
  }

  /// What goes by steps is told by them, not by what lines were worth.
  @Test func stepsAreTold() {
    let values = (0..<56).map { day in 52 + 6.999 * Double(max(0, day - 14) / 7) }
    let text = forecast([("used", points(values))])
    #expect(
      text.contains("\n  climbs by steps of about 7, one every 7 days: 5 since 2026-10-19, the last on 2026-11-16\n"),
      "\(text)"
    )
    #expect(text.hasPrefix("used reaches 90 on 2026-11-23, in 1 day (80 %: ") && !text.contains("its own past"))
    let entry = ForecastReport.Entry(title: "used", points: points(values), limit: SeriesLimit(90))
    let json = ForecastReport(name: "used", entries: [entry], zone: .utc, now: Self.now).json
    #expect(json.contains("\"count\": 5") && json.contains("\"every_days\": 7"), "\(json)")
    let free = ForecastReport.Entry(
      title: "free", points: points(values.map { 100 - $0 }), limit: SeriesLimit(10, from: .above))
    let words = ForecastReport(name: "free", entries: [free], zone: .utc, now: Self.now).text(appearance: Self.plain)
    #expect(words.contains("\n  falls by steps of about 7, one every 7 days: 5 since "), "\(words)")
  }

  /// At two in the morning it counts what the disk has now, not the median of its day.
  @Test func theLastValueIsNeverContradicted() {
    // Three a day for forty days, the last two hours ago, and one more.
    func forecast(_ last: Double, _ value: (Double) -> Double) -> String {
      let samples = (0..<120).map { (Self.now + .seconds(-28_800 * (119 - $0) - 7_200), value(Double($0) / 3)) }
      return self.forecast([("used", DailyPoints(samples + [(Self.now, last)], in: .utc))])
    }
    #expect(forecast(97) { _ in 60 }.hasPrefix("used has reached 90\n"))
    #expect(forecast(97) { 40 + 0.5 * $0 }.contains("; 97 on 2026-11-22\n"))
    let still = forecast(85) { _ in 60 }
    #expect(still.hasPrefix("used did not move until now: no trend to 90\n"))
    let pace = "85 is far from 60, where it was until 2026-11-22: at this pace 90 is 1.5 hours away"
    #expect(still.contains("\n  \(pace)\n"))
    // At 60 it would be sixty days; ten are left of it, or sixty if it was a peak.
    let near = forecast(85) { 40 + 0.5 * $0 }
    #expect(near.contains("reaches 90 on 2026-12-02, in 10 days (80 %: 2026-12-01 to 2027-01-22)"), "\(near)")
    #expect(near.contains("\n  85 is far from 59.88, where the line is: the forecast goes on from the last value\n"))
    // What was cleaned up an hour ago is not full.
    let cleaned = forecast(80) { 74 + 0.5 * $0 }
    #expect(cleaned.contains("reaches 90 on 2026-12-12, in 20 days (80 %: 2026-12-11 to 2026-12-13)"), "\(cleaned)")
    #expect(forecast(40) { 74 + 0.5 * $0 }.contains("reaches 90 on 2027-03-02, in 100 days"))
    // Beside the line by no more than noise: it is usually there by now.
    let noisy = forecast(89.9) { 71 + 0.5 * $0 + [0, 0.7, -0.7][Int($0 + 0.01) % 3] }
    #expect(noisy.hasPrefix("used has reached 90 by what is usual; its last value is below it\n"), "\(noisy)")
  }

  /// A value that a day's values reach each day is no departure, such as a dump that is written by night.
  @Test func aRhythmIsNoDeparture() {
    let samples = (0..<40 * 24).map { hour -> (Timestamp, Double) in
      let isDump = hour % 24 == 2
      return (Self.now + .seconds(-3_600 * (40 * 24 - 1 - hour)), 50 + Double(hour) / 48 + (isDump ? 15 : 0))
    }
    let evening = DailyPoints(samples, in: .utc)
    let night = DailyPoints(Array(samples.dropLast(21)), in: .utc)
    #expect(night.last.map { $0.point.value > 80 } == true)
    for points in [evening, night] {
      #expect(Forecast(of: points.series, to: Limit(90, .above), last: points.last).departure == nil)
    }
  }

  /// The worst of them: a mean of two disks is full when one of them has been for long.
  @Test func ofSeveralTheWorstIsForecast() {
    let (slow, fast) = (points((0..<40).map { 20 + Double($0) / 8 }), points((0..<40).map { 60 + Double($0) / 2 }))
    let words = forecast([("used{host=\"a\"}", slow), ("used{host=\"b\"}", fast)], ended: ["used{host=\"c\"}"])
    #expect(
      words.hasPrefix("used, the worst of 2 series, used{host=\"b\"}, reaches 90 on 2026-12-13, in 21 days"), "\(words)"
    )
    #expect(words.contains("\n  without what has ended: used{host=\"c\"}\n"))
    #expect(!words.contains("nearest"))
    // Half a percent from the limit is not hidden by a date years ahead.
    let full = points((0..<40).map { [89.4, 89.6][$0 % 2] })
    let both = forecast([("used{host=\"b\"}", fast), ("used{host=\"full\"}", full)])
    #expect(both.hasPrefix("used, the worst of 2 series, used{host=\"b\"}, reaches 90 "), "\(both)")
    #expect(both.contains("\n  nearest to it now: used{host=\"full\"}, at 89.6\n"), "\(both)")
    #expect(forecast([("used{host=\"a\"}", slow)]).hasPrefix("used goes towards 90: not before "))
    // None has a date: that which stands nearest.
    let still = points(.init(repeating: 80, count: 40))
    #expect(forecast([("a", slow), ("b", still)]).hasPrefix("used, the worst of 2 series, b, does not move"))
    #expect(forecast([]).hasPrefix("No samples"))
  }

  /// What is there says since when, and nothing of how good a forecast would be.
  @Test func whatIsThereSaysSinceWhen() {
    let words = forecast([("used", points((0..<40).map { 40 + Double($0) }))], to: 50)
    #expect(words.hasPrefix("used has reached 50, since 2026-10-24\n"), "\(words)")
    #expect(!words.contains("tried on its own past") && !words.contains("its past is too short"))
    // It never changed.
    let few = forecast([("used", points([11, 12, 13, 14]))], to: 50)
    #expect(few.hasPrefix("used has too few samples for a forecast to 50\n"), "\(few)")
  }

  /// A slope of three days may be a peak.
  @Test func whatTheLastDaysDoIsDoubtful() {
    let noise = [0.1, -0.2, 0.2, 0, -0.1, 0.3, -0.3]
    let values = (0..<60).map { day -> Double in 50 + noise[(day * day + day / 3) % 7] + Double(max(0, 2 * (day - 56)))
    }
    let words = forecast([("used", points(values))])
    #expect(words.contains("if it goes on as in the last days; these are too few to tell"), "\(words)")
  }

  private func forecast(_ series: [(title: String, points: DailyPoints)], to limit: Double) -> String {
    let worst = ForecastReport.Entry.worst(of: series, title: "used", limit: SeriesLimit(limit))
    return ForecastReport(name: "used", entries: worst.map { [$0] } ?? [], zone: .utc, now: Self.now).text(
      appearance: Self.plain)
  }

  private func trend(_ values: [Double]) -> String {
    TrendReport(name: "used", entries: [TrendReport.Entry(title: "used", points: points(values))], zone: .utc)
      .text(appearance: Self.plain, width: 80)
  }

  @Test func twoSamplesAreNoTrend() {
    #expect(
      trend([1]) == "used\n2026-11-22 to 2026-11-22, 1 sample\nno slope: one sample is too few to tell\n")
    #expect(trend([1, 2]).hasSuffix("2 samples\nno slope: two samples are too few to tell\n"))
    #expect(trend([1, 2, 3]).contains("┤"))
    // Of days with several samples each that is whole has one point, and what is before the first of them is not counted.
    let moments = [0, 40 * 86_400, 40 * 86_400 + 60].map { Timestamp(microseconds: Int64($0) * 1_000_000) }
    let days = DailyPoints(moments.map { (at: $0, value: 1) }, in: .utc)
    let words = TrendReport(name: "used", entries: [.init(title: "used", points: days)], zone: .utc)
      .text(appearance: Self.plain, width: 80)
    #expect(
      words.hasSuffix(" 2 samples, by the median of each day\nno slope: one day is too few to tell\n"), "\(words)")
  }

  /// Numbers have an end, and an interval that goes beyond it says nothing.
  @Test func whatNumbersCannotHoldIsNotPrinted() {
    let words = trend([1e308, -1e308, 1e308, -1e308, 1e308])
    #expect(words.contains("too few samples to tell") && !words.contains("e+308 to"), "\(words)")
  }

  @Test func whatRoundingLeavesIsNoNoise() {
    let line = (0..<30).map { 1 + 0.01 * Double($0) }
    #expect(!trend(line).contains("noise"))
    let tiny = line.enumerated().map { $1 + ([0, 2, -1, 1, -2][$0 % 5]) * 1e-10 }
    #expect(!trend(tiny).contains("noise"))
    let noisy = line.enumerated().map { $1 + ([0, 2, -1, 1, -2][$0 % 5]) * 1e-3 }
    #expect(trend(noisy).contains("noise"))
  }
}
