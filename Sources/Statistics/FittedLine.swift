/// The line of Theil and Sen through points, with the noise about it.
struct FittedLine {
  let slope: Double
  /// At time 0.
  let intercept: Double
  let interval: ClosedRange<Double>?
  let residuals: [Double]
  let noise: ResidualNoise
  let first: Double
  let last: Double

  /// `binned` gives the medians of residuals by bin; nil of fewer than two points.
  init?(times: [Double], values: [Double], least: Double, binned: ([Double]) -> [Double]) {
    guard let fit = TheilSen(times: times, values: values), let last = times.last else { return nil }
    slope = fit.slope
    intercept = fit.intercept
    residuals = fit.residuals
    noise = ResidualNoise(residuals: fit.residuals, bins: binned(fit.residuals), least: least)
    interval = fit.interval(inflation: noise.inflation)
    first = times[0]
    self.last = last
  }

  func value(at time: Double) -> Double { intercept + slope * time }

  func estimate(in readings: Readings) -> SlopeEstimate {
    SlopeEstimate(perDay: readings.unscaled(slope), interval: interval.flatMap(readings.unscaled))
  }

  func line(in readings: Readings) -> Line {
    Line(
      origin: readings.origin + first, valueAtOrigin: readings.unscaled(value(at: first)),
      slopePerDay: readings.unscaled(slope))
  }
}
