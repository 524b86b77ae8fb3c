/// The last values of a series, where they have left what it scatters towards a limit: a disk that has begun to fill, hours or
/// days ago, whether or not a line can be told of it.
///
/// They lie beyond all that came before them, and by several times its scatter: a rhythm is part of that as soon as it was seen
/// twice. A scatter that few days tell counts for more, as Student's t has it.
package struct Excursion: Sendable, Hashable {
  /// The median of what came before.
  package let usual: Double
  /// The last time, in days, at which it was still like that.
  package let since: Double
  package let value: Double
  package let time: Double
  /// Since when it stands still there; nil: it moves, as far as anybody can tell.
  package let standsSince: Double?

  /// What began longer ago is the usual, or has a forecast.
  private static let longest = 10.0
  /// So many days before count: a month's rhythm is one.
  private static let memory = 35.0
  /// Two days' rhythm, to the hour; of three daily samples nobody knows what they scatter.
  private static let shortestMemory = 1.9
  /// A new level's, after a clean-up: with a margin, that of a week.
  private static let week = 7.5
  /// Noise is beyond this many times its scatter in one of a thousand cases; the tails of real noise are longer.
  private static let confidence = 0.999
  private static let strangeness = 1.5

  /// nil: there is none, as far as anybody can tell. `last`: the last value, where it is not that of the last point.
  package init?(of series: Series, to limit: Limit, last: LastValue? = nil) {
    let sign: Double = limit.side == .above ? 1 : -1
    var times = series.points.map(\.time)
    var values = series.points.map { sign * $0.value }
    if let last, let end = times.last, last.point.time > end {
      times.append(last.point.time)
      // The values of a day reach beyond its median.
      values.append(sign * last.point.value - (limit.side == .above ? last.above : last.below))
    }
    guard let time = times.last, let value = values.last else { return nil }
    let step = Resolution.step(of: values)
    var found: (usual: Double, before: Range<Int>)?
    var least = Double.infinity
    var index = values.count - 1
    while index > 0, time - times[index] <= Self.longest {
      least = min(least, values[index])
      let before = times[..<index].firstIndex { times[index] - $0 <= Self.memory } ?? index
      let level = Self.levelStart(values[before..<index], times[before..<index], least: least)
      if let usual = Self.usual(values[level..<index], times[level..<index], least: least, last: value, step) {
        found = (usual, level..<index)
      }
      index -= 1
    }
    guard let found else { return nil }
    (usual, since, self.time) = (sign * found.usual, times[found.before.upperBound - 1], time)
    self.value = last?.point.value ?? sign * value
    // Of a day that is not over the last value may be at any height of its rhythm.
    let reach = times.count > series.points.count ? last.map { $0.below + $0.above } ?? 0 : 0
    let count = 8 * reach > value - found.usual ? times.count - 1 : times.count
    let still = Standstill(
      times: times[..<count], values: values[..<count], from: found.before.upperBound, after: found.before,
      level: found.usual)
    standsSince = value > values[count - 1] + reach ? nil : still?.since
  }

  /// After the last value as great, where that was no peak but the level before a clean-up.
  private static func levelStart(_ before: ArraySlice<Double>, _ times: ArraySlice<Double>, least: Double) -> Int {
    guard let end = times.last, let high = before.lastIndex(where: { $0 >= least }),
      4 * before.count(where: { $0 >= least }) >= before.count, end - times[high] > week
    else { return before.startIndex }
    return high + 1
  }

  /// The median of what came before, where what follows lies beyond it.
  private static func usual(
    _ before: ArraySlice<Double>, _ times: ArraySlice<Double>, least: Double, last: Double, _ step: Double
  ) -> Double? {
    guard let first = times.first, let end = times.last, end - first >= shortestMemory,
      let greatest = before.max(), least > greatest
    else { return nil }
    let usual = Quantile.middle(of: Array(before))
    // What went half as far before may do so again.
    guard 2 * (last - greatest) >= last - usual else { return nil }
    // Values of a day are much alike: the days tell how sure the scatter is.
    if isBeyond(Array(before), last, days: (end - first).rounded(), step) { return usual }
    // A rhythm of the day takes its values far apart, but each day to the same height.
    let peaks = Dictionary(grouping: before.indices) { Int((end - times[$0]).rounded(.down)) }
      .filter { Double($0.key) + 0.9 <= end - first }.values.compactMap { day in day.map { before[$0] }.max() }
    guard peaks.count < before.count / 2, peaks.count > 2 else { return nil }
    return isBeyond(peaks.sorted(), last, days: Double(peaks.count), step) ? usual : nil
  }

  private static func isBeyond(_ values: [Double], _ last: Double, days: Double, _ step: Double) -> Bool {
    let usual = Quantile.middle(of: values)
    let squares = values.reduce(0) { $0 + ($1 - usual) * ($1 - usual) }
    let spread = (squares / Double(values.count - 1) + step * step / 12).squareRoot()
    let degrees = max(1, min(Double(values.count - 1), days))
    let most = strangeness * Distribution.studentQuantile(confidence, degrees: degrees)
    return last - usual > most * spread * (1 + 1 / degrees).squareRoot()
  }

  /// From the last usual value on.
  package var perDay: Double { (value - usual) / (time - since) }

  /// Until it is at a limit that it moves towards, at this pace; nil: it stands still.
  package func daysLeft(to limit: Limit) -> Double? {
    standsSince == nil ? (limit.value - value) / perDay : nil
  }
}
