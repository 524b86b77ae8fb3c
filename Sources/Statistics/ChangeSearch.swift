import Glibc

/// Finds where a series takes another level or slope.
///
/// Outliers are brought near to their neighbours first; the noise is measured by differences, with its autocorrelation;
/// the penalty for each change is so high that noise alone rarely pays it.
///
/// Of 400 series without a change each, of 20, 30, 60, 120 and 365 days, so many were given one: of white noise 2, 1, 0, 0, 0;
/// of heavy tails (Student's t with 2 degrees of freedom) 1, 3, 3, 4, 0; with two outliers side by side 65, 58, 45, 17, 5, as
/// those of the last days may be a new level. Noise that depends on the day before (0.4) looks like changes in 9, 11, 11, 10, 0,
/// and more of it (0.7) in 12, 30, 41, 26, 3. A random walk has no level to change, and is given changes in 44, 67, 102, 185, 323:
/// there they say no more than that it wandered.
struct ChangeSearch {
  struct Change {
    /// Of the first bin after it.
    var index: Int
    var kind: ChangePoint.Kind
    /// A curve explains the points around it as well: a series that grows faster and faster, or settles down, is cut into lines,
    /// too.
    var isCurve: Bool
  }

  /// A part has at least so many bins: a change is seen when it is a week old, but for the last jump, which may be younger.
  static let shortestPart = 7
  /// What a change has to explain, in multiples of the noise's long-run variance and of the logarithm of the count.
  private static let strictness = 5.0
  /// By how much one form of a change has to explain more than a simpler one, in the same variance.
  private static let preference = 9.0

  private let cost: SegmentCost
  private let count: Int
  private let noise: Double
  /// Within a day there are bends that are its rhythm.
  private let isByDay: Bool
  private let values: [Double]
  /// The least difference between two values of the series, in the unit of `values`.
  private let resolution: Double

  /// The values without season; `raw` are those with it. nil where there are too few to find any.
  init?(times: [Double], values: [Double], raw: [Double]) {
    guard times.count >= 2 * Self.shortestPart, let end = times.last else { return nil }
    let cleaned = Self.cleaned(times: times, values: values)
    let center = Quantile.middle(of: cleaned)
    let reach = cleaned.reduce(0) { max($0, abs($1 - center)) }
    if reach == 0 { return nil }
    let near = cleaned.map { ($0 - center) / reach }
    let middle = (times[0] + end) / 2
    let half = (end - times[0]) / 2
    count = times.count
    self.values = near
    cost = SegmentCost(times: times.map { ($0 - middle) / half }, values: near)
    // Sums of squares are right to some 1e-13, which may not look like noise that is explained.
    resolution = Self.leastDifference(raw) / reach
    noise = max(Self.noise(times: times, values: near, resolution: resolution), 1e-10)
    isByDay = (end - times[0]) / Double(times.count - 1) > 0.5
  }

  /// The changes, and whether something may have changed these days that is not told yet.
  func found() -> (changes: [Change], isUnsettled: Bool) {
    let penalty = Self.strictness * noise * log(Double(count))
    let search = Segmentation(cost: cost, count: count, shortest: Self.shortestPart, penalty: penalty)
    let changes = formed(withoutSteps(search.changes()))
    let young = changes.last.flatMap { count - $0.index < 2 * Self.shortestPart ? $0 : nil }
    let before = young == nil ? changes : changes.dropLast()
    let start = before.last?.index ?? 0
    let latest = LatestChange(
      cost: cost, start: start, count: count, found: young, noise: noise, penalty: penalty,
      preference: Self.preference * noise, canBend: isByDay && !isRoundedLine(start, count))
    return (before + (latest.change.map { [$0] } ?? []), latest.isUnsettled)
  }

  /// Without those that a line explains whose values are rounded to the resolution: whole percents rise in steps. A
  /// single step stays, since nothing tells it from a jump.
  private func withoutSteps(_ changes: [Int]) -> [Int] {
    var kept = changes
    var index = 0
    while index < kept.count {
      let start = index == 0 ? 0 : kept[index - 1]
      let end = index + 1 < kept.count ? kept[index + 1] : count
      if isRoundedLine(start, end) {
        kept.remove(at: index)
        // The part before has grown, and may now explain the change before.
        index = max(0, index - 1)
      } else {
        index += 1
      }
    }
    let dropped = changes.filter { !kept.contains($0) }
    let single = dropped.filter { step in
      let start = kept.last { $0 < step } ?? 0
      let end = kept.first { $0 > step } ?? count
      return dropped.filter { (start..<end).contains($0) }.count == 1
    }
    return (kept + single).sorted()
  }

