import Metrics
import Scheduling

/// What every section of a report goes by.
package struct PeriodFrame: Sendable {
  package var kind: ReportKind
  package var period: ReportPeriod
  package var zone: Zone
  /// The end of the period, or where that is not over the present: the report says what was so by then, whenever it is made,
  /// so that the same log gives the same report.
  package var asOf: Timestamp
  package var host: String
  package var command: CommandText

  package init(
    kind: ReportKind, period: ReportPeriod, zone: Zone, now: Timestamp, host: String, command: CommandText
  ) {
    (self.kind, self.period, self.zone, self.host, self.command) = (kind, period, zone, host, command)
    asOf = min(now, period.span(in: zone).upperBound)
  }

  package var span: Range<Timestamp> { period.span(in: zone) }
  package var isComplete: Bool { asOf == span.upperBound }

  /// What it is compared with: the period before, of one that is not over as much of that as has gone by of it.
  package var previousSpan: Range<Timestamp> {
    let whole = period.previous.span(in: zone)
    return whole
      .lowerBound..<(isComplete ? whole.upperBound : min(whole.upperBound, whole.lowerBound + (asOf - span.lowerBound)))
  }

  var previousName: String { isComplete ? period.previous.name : "as much of \(period.previous.name)" }

  /// `2026-11-22 03:30`, by the clocks of the zone that the report names.
  func minute(_ moment: Timestamp) -> String { String(zone.format(moment).prefix(16)) }

  func day(_ moment: Timestamp) -> String { "\(zone.date(of: moment))" }

  func code(_ words: String) -> Phrase { .code(command(words)) }
}
