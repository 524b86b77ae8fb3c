import JSON
import Scheduling

/// `maint window next`: when changes of each target may start next, past freezes.
package struct WindowNextReport: Sendable {
  package struct Entry: Sendable {
    /// A tier or a task.
    package var name: String
    package var clearance: Clearance

    package init(name: String, clearance: Clearance) {
      self.name = name
      self.clearance = clearance
    }
  }

  /// Of each.
  package static let openings = 3

  private let entries: [Entry]
  private let now: Timestamp

  package init(_ entries: [Entry], now: Timestamp) {
    self.entries = entries
    self.now = now
  }

  package func text(appearance: Appearance) -> String {
    if entries.isEmpty { return "No tier has tasks: there is nothing that could start.\n" }
    let rows = entries.flatMap { entry -> [[StyledText]] in
      let openings = entry.clearance.upcoming(Self.openings, from: now)
      if openings.isEmpty { return [[StyledText(entry.name), StyledText("never", .caution), StyledText("")]] }
      return openings.enumerated().map { index, opening in
        let zone = entry.clearance.zone
        let isNow = opening.start == now
        return [
          StyledText(index == 0 ? entry.name : ""),
          StyledText(isNow ? "now" : zone.minute(opening.start), isNow ? .good : .plain),
          StyledText(end(opening.open, zone)),
        ]
      }
    }
    let columns: [Table.Column] = [.init(heading: "TARGET"), .init(heading: "FROM"), .init(heading: "UP TO")]
    return appearance.render(Table(columns: columns, rows: rows).lines)
  }

  private func end(_ open: ClearanceState.Open, _ zone: Zone) -> String {
    let time = open.startBefore.map { zone.minute($0) } ?? "no end"
    if let exception = open.exception { return HarmlessText.words("\(time), by an exception: \(exception.reason)") }
    switch open.limit {
    case nil: return time
    case .window(let name): return "\(time), window \(HarmlessText.words(name))"
    case .freeze(let reason): return "\(time), freeze (\(HarmlessText.words(reason)))"
    }
  }

  /// - `at`: when this was asked
  /// - `targets`: each `target`, a tier or a task; `timezone`; and `openings`, at most three: `start`,
  ///   `start_before` and `end`, null without a limit, `limit` and `limit_name` as in plans, `exception`, the reason or null
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("at", now)
      json.list("targets", of: entries) { entry, json in
        json.field("target", entry.name)
        json.field("timezone", entry.clearance.zone.name)
        json.list("openings", of: entry.clearance.upcoming(Self.openings, from: now), write)
      }
    }
    json.lineBreak()
    return json.text
  }

  private func write(_ opening: (start: Timestamp, open: ClearanceState.Open), _ json: inout JSONWriter) {
    json.field("start", opening.start)
    json.field("start_before", opening.open.startBefore)
    json.field("end", opening.open.end)
    json.limitFields(opening.open.limit)
    json.field("exception", opening.open.exception?.reason)
  }
}
