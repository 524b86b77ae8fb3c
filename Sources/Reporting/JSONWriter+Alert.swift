import JSON
import RunLog

extension JSONWriter {
  /// An alert: `at`, `level` (`info`, `warning`, `critical`), `kind` (`gave_up`, `never_starts`,
  /// `missed_window`, `clock_jump`, `point_of_no_return`, `window_end`), `run` and `task`, null where it is about none, and `text`, one line.
  mutating func value(_ alert: Alert) {
    object { json in
      json.field("at", alert.at)
      json.field("level", alert.level.rawValue)
      json.field("kind", alert.kind.rawValue)
      json.field("run", alert.run)
      json.field("task", alert.task?.description)
      json.field("text", alert.text)
    }
  }
}
