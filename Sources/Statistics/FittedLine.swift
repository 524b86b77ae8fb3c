/// The line of Theil and Sen through points, with the noise about it.
struct FittedLine {
  let slope: Double
  /// At time 0.
  let intercept: Double
  let interval: ClosedRange<Double>?
  let residuals: [Double]
  let noise: ResidualNoise
  /// Where the residuals are those of a level that strays from any line.
  let drift: Drift?
  let first: Double
  let last: Double

  /// `binned` gives the medians of residuals by bin, `drifting` the drift that they show; nil of fewer than two points.
  init?(
    times: [Double], values: [Double], least: Double, binned: ([Double]) -> [Double],
    drifting: ([Double]) -> Drift? = { _ in nil }
  ) {
    guard let fit = TheilSen(times: times, values: values), let last = times.last else { return nil }
    slope = fit.slope
    intercept = fit.intercept
    residuals = fit.residuals
    noise = ResidualNoise(residuals: fit.residuals, bins: binned(fit.residuals), least: least)
    drift = drifting(fit.residuals)
    interval = Self.interval(of: fit, times, noise, drift)
    first = times[0]
    self.last = last
  }

  /// With noise that is known from elsewhere, where its own points tell too little of it; `isShort`: they are too few for ranks.
  init?(times: [Double], values: [Double], noise: ResidualNoise, drift: Drift?, isShort: Bool) {
    guard let fit = TheilSen(times: times, values: values), let last = times.last else { return nil }
    (slope, intercept, residuals) = (fit.slope, fit.intercept, fit.residuals)
    (first, self.last, self.noise, self.drift) = (times[0], last, noise, drift)
    interval =
      isShort && drift == nil ? Self.normalInterval(of: fit, times, noise) : Self.interval(of: fit, times, noise, drift)
  }

  /// By ranks, where there is no drift; where the noise depends so much on the day before that the ranks have no end, as of
  /// normal noise. Fewer than seven points tell nothing.
  private static func interval(
    of fit: TheilSen, _ times: [Double], _ noise: ResidualNoise, _ drift: Drift?
  ) -> ClosedRange<Double>? {
    if let drift, let last = times.last, last > times[0] {
      let factor = Distribution.studentQuantile(0.975, degrees: max(3, drift.degrees))
      let margin = factor * drift.slopeVariance(over: last - times[0]).squareRoot()
      return fit.slope - margin...fit.slope + margin
    }
    let ranked = fit.interval(inflation: noise.inflation)
    return ranked == nil && times.count >= Projection.fewest ? normalInterval(of: fit, times, noise) : ranked
  }

  private static func normalInterval(
    of fit: TheilSen, _ times: [Double], _ noise: ResidualNoise
  ) -> ClosedRange<Double>? {
    let middle = times.reduce(0, +) / Double(times.count)
    let reach = times.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    let margin = 1.96 * noise.spread * (noise.inflation / reach).squareRoot()
    return margin.isFinite ? fit.slope - margin...fit.slope + margin : nil
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
