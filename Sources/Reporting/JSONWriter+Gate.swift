import JSON
import Planning
import Scheduling

/// The fields of what decides whether a task may start, named alike in plans and answers. The names are stable; further
/// ones may come.
extension JSONWriter {
  /// - `state`: `open`, `shut`, or `too_late`: it needs more time than is left; `reason`, in words, null where it is open
  /// - `may_start_at`: where it is not open, when it may start; null: never
  /// - `start_before`, `end`: where the window is open, up to when a task may start, and be at work; null: no limit;
  ///   `limit`: what comes at the end, `window` or `freeze`, and `limit_name`; `point_of_no_return`, if it started now
  /// - `exception`: null, or the `reason` of the exception that lets it start, and its `end`
  /// - `window`: its name, or null; `timezone`; `at_window_end`
  /// - `needed`: `forward` and `rollback`, null where there is none, each `seconds` or null, `basis`, `runs`,
  ///   `timeout` (it stands in for runs) or `unknown`, and `runs`, how many the log has
  mutating func gateFields(_ gate: Gate, at now: Timestamp) {
    let decision = gate.decision(at: now)
    var open: ClearanceState.Open?
    var next: Timestamp?
    switch decision {
    case .open(let found): open = found
    case .tooLate(let found, let fits): (open, next) = (found, fits)
    case .shut(_, let opens): next = opens
    }
    field("state", Self.word(decision))
    field("reason", gate.reason(decision, at: now))
    field("may_start_at", next)
    field("start_before", open?.startBefore)
    field("end", open?.end)
    limitFields(open?.limit)
    field("point_of_no_return", open.flatMap(gate.limits)?.pointOfNoReturn)
    field("exception") { json in
      guard let exception = open?.exception else { return json.null() }
      json.object { json in
        json.field("reason", exception.reason)
        json.field("end", exception.end)
      }
    }
    field("window", gate.clearance.window?.name)
    field("timezone", gate.clearance.zone.name)
    field("at_window_end", (gate.clearance.window?.atEnd ?? .continue).rawValue)
    field("needed") { json in
      json.object { json in
        json.field("forward") { $0.part(gate.needed.forward) }
        json.field("rollback") { $0.part(gate.needed.rollback) }
      }
    }
  }

  /// As `point_of_no_return` of `EventLine`.
  mutating func fields(of limits: ChangeLimits) {
    field("point_of_no_return", limits.pointOfNoReturn)
    field("end", limits.end)
    limitFields(limits.limit)
    field("at_window_end", limits.atEnd.rawValue)
  }

  /// Null without one.
  mutating func limitFields(_ limit: ClearanceState.Limit?) {
    switch limit {
    case .window(let name):
      field("limit", "window")
      field("limit_name", name)
    case .freeze(let reason):
      field("limit", "freeze")
      field("limit_name", reason)
    case nil:
      field("limit") { $0.null() }
      field("limit_name") { $0.null() }
    }
  }

  private mutating func part(_ part: TimeNeeded.Part?) {
    guard let part else { return null() }
    object { json in
      json.field("seconds", part.length)
      switch part.basis {
      case .runs(let runs):
        json.field("basis", "runs")
        json.field("runs", runs)
      case .timeout(let runs):
        json.field("basis", "timeout")
        json.field("runs", runs)
      case .unknown(let runs):
        json.field("basis", "unknown")
        json.field("runs", runs)
      }
    }
  }

  private static func word(_ decision: Gate.Decision) -> String {
    switch decision {
    case .open: "open"
    case .tooLate: "too_late"
    case .shut: "shut"
    }
  }
}
