/// A series that has moved towards a limit from its first day on, and is too young for a forecast: each of its days lies beyond the
/// one before, along a line that it hardly strays from.
///
/// Three days are none: of six orders of them one climbs.
package struct EarlyClimb: Sendable, Hashable {
  package let perDay: Double
  package let value: Double

  private static let fewest = 4
  private static let most = 9
  private static let confidence = 0.998

  package init?(of series: Series, to limit: Limit) {
    let days = Self.days(of: series)
    guard let value = series.points.last?.value, Self.fewest...Self.most ~= days.count else { return nil }
    let sign: Double = limit.side == .above ? 1 : -1
    guard zip(days, days.dropFirst()).allSatisfy({ sign * $0 < sign * $1 }) else { return nil }
    let count = Double(days.count)
    let (center, mean) = ((count - 1) / 2, days.reduce(0) { $0 + $1 / count })
    let squares = days.indices.reduce(0) { $0 + (Double($1) - center) * (Double($1) - center) }
    let slope = days.indices.reduce(0) { $0 + (Double($1) - center) * (days[$1] - mean) } / squares
    let strayed = days.indices.reduce(0) { sum, day in
      let distance = days[day] - mean - slope * (Double(day) - center)
      return sum + distance * distance
    }
    let step = Resolution.step(of: days)
    let error = ((strayed / (count - 2) + step * step / 12) / squares).squareRoot()
    guard abs(slope) > Distribution.studentQuantile(Self.confidence, degrees: count - 2) * error else { return nil }
    (perDay, self.value) = (slope, value)
  }

  /// The median of each 24 hours back from the last point, of which none is a part of a rhythm.
  private static func days(of series: Series) -> [Double] {
    guard let first = series.points.first?.time, let last = series.points.last?.time, last - first < Double(most) + 1
    else { return [] }
    let times = series.points.map(\.time)
    let gap = Quantile.median(of: zip(times.dropFirst(), times).map { $0 - $1 }) ?? 1
    // Points stand in the middle of the time that they tell of.
    let half = min(0.5, gap / 2)
    let whole = Int((last - first + 2 * half + 1e-3).rounded(.down))
    return (0..<max(0, whole)).reversed().compactMap { day in
      let values = series.points.filter { Int((last - $0.time + half).rounded(.down)) == day }.map(\.value)
      return Quantile.median(of: values)
    }
  }

  package func daysLeft(to limit: Limit) -> Double { (limit.value - value) / perDay }
}
