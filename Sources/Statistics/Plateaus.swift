import Glibc

/// The levels on which a series stood, one after the other, by its days.
struct Plateaus {
  struct Plateau {
    /// Of its days.
    var range: Range<Int>
    var level: Double
  }

  let times: [Double]
  let values: [Double]
  /// Days of a step, whose median lies between both levels, and single days far off are in none.
  private(set) var all: [Plateau] = []
  /// The standard deviation of days about their level, by what neighbours differ.
  let noise: Double

  /// What a change of level has to explain, in multiples of the variance and of the logarithm of the count.
  private static let strictness = 4.0
  /// Levels that differ by less than so many standard errors are one.
  private static let strangeness = 3.0

  /// nil: too few days, or they never move.
  init?(times: [Double], values: [Double]) {
    guard times.count >= 4, let least = values.min(), let greatest = values.max(), greatest > least else { return nil }
    (self.times, self.values) = (times, values)
    let rises = zip(values.dropFirst(), values).map { abs($0 - $1) }
    let rounding = max(Resolution.step(of: values) / 12.0.squareRoot(), 1e-6 * (greatest - least))
    noise = max(Quantile.normalFactor * Quantile.middle(of: rises) / 2.0.squareRoot(), rounding)
    let center = (least + greatest) / 2
    let cost = SegmentCost(times: times.map { $0 - times[0] }, values: values.map { $0 - center })
    let penalty = Self.strictness * noise * noise * log(Double(times.count))
    let search = Segmentation(cost: cost, count: times.count, shortest: 1, penalty: penalty, form: .levels)
    let starts = [0] + search.changes()
    for (start, end) in zip(starts, starts.dropFirst() + [times.count]) where end - start > 1 || end == times.count {
      add(start..<end)
    }
  }

  /// Or makes the one before longer, where it is the same level.
  private mutating func add(_ range: Range<Int>) {
    let level = Quantile.middle(of: Array(values[range]))
    guard let before = all.last else {
      all.append(Plateau(range: range, level: level))
      return
    }
    let error = noise * (1 / Double(before.range.count) + 1 / Double(range.count)).squareRoot()
    if abs(level - before.level) > Self.strangeness * error {
      all.append(Plateau(range: range, level: level))
    } else {
      let both = before.range.lowerBound..<range.upperBound
      all[all.count - 1] = Plateau(range: both, level: Quantile.middle(of: Array(values[both])))
    }
  }

  /// When a plateau was left for the next one: at the first day that is not of it.
  func end(of index: Int) -> Double { times[all[index].range.upperBound] }

  /// By how much it rises from its first half to its second, and in how many days; nil of fewer than three.
  func rise(within index: Int) -> (rise: Double, days: Double)? {
    let range = all[index].range
    guard range.count >= 3 else { return nil }
    let half = range.count / 2
    func mean(_ range: Range<Int>, _ values: [Double]) -> Double { values[range].reduce(0, +) / Double(range.count) }
    let (first, second) = (range.lowerBound..<range.lowerBound + half, range.upperBound - half..<range.upperBound)
    return (mean(second, values) - mean(first, values), mean(second, times) - mean(first, times))
  }

  /// What lines leave of the days that are on plateaus, from one of these on, for each degree of freedom, in multiples of what the
  /// plateaus leave: of the first of them only the last days count.
  func excessOfLine(from before: Int, days: Double) -> Double {
    var (own, kept): ([Double], [Int]) = ([], [])
    for index in before..<all.count {
      let range = all[index].range.filter { index > before || times[$0] >= end(of: before) - days }
      let mean = range.reduce(0) { $0 + values[$1] } / Double(max(1, range.count))
      own += range.map { values[$0] - mean }
      kept += range
    }
    let degrees = Double(kept.count - (all.count - before))
    guard degrees > 0, let first = kept.first else { return 0 }
    let cost = SegmentCost(
      times: kept.map { times[$0] - times[first] }, values: kept.map { values[$0] - values[first] })
    let left = max(own.reduce(0) { $0 + $1 * $1 } / degrees, noise * noise / 4)
    return cost.line(0, kept.count) / Double(kept.count - 2) / left
  }
}
