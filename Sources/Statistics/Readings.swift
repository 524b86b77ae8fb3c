/// A series made ready for arithmetic: times from its first point on, and values divided by a power of two, which loses
/// nothing and brings them between -2 and 2, so that squares neither overflow nor vanish.
struct Readings {
  let origin: Double
  let scale: Double
  let times: [Double]
  let values: [Double]
  let weekdays: [Int]

  init(_ series: Series) {
    let points = series.points
    let origin = points.first?.time ?? 0
    let greatest = points.reduce(0) { max($0, abs($1.value)) }
    let scale = greatest == 0 ? 1 : Double(sign: .plus, exponent: Int(greatest.exponent), significand: 1)
    self.origin = origin
    self.scale = scale
    times = points.map { $0.time - origin }
    values = points.map { $0.value / scale }
    weekdays = points.map(\.weekday)
  }

  private init(_ readings: Readings, first count: Int) {
    origin = readings.origin
    scale = readings.scale
    times = Array(readings.times.prefix(count))
    values = Array(readings.values.prefix(count))
    weekdays = Array(readings.weekdays.prefix(count))
  }

  /// What was known after so many points.
  func prefix(_ count: Int) -> Readings { Readings(self, first: count) }

  var count: Int { times.count }

  func point(_ index: Int) -> Series.Point {
    Series.Point(time: times[index], value: values[index], weekday: weekdays[index])
  }

  /// In the unit of the series.
  func unscaled(_ value: Double) -> Double {
    min(max(value * scale, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
  }

  /// nil: numbers do not go so far.
  func unscaled(_ range: ClosedRange<Double>) -> ClosedRange<Double>? {
    let (lower, upper) = (range.lowerBound * scale, range.upperBound * scale)
    return lower.isFinite && upper.isFinite ? lower...upper : nil
  }
}
