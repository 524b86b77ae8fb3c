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

  /// With noise that is known from elsewhere, where its own points tell too little of it; `isShort`: they are too few for ranks.
  init?(times: [Double], values: [Double], noise: ResidualNoise, isShort: Bool) {
    guard let fit = TheilSen(times: times, values: values), let last = times.last else { return nil }
    (slope, intercept, residuals) = (fit.slope, fit.intercept, fit.residuals)
    (first, self.last, self.noise) = (times[0], last, noise)
    if isShort {
      let middle = times.reduce(0, +) / Double(times.count)
      let reach = times.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
      let margin = 1.96 * noise.spread * (noise.inflation / reach).squareRoot()
      interval = fit.slope - margin...fit.slope + margin
    } else {
      interval = fit.interval(inflation: noise.inflation)
    }
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
