import Catalog
import Scheduling

/// What fills up or runs out soon by one of the rules: reports recommend it and the dashboard shows it, both in these words.
struct CapacityFinding: Sendable, Hashable {
  var recommendation: Recommendation
  /// The last sample, and what it is not to reach.
  var last: String
  var limit: String
  /// When it is there, as far as can be told; what is there already comes first.
  var end: Timestamp
}

extension CapacitySection {
  func findings(_ frame: PeriodFrame) -> [CapacityFinding] {
    expiring(frame) + filling(frame) + climbing(frame)
  }

  /// By the rule `expires`.
  func expiring(_ frame: PeriodFrame) -> [CapacityFinding] { nearExpiries(frame).map { ending($0, frame) } }

  /// By the rule `fills_up`.
  func filling(_ frame: PeriodFrame) -> [CapacityFinding] { near(frame).compactMap { filling($0, frame) } }

  /// By the rule `may_fill_up`.
  func climbing(_ frame: PeriodFrame) -> [CapacityFinding] { approaching(frame).compactMap { climbing($0, frame) } }

  /// What they are about, the first one first.
  package func urgentSeries(_ frame: PeriodFrame) -> [String] {
    findings(frame).enumerated().sorted { ($0.element.end, $0.offset) < ($1.element.end, $1.offset) }
      .map(\.element.recommendation.subject)
  }

  private func ending(_ expiry: Expiry, _ frame: PeriodFrame) -> CapacityFinding {
    let found = Recommendation(
      .expires, "\(expiry.series)",
      "\(expiry.words(frame)) (measured: \(expiry.measured(frame))): renew it",
      command: "metrics \(ShellText.inQuotes("\(expiry.series)"))")
    return CapacityFinding(
      recommendation: found, last: MetricText.decimal(expiry.left(at: frame.asOf), 0), limit: "0",
      end: frame.asOf.adding(days: expiry.left(at: frame.asOf)))
  }

  private func filling(_ entry: CapacityEntry, _ frame: PeriodFrame) -> CapacityFinding? {
    let found = Recommendation(
      .fillsUp, entry.title,
      "\(CapacityWords(self, frame).forecast(entry)), at \(MetricText.significant(entry.last)) on \(frame.day(entry.at)): "
        + (entry.runsOut ? "find out what uses it up, or get more" : "free some, or order more"),
      command: Self.forecast(of: entry))
    return entry.arrival.map { finding(found, entry, end: $0) }
  }

  private func climbing(_ entry: CapacityEntry, _ frame: PeriodFrame) -> CapacityFinding? {
    guard let days = entry.daysAtPace else { return nil }
    let found = Recommendation(
      .mayFillUp, entry.title,
      "at \(MetricText.significant(entry.last)) on \(frame.day(entry.at)), \(CapacityWords(self, frame).climb(entry)): at this pace "
        + "\(MetricText.significant(entry.limit)) is \(MetricText.left(days)) away; its forecast cannot have a date so soon: "
        + "look at it",
      command: Self.forecast(of: entry))
    return finding(found, entry, end: frame.asOf.adding(days: days))
  }

  private func finding(_ found: Recommendation, _ entry: CapacityEntry, end: Timestamp) -> CapacityFinding {
    CapacityFinding(
      recommendation: found, last: MetricText.significant(entry.last), limit: MetricText.significant(entry.limit),
      end: end)
  }

  /// A value that begins with a minus is an option otherwise.
  private static func forecast(of entry: CapacityEntry) -> String {
    "forecast \(ShellText.inQuotes(entry.title)) --limit\(entry.limit < 0 ? "=" : " ")\(MetricText.significant(entry.limit))"
  }
}

extension Timestamp {
  /// As far as there are such times: a sample may be any number.
  func adding(days: Double) -> Timestamp {
    self + .seconds(Int(max(-1e9, min(1e9, days * 86_400)).rounded()))
  }
}
