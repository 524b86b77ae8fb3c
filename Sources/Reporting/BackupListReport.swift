import Planning
import Scheduling

/// `maint backup list`: a table of backups, in the order given.
package struct BackupListReport: Sendable {
  private let backups: [BackupRecord]
  private let target: String?
  private let nearest: String?

  /// `target` is what they were chosen by; `nearest`: what was probably meant by it, where there are none.
  package init(backups: [BackupRecord], target: String? = nil, nearest: String? = nil) {
    self.backups = backups
    self.target = target
    self.nearest = nearest
  }

  package func text(appearance: Appearance, zone: Zone) -> String {
    if backups.isEmpty { return appearance.render([StyledText(absence)]) }
    let clock = ClockText(zone: zone)
    let rows = backups.map { backup -> [StyledText] in
      [
        StyledText(backup.id.description), StyledText(clock.dateAndTime(backup.madeAt)),
        StyledText(backup.runbook.map(HarmlessText.words) ?? ""), StyledText("\(backup.fileCount)"),
        StyledText("\(ByteSize(backup.bytes))"), backup.outcome.styledSymbol + " " + backup.outcome.styledWords,
        backup.stateText,
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "ID"), .init(heading: "MADE"), .init(heading: "RUNBOOK"), .init(heading: "FILES", isRight: true),
      .init(heading: "SIZE", isRight: true), .init(heading: "OUTCOME"), .init(heading: "SEAL"),
    ]
    return appearance.render(Table(columns: columns, rows: rows).lines)
  }

  /// `{"backups": […]}`, each with the fields that `JSONWriter.backupFields` documents.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("backups") { json in
        json.array { json in
          for backup in backups { json.object { $0.backupFields(backup) } }
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
