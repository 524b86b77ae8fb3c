import JSON
import RunLog
import Scheduling

/// What was done with a backup after it was made, as lines and as JSON.
struct BackupHistory {
  let events: [BackupEvent]

  /// The latest of each kind and path, the oldest first.
  func lines(_ clock: ClockText) -> [StyledText] {
    var latest: [BackupEvent] = []
    for event in events {
      latest.removeAll { $0.kind == event.kind && $0.path == event.path }
      latest.append(event)
    }
    return latest.map { event in
      let symbol = event.error == nil ? StyledText("✓", .good) : StyledText("✗", .bad)
      let path = event.path.map { " of \(HarmlessText.words($0))" } ?? ""
      let detail = event.detail.map { " (\(HarmlessText.words($0)))" } ?? ""
      let error = event.error.map { ": \(HarmlessText.words($0))" } ?? ""
      return "  " + symbol
        + StyledText(" \(event.kind.rawValue)\(path)\(detail) \(clock.dateAndTime(event.startedAt))")
        + StyledText(" by \(HarmlessText.words(event.doneBy))\(error)")
    }
  }
}

extension JSONWriter {
  /// - `kind`: `verify`, `restore`, `prune`, `copy` or `drill`; `path`, null where it was about all of the backup
  /// - `detail`: where it was restored to, or why it was pruned; `started_at`, `finished_at`
  /// - `bytes` read, restored, copied or freed; `data_age_seconds`, how old the backup was then
  /// - `error`: null where it succeeded; of a verification, what was damaged; `by`, the user
  mutating func backupEvent(_ event: BackupEvent) {
    object { $0.backupEventFields(event) }
  }

  mutating func backupEventFields(_ event: BackupEvent) {
    field("kind", event.kind.rawValue)
    field("path", event.path)
    field("detail", event.detail)
    field("started_at", event.startedAt)
    field("finished_at", event.finishedAt)
    field("bytes", event.bytes)
    field("data_age_seconds", event.dataAge)
    field("error", event.error)
    field("by", event.doneBy)
  }
}
