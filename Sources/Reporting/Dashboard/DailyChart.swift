import Scheduling
import Statistics

/// A series of one value a day: what tasks took, or samples.
struct DailyChart: Sendable, Hashable {
  enum Unit: Sendable { case seconds, number }

  struct Point: Sendable, Hashable {
    /// Since 1970-01-01.
    var day: Int
    var value: Double
    /// The least and the greatest of the day; the same where it has one.
    var low: Double
    var high: Double
    /// So many values the day has.
    var count: Int
  }

  struct Latest: Sendable, Hashable {
    var day: Int
    var value: Double
  }

  var title: String
  var unit: Unit
  /// That is shown, whether it has points or not.
  var days: Range<Int>
  /// By day, at least one.
  var points: [Point]
  /// The last sample; nil: there is no more than the points.
  var last: Latest?

  /// The least and the greatest that is drawn: from zero where that leaves most of the room to the values.
  var span: ClosedRange<Double> {
    let (least, most) = (points.map(\.low).min() ?? 0, points.map(\.high).max() ?? 0)
    let low = least >= 0 && (unit == .seconds || least <= (most - least) * 2) ? 0 : least
    if low < most { return low...most }
    return low == 0 ? 0...1 : low - low.magnitude / 2...low + low.magnitude / 2
  }

  /// The figure that stands for today: of samples the last one, of which the median of its day may know nothing.
  var latest: Latest? {
    last ?? points.last.map { Latest(day: $0.day, value: $0.value) }
  }

  func words(_ value: Double) -> String {
    switch unit {
    case .seconds: "\(HumanDuration(.microseconds(Int64(exactly: (value * 1e6).rounded()) ?? 0)))"
    case .number: MetricText.significant(value)
    }
  }

  /// Of a day, as hovering shows it.
  func words(_ point: Point) -> String {
    let range = point.low < point.high ? " (\(words(point.low)) to \(words(point.high)))" : ""
    let count = point.count > 1 ? ", \(point.count) \(unit == .seconds ? "times" : "samples")" : ""
    return "\(CivilDate(dayNumber: point.day)): \(words(point.value))\(range)\(count)"
  }

  /// Samples, day by day: their median between the least and the greatest.
  static func points(_ values: [(at: Timestamp, value: Double)], in zone: Zone) -> [Point] {
    var points: [Point] = []
    var rest = values.map { (day: zone.date(of: $0.at).dayNumber, value: $0.value) }[...]
    while let first = rest.first {
      let day = rest.prefix { $0.day == first.day }.map(\.value)
      rest = rest.dropFirst(day.count)
      guard let median = Quantile.median(of: day), let low = day.min(), let high = day.max() else { continue }
      points.append(Point(day: first.day, value: median, low: low, high: high, count: day.count))
    }
    return points
  }
}

extension DailyChart {
  /// Seven days, for the table that stands for the picture.
  struct Week: Sendable, Hashable {
    var start: Int
    var low: Double
    var median: Double
    var high: Double
  }

  var weeks: [Week] {
    stride(from: days.lowerBound, to: days.upperBound, by: 7).compactMap { start in
      let own = points.filter { start..<start + 7 ~= $0.day }
      guard let low = own.map(\.low).min(), let high = own.map(\.high).max(),
        let median = Quantile.median(of: own.map(\.value))
      else { return nil }
      return Week(start: start, low: low, median: median, high: high)
    }
  }
}
