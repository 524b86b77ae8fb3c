import JSON
import Planning
import Scheduling

/// `maint backup prune`: for each backup whether it stays or goes and why, in the order given.
package struct PruneReport: Sendable {
  private let decisions: [PruneDecision]
  private let isDryRun: Bool

  package init(_ decisions: [PruneDecision], isDryRun: Bool) {
    self.decisions = decisions
    self.isDryRun = isDryRun
  }

  package func text(appearance: Appearance, zone: Zone) -> String {
    if decisions.isEmpty { return "No backups to prune.\n" }
    let clock = ClockText(zone: zone)
    let rows = decisions.map { decision in
      [
        StyledText(decision.backup.id.description), StyledText(clock.dateAndTime(decision.backup.madeAt)),
        StyledText("\(ByteSize(decision.backup.bytes))"), Self.word(decision.fate),
        StyledText(HarmlessText.words(decision.reasons.joined(separator: "; "))),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "ID"), .init(heading: "MADE"), .init(heading: "SIZE", isRight: true), .init(heading: "FATE"),
      .init(heading: "WHY"),
    ]
    return appearance.render(
      Table(columns: columns, rows: rows).lines + [
        StyledText(""), StyledText("\(isDryRun ? "To go" : "Pruned"): \(tally)."),
      ])
  }

  /// `backups`, each with the fields that `JSONWriter.backupFields` documents, and
  /// - `fate`: `stays`, `goes` (with `--dry-run`), `pruned` or `failed` (it could not be removed)
  /// - `reasons`: texts
  ///
  /// and `freed_bytes`, of those that go or went.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("freed_bytes", freed)
      json.field("backups") { json in
        json.array { json in
          for decision in decisions {
            json.object { json in
              json.backupFields(decision.backup)
              json.field("fate", decision.fate.rawValue)
              json.field("reasons", decision.reasons)
            }
          }
        }
      }
    }
    json.lineBreak()
    return json.text
  }

  private var gone: [PruneDecision] { decisions.filter { $0.fate == .goes || $0.fate == .pruned } }
  private var freed: Int { gone.reduce(0) { $0 + $1.backup.bytes } }

  /// `2 of 9 backups, 1.2 GiB`: of those that go or went.
  package var tally: String { "\(gone.count) of \(Count(decisions.count, "backup")), \(ByteSize(freed))" }

  private static func word(_ fate: PruneDecision.Fate) -> StyledText {
    switch fate {
    case .stays: StyledText("stays", .good)
    case .goes: StyledText("goes")
    case .pruned: StyledText("pruned", .faint)
    case .failed: StyledText("failed", .bad)
    }
  }
}
