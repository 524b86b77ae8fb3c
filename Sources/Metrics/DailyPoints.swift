import Scheduling
import Statistics

/// The values of a series as statistics take them: each, or where those are many the median of each day of a zone.
package struct DailyPoints: Sendable {
  package let series: Series
  /// Medians of days stand for the values.
  package let areMedians: Bool
  /// So many values there were.
  package let count: Int

  /// More values than that are taken by days.
  package static let most = 800
  /// So are values over a longer time, in days, whether or not the older ones were thinned by then: what is compared is always
  /// the same kind of figure.
  package static let longest = 28.0

  /// `medians`: of days whose values were thinned, with the number of these.
  package init(
    _ values: [(at: Timestamp, value: Double)], medians: [(at: Timestamp, value: Double, count: Int)] = [],
    in zone: Zone
  ) {
    count = values.count + medians.reduce(0) { $0 + $1.count }
    var isLong = false
    if let first = values.first, let last = values.last {
      isLong = Self.days(of: last.at) - Self.days(of: first.at) >= Self.longest
    }
    guard values.count > Self.most || isLong || !medians.isEmpty else {
      areMedians = false
      series = Series(values.map { Self.point(at: $0.at, value: $0.value, on: zone.date(of: $0.at)) })
      return
    }
    areMedians = true
    series = Series(
      Self.medians(values, medians, in: zone).map { date, value in
        Self.point(at: zone.timestamp(of: date, at: TimeOfDay(hour: 12, minute: 0)), value: value, on: date)
      })
  }

  /// Several series as one: the mean of the medians that they have on a day.
  package init(
    meansOf series: [(values: [(at: Timestamp, value: Double)], medians: [(at: Timestamp, value: Double, count: Int)])],
    in zone: Zone
  ) {
    count = series.reduce(0) { $0 + $1.values.count + $1.medians.reduce(0) { $0 + $1.count } }
    areMedians = true
    var byDay: [CivilDate: [Double]] = [:]
    for one in series {
      for (date, value) in Self.medians(one.values, one.medians, in: zone) { byDay[date, default: []].append(value) }
    }
    self.series = Series(
      byDay.map { date, values in
        let noon = zone.timestamp(of: date, at: TimeOfDay(hour: 12, minute: 0))
        return Self.point(at: noon, value: values.reduce(0) { $0 + $1 / Double(values.count) }, on: date)
      })
  }

  /// Of each day, in order; of one that was thinned its own, which is that of all its values.
  private static func medians(
    _ values: [(at: Timestamp, value: Double)], _ medians: [(at: Timestamp, value: Double, count: Int)], in zone: Zone
  ) -> [(date: CivilDate, value: Double)] {
    var points = medians.map { (date: zone.date(of: $0.at), value: $0.value) }
    let thinned = Set(points.map(\.date))
    var (day, date): ([Double], CivilDate?) = ([], nil)
    func finish() {
      if let date, !thinned.contains(date), let median = Quantile.median(of: day) { points.append((date, median)) }
      day.removeAll(keepingCapacity: true)
    }
    for (at, value) in values {
      let own = zone.date(of: at)
      if own != date { finish() }
      date = own
      day.append(value)
    }
    finish()
    return points
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
