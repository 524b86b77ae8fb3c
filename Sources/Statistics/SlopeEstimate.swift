/// A slope and how well it is known.
package struct SlopeEstimate: Sendable, Hashable {
  /// In the unit of the values.
  package var perDay: Double
  /// Holds the true slope in 95 % of cases; nil where the points are too few to say.
  package var interval: ClosedRange<Double>?

  package init(perDay: Double, interval: ClosedRange<Double>?) {
    self.perDay = perDay
    self.interval = interval
  }

  /// Whether it can be told from none: its interval leaves out zero.
  package var isDistinguishable: Bool {
    guard let interval else { return false }
    return interval.lowerBound > 0 || interval.upperBound < 0
  }

  /// Whether it would leave out zero if it reached so many times as far from the slope.
  func isDistinguishable(widened factor: Double) -> Bool {
    guard isDistinguishable, let interval else { return false }
    let margin = perDay > 0 ? perDay - interval.lowerBound : interval.upperBound - perDay
    return abs(perDay) > factor * margin
  }
}
