import Scheduling
import Statistics

/// The values of a series as statistics take them: each, or where those are many the median of each day of a zone; in the first
/// days of each hour, since what is few days old has no days to go by.
///
/// A median stands at the mean time of its samples. Only whole days have one: of the first and the last day there may be a part
/// only, since the time asked for begins in it or it is not over, and the median of a part is another where a day has a rhythm.
/// The last value is the last sample, whatever its day comes to.
package struct DailyPoints: Sendable {
  package let series: Series
  /// Medians of days stand for the values.
  package let areMedians: Bool
  /// So many values there were; where medians of days stand for them, from the first whole day on.
  package let count: Int
  /// The last sample; nil: there is none.
  package let last: LastValue?
  /// By which the times of the points are told.
  package let clock: SeriesClock

  /// More values than that are taken by days.
  package static let most = 800
  /// Where there are so many days; else by hours, or what is shorter, of which there are then more.
  private static let fewestDays = 8
  private static let fewestShorter = 12
  /// Seconds.
  private static let shorter: [Int64] = [3_600, 60, 1]
  /// So are values over a longer time, in days, whether or not the older ones were thinned by then: what is compared is always
  /// the same kind of figure.
  package static let longest = 28.0
  /// Days near the first and the last one, by whose number of samples these are whole.
  private static let near = 7
  /// The values of so many days stay within what a day's values are taken to reach.
  private static let share = 0.9

  /// `thinned`: days of which nothing else is left.
  package init(_ values: [(at: Timestamp, value: Double)], thinned: [SampleDay] = [], in zone: Zone) {
    let days = Self.days(values, thinned, in: zone)
    var isLong = false
    if let first = values.first, let last = values.last {
      isLong = Self.days(of: last.at) - Self.days(of: first.at) >= Self.longest
    }
    let isMany = values.count > Self.most
    let areMedians = isLong || !thinned.isEmpty || (isMany && days.count >= Self.fewestDays)
    count = (areMedians ? Self.fromWhole(days) : days[...]).reduce(0) { $0 + $1.count }
    self.areMedians = areMedians
    let clock = Self.clock(of: days, in: zone)
    self.clock = clock
    func point(at moment: Timestamp, value: Double) -> Series.Point {
      Self.point(at: moment, value: value, in: zone, clock)
    }
    if areMedians {
      series = Series(Self.whole(days).map { point(at: $0.at, value: $0.median) })
    } else if isMany {
      let bins = Self.bins(values)
      series = Series(bins.map { point(at: $0.at, value: $0.median) })
      last = Self.last(of: bins, in: zone, clock)
      return
    } else {
      series = Series(values.map { point(at: $0.at, value: $0.value) })
    }
    last = Self.last(of: days, in: zone, clock)
  }

  private static func clock(of days: [SampleDay], in zone: Zone) -> SeriesClock {
    days.allSatisfy { $0.count == 1 } ? SeriesClock(ofDays: days.map(\.at), in: zone) : .utc
  }

  /// Several series as one: the mean of their medians, on days that all of them have.
  package init(
    meansOf series: [(values: [(at: Timestamp, value: Double)], thinned: [SampleDay])], in zone: Zone
  ) {
    var (count, byDay): (Int, [CivilDate: [SampleDay]]) = (0, [:])
    for one in series {
      let days = Self.days(one.values, one.thinned, in: zone)
      count += Self.fromWhole(days).reduce(0) { $0 + $1.count }
      for day in Self.whole(days) { byDay[zone.date(of: day.at), default: []].append(day) }
    }
    let shared = byDay.values.filter { $0.count == series.count }.sorted { $0[0].at < $1[0].at }
    // Where each was measured once a day, as the first of them was.
    let clock = Self.clock(of: shared.flatMap { $0 }.allSatisfy { $0.count == 1 } ? shared.map { $0[0] } : [], in: zone)
    let points = shared.map { days in
      let start = days[0].at.microseconds
      let elapsed = days.reduce(0) { $0 + ($1.at.microseconds - start) } / Int64(days.count)
      return Self.point(
        at: Timestamp(microseconds: start + elapsed),
        value: days.reduce(0) { $0 + $1.median / Double(days.count) }, in: zone, clock)
    }
    (self.count, areMedians, self.series, self.clock) = (count, true, Series(points), clock)
    // The last samples of the series are of different times: no sum of them was ever measured.
    last = self.series.points.last.map { LastValue($0) }
  }

  /// In order; of one that was thinned what is left of it, which is that of all its values.
  private static func days(
    _ values: [(at: Timestamp, value: Double)], _ thinned: [SampleDay], in zone: Zone
  ) -> [SampleDay] {
    var days = thinned
    let dates = Set(thinned.map { zone.date(of: $0.at) })
    var (own, date): ([(at: Timestamp, value: Double)], CivilDate?) = ([], nil)
    func finish() {
      if let date, !dates.contains(date), let day = SampleDay(own, from: zone.timestamp(of: date)) { days.append(day) }
      own.removeAll(keepingCapacity: true)
    }
    for sample in values {
      let its = zone.date(of: sample.at)
      if its != date { finish() }
      date = its
      own.append(sample)
    }
    finish()
    return days.sorted { $0.at < $1.at }
  }

  /// By the longest of the shorter times of which there are enough.
  private static func bins(_ values: [(at: Timestamp, value: Double)]) -> [SampleDay] {
    var bins: [SampleDay] = []
    for seconds in shorter {
      let length = seconds * 1_000_000
      bins = []
      var first = 0
      while first < values.count {
        let start = values[first].at.microseconds / length * length
        let end = values[first...].firstIndex { $0.at.microseconds / length * length != start } ?? values.count
        if let bin = SampleDay(Array(values[first..<end]), from: Timestamp(microseconds: start)) { bins.append(bin) }
        first = end
      }
      if bins.count >= fewestShorter { break }
    }
    return bins
  }

  /// Without the first and the last day where these have fewer samples than the days next to them.
  private static func whole(_ days: [SampleDay]) -> [SampleDay] {
    func isWhole(_ day: SampleDay, among near: ArraySlice<SampleDay>) -> Bool {
      Quantile.median(of: near.map { Double($0.count) }).map { Double(day.count) >= $0 } ?? true
    }
    var whole = days[...]
    if let first = whole.first, !isWhole(first, among: whole.dropFirst().prefix(near)) { whole.removeFirst() }
    if let last = whole.last, !isWhole(last, among: whole.dropLast().suffix(near)) { whole.removeLast() }
    return Array(whole)
  }

  /// Of a day of which only the end lies in the time asked for no median is taken, nor is anything left of it once it was thinned.
  private static func fromWhole(_ days: [SampleDay]) -> ArraySlice<SampleDay> {
    let first = whole(days).first
    return days.drop { day in first.map { day.at < $0.at } ?? false }
  }

  private static func last(of days: [SampleDay], in zone: Zone, _ clock: SeriesClock) -> LastValue? {
    guard let last = days.last else { return nil }
    let below = Quantile.of(days.map { $0.median - $0.least }, at: share)
    let above = Quantile.of(days.map { $0.greatest - $0.median }, at: share)
    return LastValue(
      point(at: last.lastAt, value: last.last, in: zone, clock), below: below ?? 0, above: above ?? 0)
  }

  /// Whether nothing came for so long that nothing is likely to come: three times as long as usually, and three days.
  package func isSilent(from last: Double, to now: Double) -> Bool { now - last > longestPause }

  /// In days; after a longer one nothing is likely to come.
  package var longestPause: Double {
    let times = series.points.map(\.time)
    let usual = Quantile.median(of: zip(times.dropFirst(), times).map { $0 - $1 }) ?? 0
    return max(3, 3 * usual)
  }

  private static func point(
    at moment: Timestamp, value: Double, in zone: Zone, _ clock: SeriesClock
  ) -> Series.Point {
    Series.Point(time: clock.days(of: moment), value: value, weekday: zone.date(of: moment).weekday.rawValue - 1)
  }

  /// Days since 1970 in UTC.
  package static func days(of moment: Timestamp) -> Double { Double(moment.microseconds) / 86_400e6 }

  /// nil: too far away for a moment.
  static func moment(_ days: Double) -> Timestamp? {
    Int64(exactly: (days * 86_400e6).rounded()).map(Timestamp.init(microseconds:))
  }
}
