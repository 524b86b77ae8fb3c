import Execution
import RunLog
import Scheduling

/// Runs that somebody has to sign for, and nobody has.
package struct SignOffSection: PeriodSection {
  /// Of the runs that began in the period and are over, the newest first.
  package var unsigned: [UnsignedRun]
  /// Signatures that were given for runs of the period.
  package var signatures: Int

  package init(unsigned: [UnsignedRun], signatures: Int) {
    (self.unsigned, self.signatures) = (unsigned, signatures)
  }

  static let name = "sign_offs"
  static let title = "Runs not signed"

  func summary(_ frame: PeriodFrame) -> Phrase? {
    if unsigned.isEmpty { return nil }
    return Phrase("\(unsigned.count == 1 ? "1 run is" : "\(unsigned.count) runs are") not signed", .caution) + "."
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    let given = "\(Count(signatures, "signature")) \(signatures == 1 ? "was" : "were") given for runs of the period."
    if unsigned.isEmpty {
      return [.paragraph(signatures > 0 ? "None: \(given)" : "None: no run of the period has to be signed.")]
    }
    let columns: [DocumentTable.Column] = [
      .init("run", isRight: true), .init("began"), .init("outcome"), .init("missing"), .init("to sign"),
    ]
    let rows = unsigned.prefix(Self.shown).map { run -> [Phrase] in
      let outcome = OutcomeText(run.outcome)
      return [
        "\(run.run)", Phrase(frame.minute(run.startedAt)), Phrase(outcome.words, outcome.style.kind),
        Phrase(run.roles.joined(separator: ", ")), frame.code("signoff \(run.run) --as \(run.roles.first ?? "")"),
      ]
    }
    let rest = unsigned.count - Self.shown
    let more: [DocumentBlock] = rest > 0 ? [.paragraph("And \(rest) more: " + frame.code("signoff"))] : []
    return [.table(DocumentTable(columns, rows))] + more + [.paragraph(Phrase(given))]
  }

  /// `signatures`, how many were given; `unsigned`, each `run`, `began_at`, `outcome`, `roles` that have not signed.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([
      ("signatures", .integer(signatures)),
      (
        "unsigned",
        .records(
          unsigned.map { run in
            ReportRecord([
              ("run", .integer(run.run)), ("began_at", .time(run.startedAt)), ("outcome", .text(run.outcome.rawValue)),
              ("roles", .texts(run.roles)),
            ])
          })
      ),
    ])
  }
}
