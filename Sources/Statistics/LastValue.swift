/// The last value of a series. Where medians of days are its points it is none of them, as its day is not over.
package struct LastValue: Sendable, Hashable {
  package var point: Series.Point
  /// How far below and above the median of their day values usually come.
  package var below: Double
  package var above: Double

  package init(_ point: Series.Point, below: Double = 0, above: Double = 0) {
    (self.point, self.below, self.above) = (point, below, above)
  }

  func scaled(by readings: Readings) -> LastValue {
    let point = Series.Point(
      time: point.time - readings.origin, value: point.value / readings.scale, weekday: (point.weekday % 7 + 7) % 7)
    return LastValue(point, below: below / readings.scale, above: above / readings.scale)
  }
}
