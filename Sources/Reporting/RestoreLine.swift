import JSON
import Planning
import RunLog
import Scheduling

/// A restore that somebody asked for, on a line among other things of the host.
struct RestoreLine {
  let event: BackupEvent

  /// `12/daily.nginx, /etc/nginx (in place), by root`, and why it failed.
  var words: String {
    let path = event.path.map { ", \($0)" } ?? ""
    let detail = event.detail.map { " (\($0))" } ?? ""
    let error = event.error.map { ": failed: \($0)" } ?? ""
    return HarmlessText.words(
      "\(BackupID(run: event.run, task: event.task))\(path)\(detail), by \(event.doneBy)\(error)")
  }

  var styled: StyledText {
    event.error == nil ? StyledText("·", .faint) : StyledText("✗", .bad)
  }
}

extension JSONWriter {
  /// Each with `backup`, `run` and `task`, and the fields that `JSONWriter.backupEventFields` documents.
  mutating func restores(_ events: [BackupEvent]) {
    list("restores", of: events) { event, json in
      json.backupID(BackupID(run: event.run, task: event.task))
      json.backupEventFields(event)
    }
  }

  mutating func backupID(_ id: BackupID) {
    field("backup", "\(id)")
    field("run", id.run)
    field("task", id.task.description)
  }
}
