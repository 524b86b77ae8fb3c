import JSON
import RunLog
import Scheduling

/// `maint window list`: windows with their rules and next openings, freezes, and exceptions from both.
package struct WindowListReport: Sendable {
  package struct Entry: Sendable {
    package var window: Window
    /// Past freezes and by exceptions, as a change in it may start.
    package var clearance: Clearance
    /// Tiers and tasks that it governs, as targets.
    package var governs: [String]

    package init(window: Window, clearance: Clearance, governs: [String]) {
      self.window = window
      self.clearance = clearance
      self.governs = governs
    }
  }

  private let windows: [Entry]
  private let freezes: [Freeze]
  private let exceptions: [WindowExceptionRecord]
  private let hostZone: Zone
  private let now: Timestamp

  /// `freezes` are those in force or to come; `exceptions` the latest, newest first.
  package init(
    windows: [Entry], freezes: [Freeze], exceptions: [WindowExceptionRecord], hostZone: Zone, now: Timestamp
  ) {
    self.windows = windows
    self.freezes = freezes.sorted { $0.start(in: hostZone) < $1.start(in: hostZone) }
    self.exceptions = exceptions
    self.hostZone = hostZone
    self.now = now
  }

  package func text(appearance: Appearance) -> String {
    appearance.render(windowLines + freezeLines + exceptionLines)
  }

  private var windowLines: [StyledText] {
    if windows.isEmpty { return [StyledText("No windows: changes may start at any time outside freezes.")] }
    let rows = windows.map { entry -> [StyledText] in
      [
        StyledText(entry.window.name), StyledText(rule(entry.window)),
        StyledText(HarmlessText.words(entry.governs.isEmpty ? "nothing" : entry.governs.joined(separator: ", ")))
          .cut(to: 40, mark: "…"),
        next(entry),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "WINDOW"), .init(heading: "OPEN"), .init(heading: "GOVERNS"), .init(heading: "NEXT"),
    ]
    return Table(columns: columns, rows: rows).lines
  }

  private func rule(_ window: Window) -> String {
    guard window.hours != .asNeeded else { return "as needed" }
    var words = "\(window.days), \(window.hours)"
    if let timezone = window.timezone { words += " \(timezone)" }
    if window.cutoff > .zero { words += ", cutoff \(DurationText.format(window.cutoff))" }
    if window.atEnd != .continue { words += ", at the end: \(window.atEnd.rawValue)" }
    return HarmlessText.words(words)
  }

  private func next(_ entry: Entry) -> StyledText {
    let (zone, state) = (entry.clearance.zone, entry.clearance.state(at: now))
    switch state {
    case .open(let open):
      let end = open.startBefore.map { " until \(zone.minute($0, on: now))" } ?? ""
      return StyledText("open now\(end)", .good)
    case .shut(.freeze(let reason, _), let opens):
      let words = opens.map { "\(zone.minute($0, on: now))" } ?? "never"
      return StyledText(HarmlessText.words("\(words), after the freeze (\(reason))"), .caution)
    case .shut(_, let opens): return StyledText(opens.map { "\(zone.minute($0, on: now))" } ?? "never")
    }
  }

  private var freezeLines: [StyledText] {
    guard !freezes.isEmpty else { return [] }
    let lines = freezes.map { freeze in
      let isNow = freeze.contains(now, in: hostZone)
      let span = "from \(hostZone.minute(freeze.start(in: hostZone))) to \(hostZone.minute(freeze.end(in: hostZone)))"
      let words = HarmlessText.words("\(span): \(freeze.reason)")
      return StyledText("  \(words)\(isNow ? " (in force)" : "")", isNow ? .caution : .plain)
    }
    return ["", StyledText("Freezes", .faint)] + lines
  }

  private var exceptionLines: [StyledText] {
    guard !exceptions.isEmpty else { return [] }
    return ["", StyledText("Exceptions, the latest first", .faint)] + exceptions.map(line)
  }

  private func line(_ record: WindowExceptionRecord) -> StyledText {
    let isNow = record.isInForce(at: now)
    let span = record.run.map { "run \($0), \(hostZone.minute(record.start))" } ?? span(record)
    let state = isNow ? " (in force)" : ""
    let words = HarmlessText.words("\(record.number)  \(span), by \(record.override.by): \(record.override.reason)")
    return StyledText("  \(words)\(state)", isNow ? .caution : .plain)
  }

  private func span(_ record: WindowExceptionRecord) -> String {
    let end = record.end.map { hostZone.minute($0, on: record.start) } ?? ""
    let closed = record.closedAt.map {
      ", closed \(hostZone.minute($0, on: record.start)) by \(record.closedBy ?? "somebody")"
    }
    return "from \(hostZone.minute(record.start)) to \(end)" + (closed ?? "")
  }
}

extension WindowListReport {
  /// - `at`: when this was asked
  /// - `windows`: each `name`, `days`, `hours`, `timezone`, `cutoff_seconds`, `at_window_end`, `type` or null; `governs`, the
  ///   tiers and tasks; `open`, whether a change may start now; `opens`, when it may next, null: never; `start_before`,
  ///   `end` of the opening that is open, or null
  /// - `freezes` in force or to come: `from`, `to`, `reason`, `in_force`
  /// - `exceptions`, the latest first: `exception`, its number; `run` or null; `by`, `uid`, `reason`, `from`, `to` or null,
  ///   `closed_by`, `closed_at`, `in_force`
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("at", now)
      json.list("windows", of: windows, write)
      json.list("freezes", of: freezes, write)
      json.list("exceptions", of: exceptions, write)
    }
    json.lineBreak()
    return json.text
  }

  private func write(_ entry: Entry, _ json: inout JSONWriter) {
    let state = entry.clearance.state(at: now)
    var open: ClearanceState.Open?
    var opens: Timestamp?
    switch state {
    case .open(let found): (open, opens) = (found, now)
    case .shut(_, let next): opens = next
    }
    json.field("name", entry.window.name)
    json.field("days", entry.window.days.description)
    json.field("hours", entry.window.hours.description)
    json.field("timezone", entry.clearance.zone.name)
    json.field("cutoff_seconds", entry.window.cutoff)
    json.field("at_window_end", entry.window.atEnd.rawValue)
    json.field("type", entry.window.type)
    json.field("governs", entry.governs)
    json.field("open", state.isOpen)
    json.field("opens", opens)
    json.field("start_before", open?.startBefore)
    json.field("end", open?.end)
  }

  private func write(_ freeze: Freeze, _ json: inout JSONWriter) {
    json.field("from", freeze.start(in: hostZone))
    json.field("to", freeze.end(in: hostZone))
    json.field("reason", freeze.reason)
    json.field("in_force", freeze.contains(now, in: hostZone))
  }

  private func write(_ record: WindowExceptionRecord, _ json: inout JSONWriter) {
    json.field("exception", record.number)
    json.field("run", record.run)
    json.fields(of: record.override)
    json.field("from", record.start)
    json.field("to", record.end)
    json.field("closed_by", record.closedBy)
    json.field("closed_at", record.closedAt)
    json.field("in_force", record.isInForce(at: now))
  }
}
