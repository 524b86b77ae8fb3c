/// When a series reaches a limit, if it goes on as since its last change.
///
/// What is forecast is the usual value: the robust line and the season of the weekday. A single value may reach the limit
/// earlier, by its noise. Intervals hold the true time in 80 % of cases where the series goes on as it did; nobody knows
/// of the next change. Measured on 1,000 series each of 60 and 120 days: 81 to 84 % for lines with white, autocorrelated
/// (0.7) and heavy-tailed noise and after a bend, 85 to 99 % with a season, whose dates are whole days. What
/// grows by another amount each day, a random walk with drift, is forecast from where it is (`Drift`): 70 to 85 %. It is too sure
/// of what grows faster and faster, of which the back-test fails.
package struct Forecast: Sendable, Hashable {
  package enum Outcome: Sendable, Hashable {
    case noTrend(NoTrend)
    /// By the last value; or by the usual value at that time, where the last one is below it by no more than noise.
    case alreadyReached
    /// There is a trend, away from the limit.
    case movesAway
    /// There is a trend toward the limit, but it is not reached before the horizon; `earliest` where the interval of
    /// 80 % begins before that.
    case notWithinHorizon(earliest: Double?)
    case reaches(Arrival)
  }

  package enum NoTrend: Sendable, Hashable {
    /// Since the last change, or at all: fewer than seven, or too much alike one another to say how sure a slope is.
    case tooFewPoints
    /// All values since the last change are the same.
    case constant
    /// It rests on a day or two, within which a rhythm of the day looks like a trend.
    case partOfDay
    /// The interval of 95 % of the slope has zero in it, or nearly so where it rests on few weeks.
    case notDistinguishable
    /// Twice at least it was brought back, as a disk that is cleaned up, the last two times so many days apart; the limit
    /// would be reached only if that does not happen again.
    case fallsBack(every: Double)
  }

  /// Times in days, as the series has them.
  package struct Arrival: Sendable, Hashable {
    package var at: Double
    /// Where the interval of 80 % begins and ends; nil where it may be never, or after the horizon.
    package var earliest: Double
    package var latest: Double?

    package init(at: Double, earliest: Double, latest: Double?) {
      self.at = at
      self.earliest = earliest
      self.latest = latest
    }
  }

  package var outcome: Outcome
  /// Where the last value lies far from the line.
  package var departure: Departure?
  /// The part it rests on, since the last change; nil of fewer than two points.
  package var basis: TrendPart?
  /// The last time that is forecast: ten times the length of the part after its end.
  package var horizon: Double?
  /// What such forecasts were worth in the past of the series; nil where it is too short to try.
  package var backTest: BackTest?

  /// Such forecasts did not hold in the past of the series, or it may have changed these days: its date is where a straight line
  /// leads and the interval says nothing.
  package var isDoubtful: Bool { isUnsettled || backTest?.hasFailed ?? false }

  /// Something may have changed in the last days, too few of them to tell what.
  package private(set) var isUnsettled: Bool
  /// Whether there was a change before what it rests on.
  package private(set) var hasChanged: Bool
  /// The steps that it goes on by, where it climbs by such.
  package private(set) var staircase: Staircase?

  /// How many times the length of what it saw a forecast reaches.
  package static let reach = 10.0

  private static let clarity = 10.0
  /// A bend through a jump has its corner so many days before at most.
  private static let youngBend = 3.0

  /// `last`: the last value, where it is not that of the last point. `cuts` is how many times the forecast is tried on the past.
  package init(of series: Series, to limit: Limit, last: LastValue? = nil, cuts: Int = 8) {
    let readings = Readings(series)
    let decomposition = Decomposition(readings)
    let scaled = Limit(limit.value / readings.scale, limit.side)
    let last = (last ?? series.points.last.map { LastValue($0) }).map { $0.scaled(by: readings) }
    let projection = last.flatMap { Projection(decomposition, from: $0) }
    let departure = last.flatMap { projection?.departure(of: $0) }
    outcome = Self.outcome(of: decomposition, last, projection, departure, to: scaled)
    (isUnsettled, hasChanged) = (decomposition.isUnsettled, !decomposition.changes.isEmpty)
    self.departure = departure.map {
      Departure(value: readings.unscaled($0.value), usual: readings.unscaled($0.usual))
    }
    if let part = decomposition.settledPart,
      let line = projection?.line ?? decomposition.settledLine
    {
      basis = TrendPart(line, count: part.count, in: readings)
      horizon = line.last + Self.reach * (line.last - line.first) + readings.origin
    }
    var ahead: Double?
    if case .reaches(let arrival) = outcome { ahead = arrival.at - readings.origin - (readings.times.last ?? 0) }
    backTest = BackTest(of: decomposition, ahead: ahead, slope: projection?.line, cuts: cuts)
    if outcome != .alreadyReached, let last, let stairs = Staircase(decomposition, from: last, to: scaled) {
      climb(stairs, decomposition)
    }
  }

  /// By whole steps; no line leads there, and what lines were worth in the past says nothing of it.
  private mutating func climb(_ stairs: Staircase, _ decomposition: Decomposition) {
    (staircase, outcome, departure) = (stairs, .reaches(stairs.arrival), nil)
    (isUnsettled, hasChanged, backTest) = (false, false, nil)
    let (readings, range) = (decomposition.readings, stairs.firstPoint..<decomposition.readings.count)
    guard let line = decomposition.line(through: range) else { return }
    basis = TrendPart(line, count: range.count, in: readings)
    horizon = line.last + Self.reach * (line.last - line.first) + readings.origin
  }

  /// Where it rests on the days of a jump alone, whose median lies between both levels, and the values stand still since: a line
  /// through these leads nowhere.
  package func heeding(_ excursion: Excursion?, to limit: Limit) -> Forecast {
    guard staircase == nil, let excursion, excursion.standsSince != nil, !limit.isReached(by: excursion.value),
      let basis,
      basis.from >= excursion.since - Self.youngBend
    else { return self }
    var forecast = self
    (forecast.outcome, forecast.basis, forecast.departure) = (.noTrend(.notDistinguishable), nil, nil)
    return forecast
  }

  private static func outcome(
    of decomposition: Decomposition, _ last: LastValue?, _ projection: Projection?, _ departure: Departure?,
    to limit: Limit
  ) -> Outcome {
    let readings = decomposition.readings
    if let last, limit.isReached(by: last.point.value) { return .alreadyReached }
    guard let projection else { return .noTrend(.tooFewPoints) }
    if departure == nil, limit.isReached(by: projection.value(at: projection.start)) { return .alreadyReached }
    let slope = projection.line.estimate(in: readings)
    // What has moved by so many times what it strays goes somewhere, though a drift may turn: its interval says how sure that is.
    let isClear = abs(projection.line.slope) * projection.length >= clarity * projection.line.noise.spread
    guard slope.isDistinguishable(widened: doubt(of: projection)) || (projection.line.drift != nil && isClear) else {
      let isConstant = projection.line.residuals.allSatisfy { $0 == 0 } && slope.perDay == 0
      return .noTrend(isConstant ? .constant : .notDistinguishable)
    }
    guard limit.isToward(slope.perDay) else { return .movesAway }
    let arrival = arrival(of: projection, departure, at: limit, origin: readings.origin)
    if case .reaches(let dates) = arrival, !decomposition.knowsDays(of: projection.line),
      dates.at - readings.origin - projection.start > min(1, projection.length) / 4 || decomposition.mayBeRhythm
    {
      return .noTrend(.partOfDay)
    }
    if let tooth = SawTooth(decomposition, slope: projection.line.slope) {
      guard case .reaches(let dates) = arrival, dates.at - readings.origin <= tooth.next else {
        return .noTrend(.fallsBack(every: tooth.every))
      }
    }
    return arrival
  }

  /// How many times as wide as usual the interval of a slope is to be without zero in it. One to four weeks tell too little of how
  /// much each day depends on the one before: of noise of which it keeps seven tenths 12, 15 and 7 of 400 had a date soon after
  /// 14, 20 and 30 days, and have one in 3, 6 and 6. Of the first week what is steep enough is not to wait.
  private static func doubt(of projection: Projection) -> Double {
    let days = projection.length + 1
    return 1 + min(10 / days, 0.7 * min(1, max(0, (days - 7) / 7)))
  }

  /// From a value that departs from the line the line goes on as from a new level: it is never more hopeful than that value
  /// allows. Where that is nearer to the limit it may be a peak that passes, so the interval lasts until the line itself is there.
  private static func arrival(
    of line: Projection, _ departure: Departure?, at limit: Limit, origin: Double
  ) -> Outcome {
    let projection = line.through(departure)
    let horizon = projection.line.last + reach * projection.length
    let step = min(1, projection.length / Double(projection.count - 1))
    func first(of projection: Projection, _ value: (Double) -> Double) -> Double? {
      projection.firstTime(until: horizon) { limit.isReached(by: value($0)) }.map { $0 + origin }
    }
    func latest(of projection: Projection) -> Double? {
      first(of: projection) { limit.later(projection.value(at: $0), margin: projection.margin(at: $0)) }
    }
    let earliest = first(of: projection) {
      limit.sooner(projection.value(at: $0), margin: projection.margin(at: $0))
    }
    guard let at = first(of: projection, projection.value) else { return .notWithinHorizon(earliest: earliest) }
    // Nothing is known to less than the time between two points.
    let start = projection.start + origin
    let mayPass = departure.map { limit.isToward($0.value - $0.usual) } ?? false
    return .reaches(
      Arrival(
        at: at, earliest: max(start, min(earliest ?? at, at - step)),
        latest: (mayPass ? latest(of: line) : latest(of: projection)).map { max($0, at + step) }))
  }
}
