/// A stretch of a series between two changes, with its own line.
package struct TrendPart: Sendable, Hashable {
  /// The times of its first and last point.
  package var from: Double
  package var to: Double
  package var count: Int
  package var slope: SlopeEstimate
  /// Of the values without season.
  package var line: Line
  /// The standard deviation about the line, by the median absolute deviation, which outliers do not move.
  package var noise: Double
  /// How much each day depends on the day before, from 0 to 0.97; it widens the interval of the slope.
  package var autocorrelation: Double

  init(_ fitted: FittedLine, count: Int, in readings: Readings) {
    from = readings.origin + fitted.first
    to = readings.origin + fitted.last
    self.count = count
    slope = fitted.estimate(in: readings)
    line = fitted.line(in: readings)
    noise = readings.unscaled(fitted.noise.spread)
    autocorrelation = fitted.noise.correlation
  }
}
