import JSON
import Planning
import RunLog
import Scheduling

/// A backup that was removed because no rule kept it: what the run log still knows of it.
package struct PrunedBackup: Sendable, Hashable {
  package let id: BackupID
  package let event: BackupEvent

  /// nil unless the event says that a backup was pruned.
  package init?(_ event: BackupEvent) {
    guard event.kind == .prune, event.error == nil else { return nil }
    id = BackupID(run: event.run, task: event.task)
    self.event = event
  }

  /// `pruned on 2026-11-20 02:00:03 by root (beyond last: 3, daily: 7)`.
  package func words(zone: Zone) -> String {
    let why = event.detail.map { " (\(HarmlessText.words($0)))" } ?? ""
    return
      "pruned on \(ClockText(zone: zone).dateAndTime(event.startedAt)) by \(HarmlessText.words(event.doneBy))\(why)"
  }
}

extension JSONWriter {
  /// - `id`, `run`, `task`; `state`: `pruned`; `pruned_at`, `by`, `reason`; `bytes` that it had
  mutating func prunedFields(_ pruned: PrunedBackup) {
    field("id", pruned.id.description)
    field("run", pruned.id.run)
    field("task", pruned.id.task.description)
    field("state", "pruned")
    field("pruned_at", pruned.event.startedAt)
    field("by", pruned.event.doneBy)
    field("reason", pruned.event.detail)
    field("bytes", pruned.event.bytes)
  }
}
