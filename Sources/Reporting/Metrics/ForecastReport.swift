import JSON
import Metrics
import Scheduling
import Statistics

/// `maint forecast`: when series reach a limit.
package struct ForecastReport: Sendable {
  package struct Entry: Sendable {
    package var title: String
    package var points: DailyPoints
    package var limit: Limit
    package var forecast: Forecast
    /// Where the last values have left what it scatters.
    fileprivate var excursion: Excursion?
    /// What was left out of several series, as it ended before the others.
    package var ended: [String]
    /// Of several the one that stands nearest to the limit now, where that is another.
    package var nearest: (title: String, last: Double)?

    /// `cuts` is how many times the forecast is tried on the past.
    package init(title: String, points: DailyPoints, limit: SeriesLimit, ended: [String] = [], cuts: Int = 8) {
      (self.title, self.points, self.ended) = (title, points, ended)
      self.limit = limit.limit(of: String(title.prefix { $0 != "{" }), points.series)
      excursion = Excursion(of: points.series, to: self.limit, last: points.last)
      forecast = Forecast(of: points.series, to: self.limit, last: points.last, cuts: cuts)
        .heeding(excursion, to: self.limit)
      if forecast.staircase != nil { excursion = nil }
    }

    /// Of several series that which reaches the limit first, or stands nearest to it: a mean of them reaches none before the
    /// worst of them has. nil of none.
    package static func worst(
      of series: [(title: String, points: DailyPoints)], title: String, limit: SeriesLimit, ended: [String] = []
    ) -> Entry? {
      guard let only = series.first else { return nil }
      if series.count == 1 { return Entry(title: title, points: only.points, limit: limit, ended: ended) }
      let ranked = series.map { one in
        let entry = Entry(title: one.title, points: one.points, limit: limit, cuts: 0)
        return (series: one, rank: entry.rank, distance: entry.distance)
      }
      return ranked.min { $0.rank < $1.rank }.map { worst in
        var entry = Entry(title: worst.series.title, points: worst.series.points, limit: limit, ended: ended)
        entry.title = "\(title), the worst of \(series.count) series, \(worst.series.title),"
        if let near = ranked.min(by: { $0.distance < $1.distance }), near.distance < worst.distance,
          let last = near.series.points.last?.point.value
        {
          entry.nearest = (near.series.title, last)
        }
        return entry
      }
    }

    /// Of the last value to the limit.
    private var distance: Double {
      let last = points.last?.point.value ?? 0
      return limit.side == .above ? limit.value - last : last - limit.value
    }

    /// Since when it has been at the limit; nil of one that came there with its last sample.
    fileprivate var reachedSince: Double? {
      let points = points.series.points
      let before = points.lastIndex { !limit.isReached(by: $0.value) } ?? -1
      return before + 1 < points.count ? points[before + 1].time : nil
    }

    /// What is there comes first, then what will be by the time, then the rest by how far it is.
    private var rank: (Int, Double) {
      switch forecast.outcome {
      case .alreadyReached: return (0, distance)
      case .reaches(let arrival): return (1, arrival.at)
      case .noTrend, .movesAway, .notWithinHorizon: return (2, distance)
      }
    }
  }

  private let name: String
  private let entries: [Entry]
  private let zone: Zone
  private let now: Timestamp

  package init(name: String, entries: [Entry], zone: Zone, now: Timestamp) {
    (self.name, self.entries, self.zone, self.now) = (name, entries, zone, now)
  }

  package func text(appearance: Appearance) -> String {
    if entries.isEmpty { return "No samples of \(HarmlessText.words(name)) in this time.\n" }
    return entries.map { appearance.render(lines(of: $0)) }.joined(separator: "\n")
  }

  private func lines(of entry: Entry) -> [StyledText] {
    var lines = [StyledText("\(HarmlessText.words(entry.title)) \(words(entry))", style(of: entry.forecast.outcome))]
    let last =
      entry.points.last.map { "\(MetricText.significant($0.point.value)) on \(date($0.point.time, entry))" } ?? ""
    if let basis = entry.forecast.basis {
      lines.append(
        StyledText("  slope \(TrendReport.words(basis.slope)), since \(date(basis.from, entry)); \(last)", .faint))
    }
    if case .noTrend = entry.forecast.outcome, let excursion = entry.excursion {
      lines.append(StyledText("  \(words(excursion, entry))", .caution))
    } else if let departure = entry.forecast.departure {
      lines.append(StyledText("  \(words(departure, entry))", .caution))
    }
    lines += TrendReport.ended(entry.ended)
    if let near = entry.nearest {
      let words = "nearest to it now: \(HarmlessText.words(near.title)), at \(MetricText.significant(near.last))"
      lines.append(StyledText("  \(words)", .caution))
    }
    // What is there needs no forecast.
    if entry.forecast.outcome == .alreadyReached { return lines }
    if let stairs = entry.forecast.staircase {
      lines.append(
        StyledText(
          "  \(stairs.words): \(stairs.count) since \(date(stairs.since, entry)), the last on "
            + "\(date(stairs.latest, entry))", .faint))
    } else if let test = entry.forecast.backTest {
      let days = test.medianErrorInDays.map { " (\(MetricText.significant($0)) days)" } ?? ""
      lines.append(
        StyledText(
          "  tried on its own past \(Count(test.cases, "time")), \(MetricText.days(test.ahead)) ahead: off by "
            + "\(MetricText.significant(test.medianError))\(days) in the median, "
            + "\(test.covered) of them within the interval of 80 % for a single value at that time",
          .faint))
    } else {
      lines.append(StyledText("  its past is too short, or it changed too often, to try the forecast on it", .faint))
    }
    return lines
  }

  private func words(_ entry: Entry) -> String {
    let limit = MetricText.significant(entry.limit.value)
    switch entry.forecast.outcome {
    case .noTrend(.tooFewPoints):
      return
        "has too few samples\(entry.forecast.hasChanged ? " since it last changed" : "") for a forecast to \(limit)"
    case .noTrend(.partOfDay):
      return "goes towards \(limit), but since less than two days"
        + "\(entry.excursion == nil ? ", which may be the rhythm of a day" : ""): no date yet"
    case .noTrend(.constant):
      return "\(entry.forecast.departure == nil ? "does not move" : "did not move until now"): no trend to \(limit)"
    case .noTrend(.notDistinguishable): return "has no trend that can be told from noise: no date for \(limit)"
    case .noTrend(.fallsBack(let every)):
      return
        "is brought back about every \(MetricText.decimal(every, 1)) days: as long as that goes on, no date for \(limit)"
    case .alreadyReached:
      let (reached, beside) = entry.limit.side == .below ? ("is down to", "above") : ("has reached", "below")
      let isThere = entry.points.last.map { entry.limit.isReached(by: $0.point.value) } ?? true
      let since = isThere ? entry.reachedSince.map { ", since \(date($0, entry))" } ?? "" : ""
      return "\(reached) \(limit)\(since)" + (isThere ? "" : " by what is usual; its last value is \(beside) it")
    case .movesAway: return "moves away from \(limit)"
    case .notWithinHorizon(let earliest):
      let until = entry.forecast.horizon.map { ": not before \(date($0, entry)), as far as it can be seen" } ?? ""
      return "goes towards \(limit)\(until)" + (earliest.map { " (80 %: not before \(date($0, entry)))" } ?? "")
    case .reaches(let arrival):
      let end = arrival.latest.map { "to \(date($0, entry))" } ?? "on, or never"
      let interval =
        entry.forecast.isUnsettled
        ? "if it goes on as in the last days; these are too few to tell, so it may be much earlier or later"
        : entry.forecast.isDoubtful
          ? "if it were a straight line; forecasts of it did not hold in the past, so it may be much earlier or later"
          : "(80 %: \(date(arrival.earliest, entry)) \(end))"
      guard let day = entry.points.clock.moment(arrival.at).map({ zone.date(of: $0) }) else {
        return "never reaches \(limit)"
      }
      // Nobody has measured since.
      if arrival.at < entry.points.clock.days(of: now) {
        return "was to reach \(limit) on \(date(arrival.at, entry)) \(interval)"
      }
      let days = day.dayNumber - zone.date(of: now).dayNumber
      return "reaches \(limit) on \(day), \(days == 0 ? "today" : "in \(Count(days, "day"))") \(interval)"
    }
  }

  /// A new level is seen when it is a week old; until then nobody knows whether it stays.
  private func words(_ departure: Departure, _ entry: Entry) -> String {
    let (value, usual) = (MetricText.significant(departure.value), MetricText.significant(departure.usual))
    let words = "\(value) is far from \(usual), where the line is"
    switch entry.forecast.outcome {
    case .reaches, .notWithinHorizon: return "\(words): the forecast goes on from the last value"
    case .noTrend, .alreadyReached, .movesAway: return words
    }
  }

  /// Where it leads if it goes on: nobody knows yet whether it is a peak, a new level or a new slope.
  private func words(_ excursion: Excursion, _ entry: Entry) -> String {
    let (value, usual) = (MetricText.significant(excursion.value), MetricText.significant(excursion.usual))
    let words = "\(value) is far from \(usual), where it was until \(date(excursion.since, entry))"
    if let since = excursion.standsSince { return "\(words); since \(date(since, entry)) it stands still" }
    let left = excursion.daysLeft(to: entry.limit).map(MetricText.left) ?? ""
    return "\(words): at this pace \(MetricText.significant(entry.limit.value)) is \(left) away"
  }

  /// A limit that comes within 30 days is to be seen.
  private func style(of outcome: Forecast.Outcome) -> Style {
    switch outcome {
    case .alreadyReached: .bad
    case .reaches(let arrival): arrival.at - DailyPoints.days(of: now) < 30 ? .caution : .plain
    case .noTrend, .movesAway, .notWithinHorizon: .plain
    }
  }

  private func date(_ days: Double, _ entry: Entry) -> String { entry.points.clock.day(days, in: zone) }

  /// `name`, and `series`, each `series`, `limit`, `outcome` (`reaches`, `already_reached`, `moves_away`,
  /// `not_within_horizon`, `too_few_samples`, `constant`, `no_trend`, `part_of_day`, `falls_back`), `doubtful`, whether such
  /// forecasts did not hold in the past of the series or its last days are too few to tell, which takes away the interval, `at`, `earliest` and `latest`, of the
  /// interval of 80 %, each null where there is none, `latest` also where it may be never; `last`, the last value, `last_at`, and
  /// `departs_from`, where the line is, of a last value far from it, else null; `ended`, as `maint trend` has it; `nearest`, of several series another that
  /// stands nearest to the limit, or null; the fields of the slope as
  /// `maint trend` has them; `steps`, null or, of what goes on by such, `height`, `every_days`, `count`, `since` and `latest`; `back_test`, null or `cases`, `days_ahead`, `median_error`, `median_error_days`, `covered`.
  package var json: String { JSONWriter.series(of: name, entries, write) }

  private func write(_ entry: Entry, _ json: inout JSONWriter) {
    let clock = entry.points.clock
    json.field("series", entry.title)
    json.field("limit", entry.limit.value)
    var arrival: (at: Double?, earliest: Double?, latest: Double?) = (nil, nil, nil)
    let outcome: String
    switch entry.forecast.outcome {
    case .reaches(let found):
      outcome = "reaches"
      arrival = entry.forecast.isDoubtful ? (found.at, nil, nil) : (found.at, found.earliest, found.latest)
    case .alreadyReached: outcome = "already_reached"
    case .movesAway: outcome = "moves_away"
    case .notWithinHorizon(let earliest):
      outcome = "not_within_horizon"
      arrival.earliest = earliest
    case .noTrend(.tooFewPoints): outcome = "too_few_samples"
    case .noTrend(.partOfDay): outcome = "part_of_day"
    case .noTrend(.constant): outcome = "constant"
    case .noTrend(.notDistinguishable): outcome = "no_trend"
    case .noTrend(.fallsBack): outcome = "falls_back"
    }
    json.field("outcome", outcome)
    json.field("doubtful", entry.forecast.isDoubtful)
    json.field("at", arrival.at.flatMap(clock.moment))
    json.field("earliest", arrival.earliest.flatMap(clock.moment))
    json.field("latest", arrival.latest.flatMap(clock.moment))
    json.field("last", entry.points.last?.point.value)
    json.field("last_at", entry.points.last.flatMap { clock.moment($0.point.time) })
    json.field("departs_from", entry.forecast.departure?.usual)
    json.field("ended") { json in json.array { json in entry.ended.forEach { json.value($0) } } }
    json.field("nearest", entry.nearest?.title)
    json.slope(of: entry.forecast.basis, clock)
    json.field("steps") { json in
      guard let stairs = entry.forecast.staircase else { return json.null() }
      json.object { json in
        json.field("height", stairs.height)
        json.field("every_days", stairs.every)
        json.field("count", stairs.count)
        json.field("since", clock.moment(stairs.since))
        json.field("latest", clock.moment(stairs.latest))
      }
    }
    json.field("back_test") { json in
      guard let test = entry.forecast.backTest else {
        json.null()
        return
      }
      json.object { json in
        json.field("cases", test.cases)
        json.field("days_ahead", test.ahead)
        json.field("median_error", test.medianError)
        json.field("median_error_days", test.medianErrorInDays)
        json.field("covered", test.covered)
      }
    }
  }
}
