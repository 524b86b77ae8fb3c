import Glibc

/// Finds where a series takes another level or slope.
///
/// Outliers are brought near to their neighbours first; the noise is measured by differences, with its autocorrelation;
/// the penalty for each change is so high that noise alone rarely pays it.
///
/// Of 1,000 series without a change each, of 30, 60, 120, 365 and 1,095 days, so many were given one: of white noise, also
/// about a line, 4, 1, 0, 0, 0; with a season by weekday 7, 3, 0, 0, 0; with one outlier anywhere 6, 3, 1, 0, 0; of heavy
/// tails (Student's t with 2 degrees of freedom) 4, 7, 5, 1, 2; of exact lines, seasons and lines with one outlier none.
/// Noise that depends on the day before (0.7) looks like changes in 55, 68, 47, 11, 3. A random walk has no level to
/// change, and is given changes in 116, 228, 416, 827, 995: there they say no more than that it wandered.
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
    let model = NoiseModel(Neighbourhood(times: times, values: near))
    noise = max(model.longRunVariance, 1e-10)
    resolution = Self.leastDifference(raw) / reach
  }

  func changes() -> [Change] {
    let penalty = Self.strictness * noise * log(Double(count))
    let search = Segmentation(cost: cost, count: count, shortest: Self.shortestPart, penalty: penalty)
    return withYoungJump(formed(withoutSteps(search.changes())))
  }

  /// A level that is days old is no week's part, so that the cut comes before it, and the part would lead from the old level to the
  /// new one: far too steep. Where a jump explains the points as well, that is what it was.
  private func withYoungJump(_ changes: [Change]) -> [Change] {
    guard let last = changes.last, count - last.index < 2 * Self.shortestPart else { return changes }
    let start = changes.dropLast().last?.index ?? 0
    let places = max(last.index + 1, count - Self.shortestPart + 1)...count - 2
    let jumps = places.map { ($0, cost.jump(start, $0, count)) }
    guard let jump = jumps.min(by: { $0.1 < $1.1 }),
      jump.1 < cost.line(start, last.index) + cost.line(last.index, count) + Self.preference * noise
    else { return changes }
    return changes.dropLast() + [Change(index: jump.0, kind: .level, isCurve: false)]
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

  /// With each value brought to at most 3.5 standard deviations from the level around it (Hampel's filter).
  private static func cleaned(times: [Double], values: [Double]) -> [Double] {
    let around = Neighbourhood(times: times, values: values)
    let levels = values.indices.map { around.level(at: $0, reach: 3).value }
    let rests = values.indices.map { values[$0] - levels[$0] }
    let bound = 3.5 * Quantile.normalFactor * Quantile.deviation(of: rests, around: 0)
    return values.indices.map { index in
      // In a bend the level cuts the corner: by no more than the slope changes.
      let allowed = bound + around.bend(at: index, reach: 3)
      return levels[index] + min(max(rests[index], -allowed), allowed)
    }
  }

  private static func leastDifference(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return zip(sorted.dropFirst(), sorted).reduce(.infinity) { least, pair in
      pair.0 > pair.1 ? min(least, pair.0 - pair.1) : least
    }
  }
}
