/// What forecasts would have been worth: the series is cut at earlier points, and each time forecast, from what was known
/// then and nothing else, to a point that came later.
package struct BackTest: Sendable, Hashable {
  /// How many times it was tried.
  package var cases: Int
  /// How far ahead in days: as far as the forecast reaches, but at most a third of the series.
  package var ahead: Double
  /// Half of the forecasts were nearer to the value that came, its noise included.
  package var medianError: Double
  /// The same in days, by the slope since the last change; nil where there is none.
  package var medianErrorInDays: Double?
  /// How many values lay within the interval of 80 % for a single value.
  package var covered: Int

  package init(cases: Int, ahead: Double, medianError: Double, medianErrorInDays: Double?, covered: Int) {
    self.cases = cases
    self.ahead = ahead
    self.medianError = medianError
    self.medianErrorInDays = medianErrorInDays
    self.covered = covered
  }

  /// Fewer than half of the values came within an interval that is to hold four of five: by chance that happens once in a hundred
  /// times of eight. What grows faster and faster, or settles down, is no straight line. Of a few tries nothing can be said.
  package var hasFailed: Bool { cases >= 4 && 2 * covered < cases }

  /// A past with fewer points is not forecast from.
  private static let fewest = 14

  /// `ahead` is nil where no arrival is forecast. nil where not one case can be tried.
  init?(of readings: Readings, ahead: Double?, slope: FittedLine?, cuts: Int) {
    guard cuts > 0, readings.count > Self.fewest, let last = readings.times.last else { return nil }
    let third = last / 3
    let distance = min(ahead ?? third, third)
    var errors: [Double] = []
    var covered = 0
    for cut in Self.cuts(cuts, of: readings, distance: distance) {
      guard let projection = Projection(Decomposition(readings.prefix(cut))) else { continue }
      let target = Self.index(of: readings.times[cut - 1] + distance, in: readings.times)
      let time = readings.times[target]
      let error = abs(readings.values[target] - projection.value(of: readings, at: target))
      errors.append(error)
      if error <= projection.marginOfSingle(at: time) { covered += 1 }
    }
    guard let median = Quantile.median(of: errors) else { return nil }
    cases = errors.count
    self.ahead = distance
    self.covered = covered
    medianError = readings.unscaled(median)
    let isTrend = slope?.interval.map { $0.lowerBound > 0 || $0.upperBound < 0 } ?? false
    medianErrorInDays = slope.flatMap { isTrend ? median / abs($0.slope) : nil }
  }

  /// Numbers of points known, evenly spread from the fewest to the last that leaves a point to forecast.
  private static func cuts(_ cuts: Int, of readings: Readings, distance: Double) -> [Int] {
    let last = index(of: (readings.times.last ?? 0) - distance, in: readings.times) + 1
    let lowest = max(fewest, readings.count / 4)
    guard last < readings.count, lowest <= last else { return [] }
    let spread = (0..<cuts).map { lowest + (last - lowest) * $0 / max(1, cuts - 1) }
    return spread.enumerated().filter { $0.offset == 0 || spread[$0.offset - 1] != $0.element }.map(\.element)
  }

  /// Of the last point not after a time.
  private static func index(of time: Double, in times: [Double]) -> Int {
    // Times that were added and taken away again are right to less than this.
    max(0, (times.firstIndex { $0 > time + 1e-9 } ?? times.count) - 1)
  }
}

extension Projection {
  /// What is usual at a later point, whose weekday is known.
  fileprivate func value(of readings: Readings, at index: Int) -> Double {
    line.value(at: readings.times[index]) + effect(onWeekday: readings.weekdays[index])
  }
}
