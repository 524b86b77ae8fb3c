/// Where a series goes: a robust slope, the season by weekday, the changes and the outliers.
///
/// All of it is computed from the values alone, the same on every host. A series of three years by day takes about
/// 20 ms.
package struct Trend: Sendable, Hashable {
  /// Over the whole series, without the season, as if nothing had changed; nil of fewer than two points.
  package var whole: TrendPart?
  /// Only where there is one.
  package var season: WeekdaySeason?
  /// Between the changes, so one more than those; none of fewer than two points.
  package var parts: [TrendPart]
  package var changes: [ChangePoint]
  package var outliers: [Outlier]

  package init(of series: Series) {
    let readings = Readings(series)
    let decomposition = Decomposition(readings)
    let ranges = decomposition.parts
    let lines = ranges.compactMap { decomposition.line(through: $0) }
    let parts = zip(lines, ranges).map { TrendPart($0, count: $1.count, in: readings) }
    self.parts = parts
    season = decomposition.season?.scaled(by: readings)
    if parts.count == 1 {
      whole = parts[0]
    } else {
      let all = decomposition.line(through: 0..<readings.count)
      whole = all.map { TrendPart($0, count: readings.count, in: readings) }
    }
    changes = zip(decomposition.changes, zip(lines, lines.dropFirst())).map { change, lines in
      let time = readings.times[decomposition.bins.firsts[change.index]]
      return ChangePoint(
        time: readings.origin + time, kind: change.kind,
        jump: change.kind == .slope ? 0 : readings.unscaled(lines.1.value(at: time) - lines.0.value(at: time)),
        slopeBefore: readings.unscaled(lines.0.slope), slopeAfter: readings.unscaled(lines.1.slope))
    }
    outliers = Self.outliers(in: decomposition, lines: lines)
  }

  /// The part that lasts, from the last change on.
  package var current: TrendPart? { parts.last }

  private static func outliers(in decomposition: Decomposition, lines: [FittedLine]) -> [Outlier] {
    let readings = decomposition.readings
    let residuals = lines.flatMap(\.residuals)
    if residuals.isEmpty { return [] }
    let identifier = HampelIdentifier(residuals, least: decomposition.rounding)
    return residuals.indices.filter { identifier.isOutlier(residuals[$0]) }.map { index in
      let value = readings.values[index]
      return Outlier(
        time: readings.origin + readings.times[index], value: readings.unscaled(value),
        expected: readings.unscaled(value - residuals[index]))
    }
  }
}
