import JSON
import RunLog
import Scheduling

/// `maint backup show ID` of a backup that is gone.
package struct PrunedBackupReport: Sendable {
  private let pruned: PrunedBackup
  private let archives: [ArchiveRecord]
  private let history: BackupHistory

  package init(_ pruned: PrunedBackup, archives: [ArchiveRecord], events: [BackupEvent]) {
    self.pruned = pruned
    self.archives = archives
    history = BackupHistory(events: events)
  }

  package func text(appearance: Appearance, zone: Zone, now: Timestamp) -> String {
    let headline = StyledText("Backup \(pruned.id): ") + StyledText("gone", .bad)
    return appearance.render(
      [headline + StyledText("; \(pruned.words(zone: zone))")] + history.lines(ClockText(zone: zone))
        + ArchiveTable(archives: archives, now: now).lines)
  }

  /// One object with the fields that `JSONWriter.prunedFields` documents, `paths` as in `backupFields` and `events`.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.prunedFields(pruned)
      json.field("paths") { json in json.array { json in for archive in archives { json.archive(archive) } } }
      json.field("events") { json in json.array { json in for event in history.events { json.backupEvent(event) } } }
    }
    json.lineBreak()
    return json.text
  }
}
