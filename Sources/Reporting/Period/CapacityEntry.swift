import Metrics
import Scheduling
import Statistics

/// A series that has a limit, and when it reaches it.
package struct CapacityEntry: Sendable {
  /// As Prometheus writes it.
  package var title: String
  package var limit: Double
  /// The last sample, and when.
  package var last: Double
  package var at: Timestamp
  let forecast: Forecast
  /// Where the last values have left what it scatters.
  let excursion: Excursion?
  private let climb: EarlyClimb?
  /// In days.
  private let longestPause: Double
  private let clock: SeriesClock
  private let side: Limit
  private let isSideKnown: Bool

  /// nil: it has no values. The forecast is that of `maint forecast` for the same samples; where it names a day, it is tried on
  /// its past as well, which takes ten times as long.
  package init?(title: String, points: DailyPoints, limit: SeriesLimit) {
    guard let last = points.last?.point, let at = points.clock.moment(last.time) else { return nil }
    (self.title, self.limit, self.last, self.at) = (title, limit.value, last.value, at)
    (clock, longestPause) = (points.clock, points.longestPause)
    let name = title.prefix { $0 != "{" }
    side = limit.limit(of: String(name), points.series)
    isSideKnown = limit.side != nil || SeriesLimit.side(ofName: name) != nil
    let excursion = Excursion(of: points.series, to: side, last: points.last)
    climb = EarlyClimb(of: points.series, to: side)
    let forecast = Forecast(of: points.series, to: side, last: points.last, cuts: 0).heeding(excursion, to: side)
    if case .reaches = forecast.outcome, forecast.staircase == nil {
      self.forecast = Forecast(of: points.series, to: side, last: points.last)
    } else {
      self.forecast = forecast
    }
    // A step of a staircase is what is usual.
    self.excursion = forecast.staircase == nil ? excursion : nil
  }

  /// It would be reached by less.
  var runsOut: Bool { side.side == .below }

  /// The last sample is at the limit, or beyond.
  var isThere: Bool { side.isReached(by: last) }

  /// Whether it has always stood where it might have reached the limit from the other side: nobody has said which one is meant.
  var standsBeyond: Bool { !isSideKnown && runsOut && last > limit }

  /// When it reaches the limit, where it does; the beginning of 1970 where it has already.
  var arrival: Timestamp? {
    switch forecast.outcome {
    case .alreadyReached: Timestamp(microseconds: 0)
    case .reaches(let arrival): clock.moment(arrival.at)
    case .noTrend, .movesAway, .notWithinHorizon: nil
    }
  }

  /// How many days are left of it at the pace of the last days, where these lead toward the limit by more than the series scatters,
  /// whether or not the forecast has a date: somebody is to look at it.
  var daysAtPace: Double? {
    if isThere { return nil }
    if forecast.staircase != nil { return nil }
    guard let excursion else { return climb?.daysLeft(to: side) }
    return excursion.daysLeft(to: side)
  }

  /// Until when it was what it had been before; nil where that cannot be told.
  var leftUsualAt: Timestamp? { excursion.flatMap { clock.moment($0.since) } }

  /// Whether there are samples enough to say how it goes on.
  var canTell: Bool {
    switch forecast.outcome {
    case .noTrend(.tooFewPoints), .noTrend(.partOfDay): false
    case .noTrend(.constant), .noTrend(.notDistinguishable), .noTrend(.fallsBack), .alreadyReached, .movesAway,
      .notWithinHorizon, .reaches:
      true
    }
  }

  /// Whether it has ended, as far as anybody can tell: nothing measures it any more, and what it does since is not known.
  func isSilent(at moment: Timestamp) -> Bool {
    moment - at > .seconds(Int(min(longestPause, 1e6) * 86_400))
  }

  /// Since when it stands still where its last values have left what was usual: it is a new level.
  var standsSince: Timestamp? { excursion?.standsSince.flatMap(clock.moment) }

  /// Its date is one that did not hold in the past of the series.
  var isDoubtful: Bool { forecast.isDoubtful }

  /// The ends of the interval of 80 %; none where they say nothing.
  var interval: (earliest: Timestamp?, latest: Timestamp?) {
    guard case .reaches(let arrival) = forecast.outcome, !isDoubtful else { return (nil, nil) }
    return (clock.moment(arrival.earliest), arrival.latest.flatMap(clock.moment))
  }

  var outcome: String {
    switch forecast.outcome {
    case .alreadyReached: "already_reached"
    case .reaches: "reaches"
    case .movesAway: "moves_away"
    case .notWithinHorizon: "not_within_horizon"
    case .noTrend: "no_trend"
    }
  }
}
