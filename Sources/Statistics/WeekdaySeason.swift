/// What each day of the week adds to a series.
package struct WeekdaySeason: Sendable, Hashable {
  /// Seven, in the unit of the values, from weekday 0 on; their mean over the weekdays that occur is 0.
  package var effects: [Double]
  /// How probable so clear a season is in a series without one.
  package var probability: Double
  /// How many weeks it was taken from.
  package var weeks: Double

  package init(effects: [Double], probability: Double, weeks: Double) {
    self.effects = effects
    self.probability = probability
    self.weeks = weeks
  }

  /// A season less probable than this by chance is taken for one.
  package static let significance = 0.01

  /// Looked for in at least four weeks, by the test of Kruskal and Wallis on what remains of each day without the median
  /// of the week around it; nil where there is none.
  init?(in bins: Bins) {
    guard bins.span >= Bins.fourWeeks else { return nil }
    let greatest = bins.values.reduce(0) { max($0, abs($1)) }
    let around = Neighbourhood(times: bins.times, values: bins.values)
    var remains: [Double] = []
    var weekdays: [Int] = []
    for bin in 0..<bins.count where bins.hasWeekAround(bin) {
      let (level, count) = around.level(at: bin, reach: 3, within: 3.5)
      if count < 4 { continue }
      let rest = bins.values[bin] - level
      // What is left of an exact line is rounding, which may well repeat each week.
      remains.append(abs(rest) < 1e-11 * greatest ? 0 : rest)
      weekdays.append(bins.weekdays[bin])
    }
    guard let test = KruskalWallis(remains, groups: weekdays), test.probability < Self.significance else { return nil }
    let byDay = (0..<7).map { day in remains.indices.filter { weekdays[$0] == day }.map { remains[$0] } }
    // Two of a weekday are no habit.
    guard byDay.allSatisfy({ $0.isEmpty || $0.count >= 3 }) else { return nil }
    let medians = byDay.map { Quantile.median(of: $0) }
    let known = medians.compactMap(\.self)
    let mean = known.reduce(0, +) / Double(known.count)
    effects = medians.map { $0.map { $0 - mean } ?? 0 }
    probability = test.probability
    weeks = bins.span / 7
  }

  func scaled(by readings: Readings) -> WeekdaySeason {
    WeekdaySeason(effects: effects.map(readings.unscaled), probability: probability, weeks: weeks)
  }
}

extension Bins {
  /// Whether there may be three days on either side: at the ends there are not, and the median would lean.
  fileprivate func hasWeekAround(_ bin: Int) -> Bool {
    guard let last = times.last else { return false }
    return times[bin] - times[0] > 2.5 && last - times[bin] > 2.5
  }
}
