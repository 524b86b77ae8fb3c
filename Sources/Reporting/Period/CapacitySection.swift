import RunLog
import Scheduling

/// What fills up and what runs out, with the time until it does.
package struct CapacitySection: PeriodSection {
  /// Something with an end, such as a certificate: a sample that counts the days left.
  package struct Expiry: Sendable {
    package var series: SeriesKey
    package var daysLeft: Double
    package var measuredAt: Timestamp

    /// nil: the series counts no days left.
    package init?(_ series: SeriesKey, _ latest: Measurement) {
      guard series.name.hasSuffix("_days_left") else { return nil }
      (self.series, daysLeft, measuredAt) = (series, latest.value, latest.at)
    }

    /// Days left at a moment, by the last measurement before it.
    func left(at moment: Timestamp) -> Double { daysLeft - Double((moment - measuredAt).components.seconds) / 86_400 }

    /// On which day it runs out, or did; nil: nobody will see it.
    func end(_ frame: PeriodFrame) -> String? {
      // A thousand years.
      guard abs(daysLeft) < 365_000 else { return nil }
      return frame.day(measuredAt + .seconds(Int((daysLeft * 86_400).rounded(.down))))
    }

    /// What was measured, and when.
    func measured(_ frame: PeriodFrame) -> String {
      "\(MetricText.decimal(daysLeft, 0)) on \(frame.day(measuredAt))"
    }

    /// By the end of the period, or by now where that is not over.
    func words(_ frame: PeriodFrame) -> String {
      let end = end(frame)
      if left(at: frame.asOf) < 0 { return "ran out" + (end.map { " on \($0)" } ?? "") }
      return "has \(MetricText.decimal(left(at: frame.asOf), 0)) days left" + (end.map { ", to \($0)" } ?? "")
    }
  }

  /// Those that reach their limit first come first.
  package var entries: [CapacityEntry]
  /// How many series with a limit were not looked into, as there are so many: those whose last value is farthest from it.
  package var left: Int
  /// How many of them have ended: the disk, the host or the certificate is gone, or nothing measures it any more.
  package var ended: Int
  /// What ends first comes first.
  package var expiries: [Expiry]
  /// Whether the limits of `maintenance_metrics` are known; else nobody knows whether what has one there reaches it.
  package var knowsLimits = true

  /// Names that have a limit there and no samples: one that is misspelt is watched by nobody.
  package var unmeasured: [String] = []

  package init(entries: [CapacityEntry], left: Int = 0, ended: Int = 0, expiries: [Expiry] = []) {
    self.ended = ended
    self.entries = entries.enumerated().sorted { one, other in
      (one.element.arrival?.microseconds ?? .max, -one.element.last / one.element.limit, one.offset)
        < (other.element.arrival?.microseconds ?? .max, -other.element.last / other.element.limit, other.offset)
    }.map(\.element)
    self.left = left
    self.expiries = expiries.enumerated().sorted {
      ($0.element.daysLeft, $0.offset) < ($1.element.daysLeft, $1.offset)
    }.map(\.element)
  }

  /// What the name of a percentage ends with; it is forecast to this limit.
  package static let suffix = "_percent"
  package static let usualLimit = 90.0
  /// The samples of a year count, as with `maint forecast`.
  package static let span = Duration.seconds(365 * 86_400)
  /// All are looked into, of hosts that anybody looks after: one that is far from its limit may be the one that moves. 200 with hourly
  /// samples of 90 days take 0.4 s; a label that has another value in each run is not to keep anybody waiting for minutes.
  package static let mostSeries = 1_000
  /// A series without a sample for so long tells nothing of the present, as with `maint metrics --prometheus`.
  package static let longestSilence = Duration.seconds(90 * 86_400)

  static let name = "capacity"
  static let title = "Capacity"

  /// So many days after the end of the period are near.
  package static let nearDays = 90

  /// What reaches its limit within a quarter of the end of the period.
  func near(_ frame: PeriodFrame) -> [CapacityEntry] {
    entries.filter { $0.arrival.map { $0 - frame.asOf < .seconds(Self.nearDays * 86_400) } ?? false }
  }

  /// What may do so within days, though its forecast does not say that.
  func approaching(_ frame: PeriodFrame) -> [CapacityEntry] {
    let near = Set(near(frame).map(\.title))
    return entries.filter { entry in
      !near.contains(entry.title) && entry.daysAtPace.map { $0 < RecommendationRule.paceDays } ?? false
    }
  }

  /// How it comes nearer.
  func climb(_ entry: CapacityEntry, _ frame: PeriodFrame) -> String {
    guard let excursion = entry.excursion, let until = entry.leftUsualAt else {
      return "on each day beyond the one before"
    }
    return "far from \(MetricText.significant(excursion.usual)), where it was until \(frame.day(until))"
  }

  func summary(_ frame: PeriodFrame) -> Phrase? {
    let unknown = knowsLimits ? nil : Phrase("The limits of maintenance_metrics are not known", .caution) + "."
    let parts = [expiryWords(frame), nearWords(frame), unknown].compactMap { $0 }
    return parts.first.map { first in parts.dropFirst().reduce(first) { $0 + " " + $1 } }
  }

  /// What ends within a month of the end of the period.
  func nearExpiries(_ frame: PeriodFrame) -> [Expiry] {
    expiries.filter { $0.left(at: frame.asOf) < RecommendationRule.fewDays }
  }

  /// What ends after that, and within a quarter.
  func laterExpiries(_ frame: PeriodFrame) -> [Expiry] {
    expiries.filter { RecommendationRule.fewDays..<Double(Self.nearDays) ~= $0.left(at: frame.asOf) }
  }

  private func expiryWords(_ frame: PeriodFrame) -> Phrase? {
    let near = nearExpiries(frame)
    let first = near.min { $0.left(at: frame.asOf) < $1.left(at: frame.asOf) }
    guard let first else { return nil }
    let over = near.count { $0.left(at: frame.asOf) < 0 }
    let words = Phrase("\(first.series) ") + Phrase(first.words(frame), .bad)
    if near.count == 1 { return words + "." }
    // The first of those that ran out is the one that did so first of all.
    let others = [
      over > 1 ? "\(over - 1) more ran out" : nil,
      near.count > max(over, 1)
        ? "\(near.count - max(over, 1)) more within \(Int(RecommendationRule.fewDays)) days" : nil,
    ].compactMap { $0 }
    return words + "; \(others.joined(separator: ", "))."
  }

  private func nearWords(_ frame: PeriodFrame) -> Phrase? {
    guard let first = near(frame).first else {
      return approaching(frame).first.map { Phrase("\($0.title):") + pace($0, frame) + "." }
    }
    let rest = near(frame).count - 1
    return Phrase("\(first.title) ") + Phrase(words(first, frame), .bad)
      + (rest > 0 ? "; \(rest) more within 90 days." : ".")
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    var blocks: [DocumentBlock] = []
    if !knowsLimits {
      blocks.append(.paragraph(Phrase(Self.unknownLimits, .caution) + " " + frame.code("check") + " says why."))
    }
    if entries.isEmpty {
      blocks.append(.paragraph(Phrase(absence)))
    } else {
      let columns: [DocumentTable.Column] = [
        .init("series"), .init("last", isRight: true), .init("limit", isRight: true), .init("forecast"),
      ]
      blocks.append(.table(DocumentTable(columns, entries.prefix(Self.shown).map { row($0, frame) })))
      let rest = max(0, entries.count - Self.shown)
      blocks.append(
        .paragraph(
          Phrase(
            "Names ending in \(Self.suffix) are forecast to \(Int(Self.usualLimit)), of what is free or left to "
              + "\(Int(100 - Self.usualLimit)), "
              + (knowsLimits ? "others to the limit of their entry in maintenance_metrics, " : "")
              + "from the samples of a year"
              + (rest > 0 ? "; \(rest) series are not shown" : "")
              + (left > 0 ? "; \(left) whose last values are farther from their limits are not looked into" : "")
              + (ended > 0 ? "; \(ended) without a sample for 90 days \(ended == 1 ? "is" : "are") left out" : "")
              + ". One of them, with its slope: ",
            .faint)
            + frame.code("forecast NAME --limit \(Int(Self.usualLimit))")))
    }
    if let unmeasuredWords { blocks.append(.paragraph(Phrase(unmeasuredWords, .caution))) }
    if !expiries.isEmpty {
      blocks.append(.heading("What runs out"))
      let columns: [DocumentTable.Column] = [
        .init("series"), .init("days left", isRight: true), .init("runs out"), .init("measured"),
      ]
      let rows = expiries.prefix(Self.shown).map { expiry -> [Phrase] in
        let left = expiry.left(at: frame.asOf)
        let kind: Phrase.Kind = left < 7 ? .bad : left < RecommendationRule.fewDays ? .caution : .plain
        return [
          Phrase("\(expiry.series)"), Phrase(MetricText.decimal(left, 0), kind), Phrase(expiry.end(frame) ?? ""),
          Phrase(expiry.measured(frame)),
        ]
      }
      blocks.append(.table(DocumentTable(columns, rows)))
    }
    return blocks
  }

  static let unknownLimits =
    "The schedules of the project cannot be read, so the limits of maintenance_metrics are not known, and not what reaches them."

  /// A sentence; nil: each name with a limit has samples.
  var unmeasuredWords: String? {
    if unmeasured.isEmpty { return nil }
    let have = unmeasured.count == 1 ? "has a limit" : "have limits"
    let names = unmeasured.joined(separator: ", ")
    return "Of \(names), which \(have) in maintenance_metrics, there are no samples of the last 90 days: is that how "
      + "it is written where it is measured?"
  }

  /// Where no entry is.
  var absence: String {
    "No series with a limit has samples\(ended > 0 ? " of the last 90 days" : ""): those whose names end in "
      + "\(Self.suffix) have one, and those of maintenance_metrics with a limit."
      + (ended > 0 ? " \(ended) had some before." : "")
  }

  private func row(_ entry: CapacityEntry, _ frame: PeriodFrame) -> [Phrase] {
    let isNear = near(frame).contains { $0.title == entry.title }
    return [
      Phrase(entry.title), Phrase(MetricText.significant(entry.last)), Phrase(MetricText.significant(entry.limit)),
      Phrase(words(entry, frame), isNear ? .bad : .plain) + departure(entry, frame) + silence(entry, frame)
        + worth(entry),
    ]
  }

  private func silence(_ entry: CapacityEntry, _ frame: PeriodFrame) -> Phrase {
    entry.isSilent(at: frame.asOf) ? Phrase("; not measured since \(frame.day(entry.at))", .caution) : ""
  }

  /// Of a last value that is far from the line, from which the forecast goes on.
  private func departure(_ entry: CapacityEntry, _ frame: PeriodFrame) -> Phrase {
    if approaching(frame).contains(where: { $0.title == entry.title }) { return ";" + pace(entry, frame) }
    if let usual = entry.excursion?.usual, let until = entry.leftUsualAt, let since = entry.standsSince {
      let before = "\(MetricText.significant(usual)) until \(frame.day(until))"
      return Phrase("; was \(before), and stands still since \(frame.day(since))", .caution)
    }
    guard let departure = entry.forecast.departure else { return "" }
    return Phrase("; far from \(MetricText.significant(departure.usual)), where its line is", .caution)
  }

  /// Of what is told by its last days alone.
  private func pace(_ entry: CapacityEntry, _ frame: PeriodFrame) -> Phrase {
    let days = entry.daysAtPace.map(MetricText.left) ?? ""
    return Phrase(" \(climb(entry, frame)), and ")
      + Phrase("at this pace \(MetricText.significant(entry.limit)) is \(days) away", .bad)
  }

  /// What such forecasts were worth in the past of the series, beside the day that this one names.
  private func worth(_ entry: CapacityEntry) -> Phrase {
    guard case .reaches = entry.forecast.outcome else { return "" }
    if let stairs = entry.forecast.staircase { return Phrase("; \(stairs.words), \(stairs.count) so far", .faint) }
    guard let test = entry.forecast.backTest else {
      return Phrase("; too few samples, or too many changes, to try it on the past", .faint)
    }
    let days = test.medianErrorInDays.map { " (\(MetricText.significant($0)) days)" } ?? ""
    return Phrase(
      "; tried \(Count(test.cases, "time")) on its past, \(MetricText.days(test.ahead)) ahead: off by "
        + "\(MetricText.significant(test.medianError))\(days) in the median", .faint)
  }

  func words(_ entry: CapacityEntry, _ frame: PeriodFrame) -> String {
    let limit = MetricText.significant(entry.limit)
    switch entry.forecast.outcome {
    case .alreadyReached:
      let words = entry.runsOut ? "is down to \(limit)" : "has reached \(limit)"
      return entry.isThere ? words : "\(words) by what is usual"
    case .movesAway: return entry.standsBeyond ? "above it, and rises" : "moves away"
    case .noTrend(.tooFewPoints): return "too few samples to tell"
    case .noTrend(.partOfDay):
      return "less than two days\(entry.excursion == nil ? ", which may be a rhythm" : ""): no date yet"
    case .noTrend(.constant):
      let words = entry.forecast.departure == nil ? "does not move" : "did not move until now"
      return entry.standsBeyond ? "above it, and \(words)" : words
    case .noTrend(.notDistinguishable): return entry.standsBeyond ? "above it, without a trend" : "no trend"
    case .noTrend(.fallsBack(let every)): return "brought back about every \(MetricText.decimal(every, 1)) days"
    case .notWithinHorizon: return "not soon"
    case .reaches:
      let (earliest, latest) = entry.interval
      let day = entry.arrival.map(frame.day) ?? ""
      if entry.forecast.isUnsettled {
        return "would reach \(limit) on \(day) if it goes on as in the last days, which are too few to tell"
      }
      if entry.isDoubtful {
        return "would reach \(limit) on \(day) if it were a straight line; forecasts of it did not hold in the past"
      }
      let end = latest.map { "to \(frame.day($0))" } ?? "on, or never"
      // Nobody has measured since.
      let reaches = entry.arrival.map { $0 < frame.asOf } == true ? "was to reach" : "reaches"
      return "\(reaches) \(limit) on \(day)" + " (80 %: \(earliest.map(frame.day) ?? "") \(end))"
    }
  }

  /// `series`, each `series`, `last`, `last_at`, `limit`, `outcome` (`reaches`, `already_reached`, `moves_away`,
  /// `not_within_horizon`, `no_trend`), `doubtful`, whether such forecasts did not hold in the past of the series, which takes away
  /// the interval, `at`, when it reaches the limit, or null, `earliest` and `latest`, of the interval of 80 %, `back_test`, null or
  /// `cases`, `days_ahead`, `median_error`, `median_error_days`, `covered`; `not_looked_at`, how many series more have a limit;
  /// `ended`, how many have no sample of the last 90 days; `expiries`, each `series`, `days_left` at the end of the period,
  /// `measured_at`.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([
      (
        "series",
        .records(
          entries.map { entry in
            let isReached = entry.outcome == "already_reached"
            return ReportRecord([
              ("series", .text(entry.title)), ("last", .number(entry.last)), ("last_at", .time(entry.at)),
              ("limit", .number(entry.limit)), ("outcome", .text(entry.outcome)),
              ("doubtful", .truth(entry.isDoubtful)), ("at", .time(isReached ? nil : entry.arrival)),
              ("earliest", .time(entry.interval.earliest)),
              ("latest", .time(entry.interval.latest)),
              ("back_test", .record(backTest(of: entry))),
            ])
          })
      ), ("not_looked_at", .integer(left)), ("ended", .integer(ended)),
      (
        "expiries",
        .records(
          expiries.map { expiry in
            ReportRecord([
              ("series", .text("\(expiry.series)")), ("days_left", .number(expiry.left(at: frame.asOf))),
              ("measured_at", .time(expiry.measuredAt)),
            ])
          })
      ),
    ])
  }

  private func backTest(of entry: CapacityEntry) -> ReportRecord? {
    guard case .reaches = entry.forecast.outcome, let test = entry.forecast.backTest else { return nil }
    return ReportRecord([
      ("cases", .integer(test.cases)), ("days_ahead", .number(test.ahead)),
      ("median_error", .number(test.medianError)), ("median_error_days", .number(test.medianErrorInDays)),
      ("covered", .integer(test.covered)),
    ])
  }
}
