import Scheduling
import Statistics

/// The values of a series as statistics take them: each, or where those are many the median of each day of a zone.
package struct DailyPoints: Sendable {
  package let series: Series
  /// Medians of days stand for the values.
  package let areMedians: Bool
  /// So many values there were.
  package let count: Int

  /// More values than that are taken by days: a week of half hours, or two years of days, stay as they are.
  package static let most = 800

  package init(_ values: [(at: Timestamp, value: Double)], in zone: Zone) {
    count = values.count
    guard values.count > Self.most else {
      areMedians = false
      series = Series(values.map { Self.point(at: $0.at, value: $0.value, on: zone.date(of: $0.at)) })
      return
    }
    areMedians = true
    var points: [Series.Point] = []
    var (day, date): ([Double], CivilDate?) = ([], nil)
    func finish() {
      guard let date, let median = Quantile.median(of: day) else { return }
      let noon = zone.timestamp(of: date, at: TimeOfDay(hour: 12, minute: 0))
      points.append(Self.point(at: noon, value: median, on: date))
      day.removeAll(keepingCapacity: true)
    }
    for (at, value) in values {
      let own = zone.date(of: at)
      if own != date { finish() }
      date = own
      day.append(value)
    }
    finish()
    series = Series(points)
  }

  private static func point(at moment: Timestamp, value: Double, on date: CivilDate) -> Series.Point {
    Series.Point(time: days(of: moment), value: value, weekday: date.weekday.rawValue - 1)
  }

  /// Days since 1970 in UTC, as the times of the series count.
  package static func days(of moment: Timestamp) -> Double { Double(moment.microseconds) / 86_400e6 }

  /// The day of a zone on which a time of the series lies.
  package static func day(_ days: Double, in zone: Zone) -> String {
    moment(days).map { "\(zone.date(of: $0))" } ?? "never"
  }

  /// nil: too far away for a moment.
  package static func moment(_ days: Double) -> Timestamp? {
    Int64(exactly: (days * 86_400e6).rounded()).map(Timestamp.init(microseconds:))
  }
}
