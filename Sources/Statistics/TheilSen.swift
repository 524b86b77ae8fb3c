/// The robust line of Theil, "A rank-invariant method of linear and polynomial regression analysis" (1950): its slope is
/// the median of the slopes between all pairs of points. Up to 29 % of the points may be anything.
struct TheilSen {
  private let slopes: PairSlopes
  private let values: [Double]
  let slope: Double
  /// At time 0: the median of what remains of each value without the slope.
  let intercept: Double
  /// What remains of each value without the line.
  let residuals: [Double]

  /// nil of fewer than two points; the times must be strictly ascending.
  init?(times: [Double], values: [Double]) {
    if times.count < 2 { return nil }
    slopes = PairSlopes(times: times, values: values)
    self.values = values
    let upper = slopes.slope(ofRank: slopes.count / 2)
    let slope = slopes.count % 2 == 1 ? upper : (slopes.slope(ofRank: slopes.count / 2 - 1) + upper) / 2
    let heights = times.indices.map { values[$0] - slope * times[$0] }
    let intercept = Quantile.middle(of: heights)
    self.slope = slope
    self.intercept = intercept
    residuals = heights.map { $0 - intercept }
  }

  /// The 95 % interval of Sen, "Estimates of the regression coefficient based on Kendall's tau" (1968), with Kendall's
  /// correction of the variance of S for equal values; nil where the points are too few for one.
  ///
  /// The formula is for noise whose values do not depend on each other. `inflation` multiplies the variance of S where
  /// they do, as Hamed and Rao (1998) and Yue and Wang (2004) showed for the test of Mann and Kendall.
  func interval(inflation: Double = 1) -> ClosedRange<Double>? {
    let reach = 1.959_963_984_540_054 * (varianceOfS * inflation).squareRoot()
    let count = Double(slopes.count)
    // The ranks as scipy takes them, but without an interval where they lie outside of what there is.
    let lower = Int(((count - reach) / 2).rounded(.toNearestOrEven)) - 1
    let upper = Int(((count + reach) / 2).rounded(.toNearestOrEven))
    guard lower >= 0, upper < slopes.count else { return nil }
    let least = slopes.slope(ofRank: lower)
    return least...max(least, slopes.slope(ofRank: upper))
  }

  private var varianceOfS: Double {
    func term(_ count: Int) -> Double {
      let count = Double(count)
      return count * (count - 1) * (2 * count + 5)
    }
    var variance = term(values.count)
    var run = 0
    var previous = Double.nan
    for value in values.sorted() {
      if value != previous {
        variance -= term(run)
        run = 0
      }
      run += 1
      previous = value
    }
    return (variance - term(run)) / 18
  }
}