  private func isRoundedLine(_ start: Int, _ end: Int) -> Bool {
    let line = cost.fitted(start, end)
    return (start..<end).allSatisfy { abs(values[$0] - line[$0 - start]) < 0.75 * resolution }
  }

  /// Each in its simplest form; a bend is then sought again, since lines that need not meet tell little of where it is.
  private func formed(_ changes: [Int]) -> [Change] {
    var formed: [Change] = []
    for (index, middle) in changes.enumerated() {
      let start = formed.last?.index ?? 0
      let end = index + 1 < changes.count ? changes[index + 1] : count
      let free = cost.line(start, middle) + cost.line(middle, end)
      let allowed = free + Self.preference * noise
      let places = min(start + Self.shortestPart, middle)...max(end - Self.shortestPart, middle)
      let bend = places.map { ($0, cost.bend(start, $0, end)) }.min { $0.1 < $1.1 }
      let jump = cost.jump(start, middle, end)
      let curve = cost.parabola(start, end)
      if let bend, bend.1 < allowed, bend.1 <= jump {
        formed.append(Change(index: bend.0, kind: .slope, isCurve: curve <= bend.1))
      } else {
        formed.append(
          Change(index: middle, kind: jump < allowed ? .level : .levelAndSlope, isCurve: curve < allowed))
      }
    }
    return formed
  }

  /// Where the series takes another slope in the last weeks, that of the neighbourhood is still the one before, and the
  /// differences would be noise: those before tell how much there is.
  private static func noise(times: [Double], values: [Double], resolution: Double) -> Double {
    let all = NoiseModel(Neighbourhood(times: times, values: values)).longRunVariance
    let before = times.count - 2 * shortestPart
    guard before >= 2 * shortestPart else { return all }
    let past = Neighbourhood(times: Array(times[..<before]), values: Array(values[..<before]))
    // Fewer points tell it less well. A level that is rounded shows less than there is: that of rounding is there at least.
    let share = Double(times.count) / Double(before)
    let known = NoiseModel(past).longRunVariance * share * share
    return min(all, max(known, resolution * resolution / 12))
  }

  /// With each value brought to at most 3.5 standard deviations from the level around it (Hampel's filter).
  private static func cleaned(times: [Double], values: [Double]) -> [Double] {
    let around = Neighbourhood(times: times, values: values)
    let levels = values.indices.map { around.level(at: $0, reach: 3).value }
    let rests = values.indices.map { values[$0] - levels[$0] }
    let bound = 3.5 * Quantile.normalFactor * Quantile.deviation(of: rests, around: 0)
    // In a bend the level cuts the corner: by no more than the slope changes.
    let allowed = values.indices.map { bound + around.bend(at: $0, reach: 3) }
    // The first and the last days may have a slope of their own, which the neighbourhood, three weeks wide, has not.
    let ends = values.indices.filter { $0 < 3 || $0 >= values.count - 3 }
    let own = Dictionary(uniqueKeysWithValues: ends.map { ($0, values[$0] - around.ownLevel(at: $0, reach: 3)) })
    func isBeside(_ index: Int, _ other: Int) -> Bool {
      guard let rest = own[index], let next = own[other] else { return false }
      return abs(rest) > allowed[index] && abs(next) > allowed[other] && (rest < 0) == (next < 0)
    }
    return values.indices.map { index in
      if let own = own[index] {
        // Several on one side are no outliers.
        let isOne = !isBeside(index, index - 1) && !isBeside(index, index + 1)
        if abs(own) <= allowed[index] || !isOne { return values[index] }
      }
      return levels[index] + min(max(rests[index], -allowed[index]), allowed[index])
    }
  }

  private static func leastDifference(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return zip(sorted.dropFirst(), sorted).reduce(.infinity) { least, pair in
      pair.0 > pair.1 ? min(least, pair.0 - pair.1) : least
    }
  }
}
