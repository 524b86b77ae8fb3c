/// Where a level drifts, it has neither a line to come back to nor changes of it.
extension Decomposition {
  /// A change that a drift explains makes less than so many standard errors of it.
  private static let strangeness = 4.5

  /// Without the changes that a drift explains: those that make no more of slope and level than its days do.
  mutating func withoutWandering() {
    // Where hardly two days lie between changes, all of them tell how days differ.
    let isCut = 3 * changes.count > days.count
    let whole = isCut ? Drift(wholeResiduals) : nil
    // A day of another slope is many points, and one day.
    let isOfHours = bins.count > 2 * days.count
    while !changes.isEmpty {
      let lines = parts.map { line(through: $0) }
      let residuals = lines.flatMap { $0?.residuals ?? [] }
      let all = 0..<readings.count
      guard residuals.count == readings.count else { return }
      let seams = Set(changes.map { bins.firsts[$0.index] })
      let joined = dayValues(of: residuals, in: all, seams: seams)
      guard let drift = whole ?? Drift(joined.days, seams: joined.seams) else { return }
      let weights = changes.indices.map { weight(of: $0, lines, drift) }
      guard let least = weights.indices.min(by: { weights[$0] < weights[$1] }), weights[least] < Self.strangeness,
        let whole = line(through: parts[least].lowerBound..<parts[least + 1].upperBound),
        isCut || isOfHours
          || Drift.isIntegrated(
            dayValues(of: whole.residuals, in: parts[least].lowerBound..<parts[least + 1].upperBound).days)
      else { break }
      changes.remove(at: least)
    }
    if isUnsettled, changes.isEmpty || !isYoung, let line = settledLine, line.drift != nil { isUnsettled = false }
  }

  /// Of all days about one line.
  private var wholeResiduals: [(time: Double, value: Double)] {
    let all = 0..<readings.count
    return line(through: all).map { dayValues(of: $0.residuals, in: all).days } ?? []
  }

  /// How many standard errors of the drift the greater of the jump and the change of slope is.
  private func weight(of index: Int, _ lines: [FittedLine?], _ drift: Drift) -> Double {
    guard let before = lines[index], let after = lines[index + 1] else { return .infinity }
    func lasting(_ line: FittedLine) -> Double { max(line.last - line.first, 1) }
    let slopes = drift.variance * (1 / lasting(before) + 1 / lasting(after))
    let turn = abs(after.slope - before.slope)
    let jump = changes[index].kind == .slope ? 0 : abs(after.value(at: after.first) - before.value(at: after.first))
    let level = drift.variance * max(1, after.first - before.last) + 2 * drift.noise
    let error = max(slopes, rounding * rounding).squareRoot()
    return max(turn / error, jump / max(level, rounding * rounding).squareRoot())
  }

  /// What the residuals of a range of points, which begins and ends with bins, show of a drift; `seams`: the points that begin
  /// another line.
  func drift(_ residuals: [Double], in range: Range<Int>, seams: Set<Int> = []) -> Drift? {
    let found = dayValues(of: residuals, in: range, seams: seams)
    guard found.days.contains(where: { abs($0.value) > rounding }), Drift.isIntegrated(found.days) else { return nil }
    return Drift(found.days, seams: found.seams, spreadOfDay: found.spread)
  }

  /// The medians of the residuals of days; which of them begin another line; and how far points lie from that of their day.
  private func dayValues(
    of residuals: [Double], in range: Range<Int>, seams: Set<Int> = []
  ) -> (days: [(time: Double, value: Double)], seams: Set<Int>, spread: Double) {
    var found: [(time: Double, value: Double)] = []
    var first: Set<Int> = []
    var rests: [Double] = []
    for day in 0..<days.count where days.firsts[day + 1] > range.lowerBound && days.firsts[day] < range.upperBound {
      let points = max(days.firsts[day], range.lowerBound)..<min(days.firsts[day + 1], range.upperBound)
      let values = residuals[points.lowerBound - range.lowerBound..<points.upperBound - range.lowerBound]
      let median = values.count == 1 ? values[values.startIndex] : Quantile.middle(of: Array(values))
      let time = readings.times[points].reduce(0, +) / Double(points.count)
      if seams.contains(where: { points.contains($0) }) { first.insert(found.count) }
      found.append((time, median))
      if points.count > 1 { rests += values.map { $0 - median } }
    }
    let spread = rests.isEmpty ? 0 : Quantile.normalFactor * Quantile.deviation(of: rests, around: 0)
    return (found, first, spread)
  }
}
