/// A straight line in the unit of a series.
package struct Line: Sendable, Hashable {
  /// A time of the series, in days.
  package var origin: Double
  package var valueAtOrigin: Double
  package var slopePerDay: Double

  package init(origin: Double, valueAtOrigin: Double, slopePerDay: Double) {
    self.origin = origin
    self.valueAtOrigin = valueAtOrigin
    self.slopePerDay = slopePerDay
  }

  package func value(at time: Double) -> Double {
    valueAtOrigin + slopePerDay * (time - origin)
  }
}
