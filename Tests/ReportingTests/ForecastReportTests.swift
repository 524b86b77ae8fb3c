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

  private func trend(_ values: [Double]) -> String {
    TrendReport(name: "used", entries: [TrendReport.Entry(title: "used", points: points(values))], zone: .utc)
      .text(appearance: Self.plain, width: 80)
  }

  @Test func twoSamplesAreNoTrend() {
    #expect(
      trend([1]) == "used\n2026-11-22 to 2026-11-22, 1 sample\nno slope: one sample is too few to tell\n")
    #expect(trend([1, 2]).hasSuffix("2 samples\nno slope: two samples are too few to tell\n"))
    #expect(trend([1, 2, 3]).contains("┤"))
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
