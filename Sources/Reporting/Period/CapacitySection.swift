import RunLog
import Scheduling

/// What fills up and what runs out, with the time until it does.
package struct CapacitySection: PeriodSection {
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

  func summary(_ frame: PeriodFrame) -> Phrase? {
    let words = CapacityWords(self, frame)
    let unknown = knowsLimits ? nil : Phrase("The limits of maintenance_metrics are not known", .caution) + "."
    let parts = [words.expiries, words.arrivals, unknown].compactMap { $0 }
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

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    let words = CapacityWords(self, frame)
    var blocks: [DocumentBlock] = []
    if !knowsLimits {
      blocks.append(
        .paragraph(Phrase(CapacityWords.unknownLimits, .caution) + " " + frame.code("check") + " says why."))
    }
    if entries.isEmpty {
      blocks.append(.paragraph(Phrase(words.absence)))
    } else {
      let columns: [DocumentTable.Column] = [
        .init("series"), .init("last", isRight: true), .init("limit", isRight: true), .init("forecast"),
      ]
      blocks.append(.table(DocumentTable(columns, entries.prefix(Self.shown).map(words.row))))
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
    if let unmeasured = words.unmeasured { blocks.append(.paragraph(Phrase(unmeasured, .caution))) }
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
