/// What forecasts would have been worth: the series is cut at earlier points, and each time forecast, from what was known
/// then and nothing else, to a point that came later.
package struct BackTest: Sendable, Hashable {
  /// How many times it was tried.
  package var cases: Int
  /// How far ahead in days: as far as the forecast reaches, but at least one and at most a third of the series; less where it changed
  /// too often for that.
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
  package var hasFailed: Bool { cases >= 4 ? 2 * covered < cases : cases >= 2 && covered == 0 }

  /// A past with fewer points is not forecast from.
  private static let fewest = 14

  /// So is one of fewer days, where the whole has twice as many.
  private static let leastDays = 7.0

  /// A change is not told before it has so many points.
  private static let unseen = 4

  /// `ahead` is nil where no arrival is forecast. nil where not one case can be tried.
  init?(of decomposition: Decomposition, ahead: Double?, slope: FittedLine?, cuts: Int) {
    let readings = decomposition.readings
    guard cuts > 0, readings.count > Self.fewest, let last = readings.times.last else { return nil }
    let third = last / 3
    let farthest = min(max(ahead ?? third, 1), third)
    // What changes every few weeks can only be tried over less.
    let tries = [1, 2, 4].lazy.map { (farthest / $0, Self.cuts(of: decomposition, distance: farthest / $0)) }
    guard let (distance, possible) = tries.first(where: { !$0.1.isEmpty }) else { return nil }
    var errors: [Double] = []
    var covered = 0
    for cut in Self.spread(possible, to: cuts) {
      let last = LastValue(readings.point(cut - 1))
      guard let line = Projection(Decomposition(readings.prefix(cut)), from: last) else { continue }
      let projection = line.through(line.departure(of: last))
      let target = Self.index(of: readings.times[cut - 1] + distance, in: readings.times)
      let time = readings.times[target]
      // The weekday of a point is known.
      let error = abs(readings.values[target] - projection.value(at: time, onWeekday: readings.weekdays[target]))
      errors.append(error < decomposition.rounding ? 0 : error)
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

  /// Numbers of points known, from the fewest to the last that leaves a point to forecast. Between what is known and what is
  /// forecast nothing changes: a disk that was cleaned up tells nothing of the line. A bend does, where the series is no line.
  private static func cuts(of decomposition: Decomposition, distance: Double) -> [Int] {
    let times = decomposition.readings.times
    let last = index(of: (times.last ?? 0) - distance, in: times) + 1
    // Hours of less than a week tell nothing of days.
    let week = index(of: min(leastDays, (times.last ?? 0) / 2), in: times)
    let lowest = max(fewest, times.count / 4, week)
    guard last < times.count, lowest <= last else { return [] }
    let changes = decomposition.changes.filter { !$0.isCurve }.map { decomposition.bins.firsts[$0.index] }
    return (lowest...last).filter { cut in
      let target = index(of: times[cut - 1] + distance, in: times)
      return !changes.contains { cut - unseen...max(cut, target) ~= $0 }
    }
  }

  /// So many of them at most, evenly spread.
  private static func spread(_ cuts: [Int], to count: Int) -> [Int] {
    let places = (0..<count).map { (cuts.count - 1) * $0 / max(1, count - 1) }
    return places.enumerated().filter { $0.offset == 0 || places[$0.offset - 1] != $0.element }.map { cuts[$0.element] }
  }

  /// Of the last point not after a time.
  private static func index(of time: Double, in times: [Double]) -> Int {
    // Times that were added and taken away again are right to less than this.
    max(0, (times.firstIndex { $0 > time + 1e-9 } ?? times.count) - 1)
  }
}
