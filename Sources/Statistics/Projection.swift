/// The line of the part since the last change, drawn on from the last value, with the season of the days to come.
struct Projection {
  let line: FittedLine
  private let decomposition: Decomposition
  private let slopeError: Double
  private let levelError: Double
  private let center: Double
  /// What a margin of 80 % is multiples of the standard error of.
  private let factor: Double
  /// When the last value was taken, in days of the readings.
  let start: Double
  private let startWeekday: Int
  /// The standard deviation of values about the median of their day: those nearest to the ends of a day's are some two of them away.
  private let spreadOfDay: Double
  let length: Double
  let count: Int
  /// Where the level drifts: from where it goes on.
  private let onset: DriftOnset?
  /// By how much it lies beside the line of the part, to lead through the last value; nil: it is that line.
  private var shift: Double?

  /// A part with fewer points is no base.
  static let fewest = 7
  /// Values farther from the line than so many margins of 80 % depart from it: some three standard deviations.
  private static let strangeness = 2.4

  /// `last` in the unit of the readings. nil where the part since the last change, or before a jump that is too young, has too few points
  /// to tell how well its slope is known.
  init?(_ decomposition: Decomposition, from last: LastValue) {
    guard let part = decomposition.settledPart, let line = decomposition.settledLine, let interval = line.interval,
      part.count >= Self.fewest || decomposition.isYoung
    else { return nil }
    let count = Double(part.count)
    self.line = line
    self.decomposition = decomposition
    self.count = part.count
    start = max(last.point.time, line.last)
    startWeekday = last.point.weekday
    spreadOfDay = (last.below + last.above) / 4
    length = line.last - line.first
    center = decomposition.readings.times[part].reduce(0, +) / count
    // The interval of 95 % of a normal estimate is 3.92 standard errors; it has the autocorrelation in it.
    slopeError = (interval.upperBound - interval.lowerBound) / 3.92
    // The variance of a median is that of a mean times half of pi.
    let inflation = line.noise.inflation
    levelError = line.noise.spread * (inflation * .pi / 2 / count).squareRoot()
    guard let drift = line.drift else {
      factor = Distribution.studentQuantile(0.9, degrees: max(3, count / inflation - 2))
      onset = nil
      return
    }
    factor = Distribution.studentQuantile(0.9, degrees: max(3, drift.degrees))
    let onset = DriftOnset(
      drift, decomposition, part, line, from: last, at: start, strangeness: Self.strangeness * factor)
    (self.onset, shift) = (onset, onset.shift)
  }

  var hasSeason: Bool { decomposition.season != nil }

  /// What is usual at a time; on whole days from the last value on its weekday is known.
  func value(at time: Double) -> Double { value(at: time, onWeekday: weekday(at: time)) }

  func value(at time: Double, onWeekday weekday: Int) -> Double {
    line.value(at: time) + decomposition.effect(onWeekday: weekday) + (shift ?? 0)
  }

  /// How far on either side of it the usual value may truly be, in 80 % of cases.
  func margin(at time: Double) -> Double { factor * error(at: time) }

  /// The same of a single value, with its noise.
  func marginOfSingle(at time: Double) -> Double {
    let own = error(at: time)
    let spread = line.drift.map { $0.noise + $0.spreadOfDay * $0.spreadOfDay } ?? line.noise.spread * line.noise.spread
    return factor * (own * own + spread).squareRoot()
  }

  private func error(at time: Double) -> Double {
    let spread = line.noise.spread
    if let drift = line.drift, let onset {
      // A level keeps what each day adds: the days ahead add to the variance, too.
      let (ahead, turned) = (time - start, slopeError * (time - start))
      return (onset.variance + drift.variance * max(0, ahead) + turned * turned).squareRoot()
    }
    if shift != nil {
      // One value tells the level, and has its noise.
      let turned = slopeError * (time - start)
      return (spread * spread + spreadOfDay * spreadOfDay + turned * turned).squareRoot()
    }
    let turned = slopeError * (time - center)
    // Each weekday's effect is a median of as many days as there are weeks.
    let weeks = decomposition.season?.weeks ?? .infinity
    let seasonal = spread * spread * .pi / 2 / weeks
    return (levelError * levelError + turned * turned + seasonal).squareRoot()
  }

  /// Whether the last value lies farther from the line than noise takes it, and than the values of a day lie apart.
  func departure(of last: LastValue) -> Departure? {
    let usual = value(at: start)
    if let onset { return onset.isDeparture ? Departure(value: last.point.value, usual: usual) : nil }
    let distance = last.point.value - usual
    let apart = distance < 0 ? last.below : last.above
    guard abs(distance) - apart > Self.strangeness * marginOfSingle(at: start) else { return nil }
    return Departure(value: last.point.value, usual: usual)
  }

  /// With the same slope, but through that value.
  func through(_ departure: Departure?) -> Projection {
    var projection = self
    projection.shift = departure.map { $0.value - $0.usual + (shift ?? 0) } ?? shift
    return projection
  }

  private func weekday(at time: Double) -> Int {
    (startWeekday + Int((time - start).rounded()) % 7 + 7) % 7
  }

  /// The first time from the last value to the horizon at which a condition holds that goes on holding, but for the
  /// season; nil where it never does.
  func firstTime(until horizon: Double, where holds: (Double) -> Bool) -> Double? {
    if holds(start) { return start }
    if hasSeason {
      return stride(from: start + 1, through: horizon, by: 1).first(where: holds)
    }
    guard holds(horizon) else { return nil }
    var before = start
    var after = horizon
    // Sixty halvings leave nothing between two numbers.
    for _ in 0..<60 {
      let middle = before + (after - before) / 2
      if holds(middle) { after = middle } else { before = middle }
    }
    return after
  }
}
