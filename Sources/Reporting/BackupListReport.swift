import JSON
import Planning
import Scheduling

/// `maint backup list`: a table of backups, in the order given.
package struct BackupListReport: Sendable {
  private static let prunedShown = 5

  private let backups: [BackupRecord]
  private let pruned: [PrunedBackup]
  private let target: String?
  private let nearest: String?

  /// `target` is what they were chosen by; `nearest`: what was probably meant by it, where there are none.
  /// `pruned`: those that went last, the last first.
  package init(
    backups: [BackupRecord], pruned: [PrunedBackup] = [], target: String? = nil, nearest: String? = nil
  ) {
    self.backups = backups
    self.pruned = pruned
    self.target = target
    self.nearest = nearest
  }

  package func text(appearance: Appearance, zone: Zone) -> String {
    if backups.isEmpty { return appearance.render([StyledText(absence)] + prunedLines(zone)) }
    let clock = ClockText(zone: zone)
    let rows = backups.map { backup -> [StyledText] in
      [
        StyledText(backup.id.description), StyledText(clock.dateAndTime(backup.madeAt)),
        StyledText(backup.runbook.map(HarmlessText.words) ?? ""), StyledText("\(backup.fileCount)"),
        StyledText("\(ByteSize(backup.bytes))"), backup.outcome.styledSymbol + " " + backup.outcome.styledWords,
        backup.stateText, StyledText(HarmlessText.words(backup.archives.map(\.path).joined(separator: ", "))),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "ID"), .init(heading: "MADE"), .init(heading: "RUNBOOK"), .init(heading: "FILES", isRight: true),
      .init(heading: "SIZE", isRight: true), .init(heading: "OUTCOME"), .init(heading: "SEAL"),
      .init(heading: "PATHS"),
    ]
    return appearance.render(Table(columns: columns, rows: rows).lines + prunedLines(zone))
  }

  private func prunedLines(_ zone: Zone) -> [StyledText] {
    if pruned.isEmpty { return [] }
    let shown = pruned.prefix(Self.prunedShown).map { StyledText("\($0.id): \($0.words(zone: zone))", .faint) }
    let rest = pruned.count - shown.count
    let more = rest > 0 ? [StyledText("and others; --json lists the last \(pruned.count)", .faint)] : []
    return [StyledText("")] + shown + more
  }

  /// `backups`, each with the fields that `JSONWriter.backupFields` documents, and `pruned`: the last ones that went, the
  /// last first, each with those that `JSONWriter.prunedFields` documents.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("backups") { json in
        json.array { json in
          for backup in backups { json.object { $0.backupFields(backup) } }
        }
      }
      json.field("pruned") { json in
        json.array { json in
          for backup in pruned { json.object { $0.prunedFields(backup) } }
        }
      }
    }
    json.lineBreak()
    return json.text
  }

  private var absence: String {
    guard let target else { return "No backups yet: a task whose runbook has a backup stage makes one when it runs." }
    let hint = nearest.map { "; did you mean '\(HarmlessText.words($0))'?" } ?? "."
    return "No backups of \(HarmlessText.words(target))\(hint)"
  }
}
