import RunLog
import Scheduling

/// Changes that somebody let be made outside windows and in freezes.
package struct OverrideSection: PeriodSection {
  package struct Override: Sendable {
    package var record: WindowExceptionRecord
    /// The reason of the freeze in which it began; nil: none, or the schedules do not have it any more.
    package var freeze: String?

    package init(_ record: WindowExceptionRecord, freeze: String? = nil) {
      (self.record, self.freeze) = (record, freeze)
    }
  }

  /// That began in the period, in order.
  package var overrides: [Override]

  package init(_ overrides: [Override]) { self.overrides = overrides }

  static let name = "overrides"
  static let title = "Overrides of windows and freezes"

  func summary(_ frame: PeriodFrame) -> Phrase? {
    if overrides.isEmpty { return nil }
    let frozen = overrides.count { $0.freeze != nil }
    let times = overrides.count == 1 ? "once" : "\(overrides.count) times"
    return "Somebody let changes be made outside their windows \(times)"
      + (frozen > 0 ? ", " + Phrase("\(frozen) in a freeze", .caution) : "") + "."
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    if overrides.isEmpty { return [.paragraph("None.")] }
    let columns: [DocumentTable.Column] = [
      .init("from"), .init("to"), .init("for"), .init("by"), .init("reason"), .init("freeze"),
    ]
    let rows = overrides.prefix(Self.shown).map { override -> [Phrase] in
      let record = override.record
      let end = record.closedAt ?? record.end
      return [
        Phrase(frame.minute(record.start)), Phrase(end.map(frame.minute) ?? ""),
        Phrase(record.run.map { "run \($0)" } ?? "all that starts"), Phrase(record.override.by),
        Phrase(record.override.reason), override.freeze.map { Phrase($0, .caution) } ?? "",
      ]
    }
    var blocks: [DocumentBlock] = [.table(DocumentTable(columns, rows))]
    if overrides.count > Self.shown {
      blocks.append(.paragraph("And \(overrides.count - Self.shown) more: " + frame.code("audit export")))
    }
    return blocks
  }

  /// `entries`, each `exception`, its number, `run`, null where it let start all, `from`, `to`, null with a run,
  /// `closed_at`, `by`, `uid`, `reason`, `freeze`, the reason of the one in which it began.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([
      (
        "entries",
        .records(
          overrides.map { override in
            let record = override.record
            return ReportRecord([
              ("exception", .integer(record.number)), ("run", .integer(record.run)), ("from", .time(record.start)),
              ("to", .time(record.end)), ("closed_at", .time(record.closedAt)), ("by", .text(record.override.by)),
              ("uid", .integer(record.override.uid)), ("reason", .text(record.override.reason)),
              ("freeze", .text(override.freeze)),
            ])
          })
      )
    ])
  }
}
