/// Quantiles of values in any order: type 7 of Hyndman and Fan, "Sample quantiles in statistical packages" (1996), which
/// numpy and pandas give unless told otherwise.
///
/// Callers leave NaN out: it has no place in an order. All of these take n log n steps at most, whatever the order.
package enum Quantile {
  /// Of an even number the mean of the middle two; nil of none.
  package static func median(of values: [Double]) -> Double? {
    values.isEmpty ? nil : middle(of: values)
  }

  /// `fraction` from 0, the least value, to 1, the greatest; nil of no values.
  package static func of(_ values: [Double], at fraction: Double) -> Double? {
    of(values, at: [fraction]).first
  }

  /// One for each fraction; empty of no values.
  package static func of(_ values: [Double], at fractions: [Double]) -> [Double] {
    if values.isEmpty { return [] }
    let sorted = values.sorted()
    return fractions.map { quantile(ofSorted: sorted, at: $0) }
  }

  /// The median distance from the median, as it is: times 1.4826 it estimates the standard deviation of normal noise.
  /// nil of no values.
  package static func medianAbsoluteDeviation(of values: [Double]) -> Double? {
    median(of: values).map { deviation(of: values, around: $0) }
  }

  /// What the median absolute deviation of normal noise is multiplied by to give its standard deviation.
  static let normalFactor = 1.482_602_218_505_602

  /// The median of at least one value.
  static func middle(of values: [Double]) -> Double {
    var values = values
    let upper = Selection.select(values.count / 2, of: &values)
    if values.count % 2 == 1 { return upper }
    // Selection leaves the lesser half before the rank.
    let lower = values[..<(values.count / 2)].max() ?? upper
    return between(lower, upper, 0.5)
  }

  /// The median of at least one value.
  static func middle(ofSorted values: [Double]) -> Double {
    let upper = values[values.count / 2]
    return values.count % 2 == 1 ? upper : between(values[values.count / 2 - 1], upper, 0.5)
  }

  /// The median distance of at least one value from a center.
  static func deviation(of values: [Double], around center: Double) -> Double {
    middle(of: values.map { abs($0 - center) })
  }

  private static func quantile(ofSorted values: [Double], at fraction: Double) -> Double {
    let position = Double(values.count - 1) * min(max(fraction, 0), 1)
    let index = Int(position)
    let next = min(index + 1, values.count - 1)
    return between(values[index], values[next], position - Double(index))
  }

  /// Exactly the value where both are the same; no overflow between the greatest numbers of both signs.
  private static func between(_ lower: Double, _ upper: Double, _ share: Double) -> Double {
    let distance = upper - lower
    if distance.isFinite { return lower + distance * share }
    return lower == upper ? lower : lower * (1 - share) + upper * share
  }
}
