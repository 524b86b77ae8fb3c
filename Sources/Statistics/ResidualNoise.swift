/// What remains of values without their line: how far it goes, and how much each depends on the one before.
struct ResidualNoise {
  /// The standard deviation, by the median absolute deviation.
  let spread: Double
  /// Of neighbouring bins, from 0 to 0.97.
  let correlation: Double
  /// By how much the variance of a slope or level is greater than that of independent points.
  let inflation: Double

  /// `residuals` of at least one point; `bins` are their medians by bin, or the same.
  init(residuals: [Double], bins: [Double], least: Double) {
    spread = max(Self.spread(of: residuals), least)
    correlation = spread > least ? Self.correlation(of: bins) : 0
    let bySlowness = (1 + correlation) / (1 - correlation)
    if bins.count == residuals.count || spread == 0 {
      inflation = bySlowness
    } else {
      // Points of a day have much in common: what counts is how far the days differ.
      let ratio = Self.spread(of: bins) / spread
      inflation = max(1, bySlowness * Double(residuals.count) / Double(bins.count) * ratio * ratio)
    }
  }

  /// The same, but not less of it.
  init(_ noise: ResidualNoise, atLeast spread: Double) {
    self.spread = max(noise.spread, spread)
    (correlation, inflation) = (noise.correlation, noise.inflation)
  }

  private static func spread(of residuals: [Double]) -> Double {
    let count = Double(residuals.count)
    let deviation = Quantile.normalFactor * Quantile.deviation(of: residuals, around: 0)
    // More than half on the line: the mean deviation then.
    let spread = deviation > 0 ? deviation : 1.2533 * residuals.reduce(0) { $0 + abs($1) } / count
    // Two of the points went into the line.
    return count > 2 ? spread * (count / (count - 2)).squareRoot() : spread
  }

  private static func correlation(of residuals: [Double]) -> Double {
    let bound = 2.5 * spread(of: residuals)
    if bound == 0 { return 0 }
    let near = residuals.map { min(max($0 / bound, -1), 1) }
    let squares = near.reduce(0) { $0 + $1 * $1 }
    let products = zip(near, near.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    let count = Double(near.count)
    let found = products / squares * count / max(1, count - 1)
    // Residuals of a line fitted to them show too little of it: by (2 + 4 × correlation) / count.
    let corrected = count > 8 ? (count * found + 2) / (count - 4) : found
    return min(max(corrected, 0), 0.97)
  }
}
