/// The noise of a series that may change its level and slope, from differences of neighbours only: each value depends on
/// the one before it by a share (an autoregressive process of the first order).
///
/// After Chakar, Lebarbier, Lévy-Leduc and Robin, "A robust approach for estimating change-points in the mean of an AR(1)
/// process" (2017): var(y[i+2] - y[i]) / var(y[i+1] - y[i]) is 1 + the correlation. Their medians are replaced by trimmed
/// variances, which know more of short series.
struct NoiseModel {
  let variance: Double
  /// Of neighbours, from 0 to 0.95.
  let correlation: Double

  /// At least four points.
  init(_ around: Neighbourhood) {
    func differences(_ lag: Int) -> [Double] {
      (0..<around.times.count - lag).map { first in
        let slope = around.slopes[first + lag / 2]
        let rise = slope * (around.times[first + lag] - around.times[first])
        return around.values[first + lag] - around.values[first] - rise
      }
    }
    let near = Self.trimmedVariance(differences(1), without: 2)
    let far = Self.trimmedVariance(differences(2), without: 4)
    correlation = near > 0 ? min(max(far / near - 1, 0), 0.95) : 0
    variance = near / (2 * (1 - correlation))
  }

  /// What the variance of a mean of many values is multiples of.
  var longRunVariance: Double { variance * (1 + correlation) / (1 - correlation) }

  /// About zero, without the greatest, of which jumps are some: 4 % and at least so many.
  private static func trimmedVariance(_ values: [Double], without least: Int) -> Double {
    let dropped = min(max(least, values.count / 25), values.count / 2)
    let kept = values.count - dropped
    let sum = values.map { $0 * $0 }.sorted().prefix(kept).reduce(0, +)
    // What trimming leaves of the variance of normal values.
    let share = Double(kept) / Double(values.count)
    let bound = Distribution.normalQuantile((1 + share) / 2)
    let left = 1 - 2 * bound * Distribution.normalDensity(bound) / share
    return sum / Double(kept) / left
  }
}
