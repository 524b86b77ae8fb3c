/// A value that a series may reach.
package struct Limit: Sendable, Hashable {
  package enum Side: Sendable, Hashable {
    /// Reached by values as great: a disk that fills.
    case above
    /// Reached by values as small: memory that is left.
    case below
  }

  package var value: Double
  package var side: Side

  package init(_ value: Double, _ side: Side) {
    self.value = value
    self.side = side
  }

  package func isReached(by reached: Double) -> Bool {
    switch side {
    case .above: reached >= value
    case .below: reached <= value
    }
  }

  /// The slope's direction toward the limit.
  func isToward(_ slope: Double) -> Bool {
    switch side {
    case .above: slope > 0
    case .below: slope < 0
    }
  }

  /// The end of an interval that is nearer to the limit, seen from before it is reached.
  func sooner(_ value: Double, margin: Double) -> Double { side == .above ? value + margin : value - margin }

  func later(_ value: Double, margin: Double) -> Double { side == .above ? value - margin : value + margin }
}
