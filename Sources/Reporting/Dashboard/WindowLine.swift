import Planning
import RunLog
import Scheduling

/// A time to come in which changes may be made, or may not.
struct WindowLine: Sendable, Hashable {
  static let most = 12

  var name: String
  var from: String
  var to: String
  /// `open`, `to come`, or what stands against it.
  var state: String
  /// The tasks that wait for it.
  var tasks: String
  var style: Style

  static func lines(_ material: DashboardMaterial) -> [WindowLine] {
    let (now, zone) = (material.at, material.origin.zone)
    let granted = material.status.exceptions.map { record in
      let end = record.end.map { zone.minute($0) } ?? "no end"
      let words = "lifts windows and freezes, by \(record.override.by): \(record.override.reason)"
      return WindowLine(
        name: "exception \(record.number)", from: zone.minute(record.start), to: end, state: words, tasks: "",
        style: .caution)
    }
    guard let calendar = material.calendar else { return granted }
    var found = calendar.openings.map { opening in (opening.opening.start, line(of: opening, calendar, now, zone)) }
    found += calendar.freezes.map { frozen in
      let isNow = frozen.start <= now
      return (
        frozen.start,
        WindowLine(
          name: "freeze", from: isNow ? "now" : zone.minute(frozen.start),
          to: zone.minute(frozen.end), state: frozen.freeze.reason, tasks: "nothing is changed",
          style: isNow ? .caution : .plain)
      )
    }
    return granted + found.sorted { $0.0 < $1.0 }.prefix(most).map(\.1)
  }

  private static func line(
    of found: MaintenanceCalendar.WindowOpening, _ calendar: MaintenanceCalendar, _ now: Timestamp, _ zone: Zone
  ) -> WindowLine {
    let opening = found.opening
    let isNow = opening.start <= now
    let names = calendar.groups(of: found.window).flatMap(\.members).map(\.task.name.description)
    let shown = names.count > 4 ? names.prefix(3) + ["\(names.count - 3) more"] : names[...]
    var line = WindowLine(
      name: found.window, from: isNow ? "now" : zone.minute(opening.start),
      to: zone.minute(opening.end),
      state: isNow
        ? opening.admits(now) ? "open" : "open, too late to start" : "to come",
      tasks: shown.joined(separator: ", "), style: isNow ? .good : .plain)
    if let freeze = found.freeze {
      line.state = "\(found.isFrozen ? "frozen" : "cut by a freeze"): \(freeze.reason)"
      line.style = .caution
    }
    return line
  }
}
