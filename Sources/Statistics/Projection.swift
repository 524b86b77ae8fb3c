/// The line of the part since the last change, drawn on, with the season of the days to come.
struct Projection {
  let line: FittedLine
  private let decomposition: Decomposition
  private let slopeError: Double
  private let levelError: Double
  private let center: Double
  /// What a margin of 80 % is multiples of the standard error of.
  private let factor: Double
  /// In days of the readings.
  let last: Double
  private let lastWeekday: Int
  let length: Double
  let count: Int

  /// A part with fewer points is no base.
  static let fewest = 7

  /// nil where the part since the last change has too few points to tell how well its slope is known.
  init?(_ decomposition: Decomposition) {
    guard let part = decomposition.parts.last, part.count >= Self.fewest,
      let line = decomposition.line(through: part), let interval = line.interval,
      let weekday = decomposition.readings.weekdays.last
    else { return nil }
    let count = Double(part.count)
    self.line = line
    self.decomposition = decomposition
    self.count = part.count
    last = line.last
    lastWeekday = weekday
    length = line.last - line.first
    center = decomposition.readings.times[part].reduce(0, +) / count
    // The interval of 95 % of a normal estimate is 3.92 standard errors; it has the autocorrelation in it.
    slopeError = (interval.upperBound - interval.lowerBound) / 3.92
    // The variance of a median is that of a mean times half of pi.
    let inflation = line.noise.inflation
    levelError = line.noise.spread * (inflation * .pi / 2 / count).squareRoot()
    factor = Distribution.studentQuantile(0.9, degrees: max(3, count / inflation - 2))
  }

  var hasSeason: Bool { decomposition.season != nil }

  /// What is usual at a time; on whole days from the last point on its weekday is known.
  func value(at time: Double) -> Double {
    line.value(at: time) + effect(onWeekday: weekday(at: time))
  }

  /// How far on either side of it the usual value may truly be, in 80 % of cases.
  func margin(at time: Double) -> Double { factor * error(at: time) }

  /// The same of a single value, with its noise.
  func marginOfSingle(at time: Double) -> Double {
    let own = error(at: time)
    return factor * (own * own + line.noise.spread * line.noise.spread).squareRoot()
  }

  private func error(at time: Double) -> Double {
    let turned = slopeError * (time - center)
    // Each weekday's effect is a median of as many days as there are weeks.
    let weeks = decomposition.season?.weeks ?? .infinity
    let seasonal = line.noise.spread * line.noise.spread * .pi / 2 / weeks
    return (levelError * levelError + turned * turned + seasonal).squareRoot()
  }

  func effect(onWeekday weekday: Int) -> Double { decomposition.effect(onWeekday: weekday) }

  private func weekday(at time: Double) -> Int {
    (lastWeekday + Int((time - last).rounded()) % 7 + 7) % 7
  }

  /// The first time from the last point to the horizon at which a condition holds that goes on holding, but for the
  /// season; nil where it never does.
  func firstTime(until horizon: Double, where holds: (Double) -> Bool) -> Double? {
    if holds(last) { return last }
    if hasSeason {
      return stride(from: last + 1, through: horizon, by: 1).first(where: holds)
    }
    guard holds(horizon) else { return nil }
    var before = last
    var after = horizon
    // Sixty halvings leave nothing between two numbers.
    for _ in 0..<60 {
      let middle = before + (after - before) / 2
      if holds(middle) { after = middle } else { before = middle }
    }
    return after
  }
}
