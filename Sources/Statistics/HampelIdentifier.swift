/// Tells outliers by their distance from the median in multiples of the median absolute deviation: Hampel, "The influence
/// curve and its role in robust estimation" (1974).
///
/// The threshold grows with the count, as Davies and Gather, "The identification of multiple outliers" (1993), ask: in
/// normal noise a whole series has an outlier in some 5 % of cases, not each point in 0.3 %.
struct HampelIdentifier {
  /// Half of the values are nearer to the median than this; of normal noise the standard deviation.
  let spread: Double
  let median: Double
  let threshold: Double

  /// At least one value. Distances below `least` are rounding.
  init(_ values: [Double], least: Double) {
    median = Quantile.middle(of: values)
    let deviation = Quantile.deviation(of: values, around: median)
    let count = Double(values.count)
    threshold = max(3, -Distribution.normalQuantile(0.025 / count)) * (1 + 6 / count)
    if deviation > least {
      spread = Quantile.normalFactor * deviation
    } else {
      // More than half are the same: Iglewicz and Hoaglin (1993) then take the mean deviation.
      let center = median
      spread = max(1.2533 * values.reduce(0) { $0 + abs($1 - center) } / count, least)
    }
  }

  func isOutlier(_ value: Double) -> Bool { abs(value - median) > threshold * spread }
}
