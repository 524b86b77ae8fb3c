import Catalog
import RunLog
import Scheduling

extension NewsDesk {
  /// That a window opens, or that a freeze keeps it shut: one message for each opening.
  package func notice(of noticed: NoticedOpening, now: Timestamp) -> NewMessage {
    let (subject, text) = words(of: noticed)
    var found = message(
      "notice", now, .info, .maintenanceNotifications, run: nil, subject: "maintenance window \(subject)", text: text)
    found.key = noticeKey(of: noticed)
    return found
  }

  /// Whoever was told that it opens, before there was the freeze, is told that it does not.
  package func noticeKey(of noticed: NoticedOpening) -> String {
    "\(MessageKey.part(host))-\(Self.mark(of: project))-notice-\(MessageKey.part(noticed.window.name))-"
      + "\(noticed.opening.start.seconds)\(noticed.freeze == nil ? "" : "-frozen")"
  }

  private func words(of noticed: NoticedOpening) -> (subject: String, text: String) {
    let (window, opening) = (noticed.window, noticed.opening)
    let (start, end) = (zone.minute(opening.start), zone.minute(opening.end, on: opening.start))
    let name = "'\(window.name)'\(window.type.map { " (\($0))" } ?? "")"
    guard let freeze = noticed.freeze else {
      let (first, last) = (noticed.changes.lowerBound, noticed.changes.upperBound)
      let isWhole = first == opening.start && last == opening.end
      return (
        "'\(window.name)' opens \(zone.minute(first))",
        "The maintenance window \(name) opens \(zone.minute(first)) and closes \(zone.minute(last, on: first)). "
          + "The host may be changed meanwhile.\n"
          + (isWhole ? "" : "A change freeze takes the rest of it, which is from \(start) to \(end).\n")
          + Self.tasks(noticed.tasks, "Its tasks")
      )
    }
    let why = "a change freeze is in force until \(zone.minute(freeze.end)): \(freeze.reason)"
    let heldUp = Self.tasks(noticed.heldUp, "Its tasks that wait")
    guard !noticed.tasks.isEmpty else {
      return (
        "'\(window.name)' does not open \(start): change freeze",
        "The maintenance window \(name) of \(start) to \(end) does not open, as \(why).\n" + heldUp
      )
    }
    return (
      "'\(window.name)' opens \(start), for what changes nothing",
      "The maintenance window \(name) opens \(start) and closes \(end). The host is not changed meanwhile, as \(why).\n"
        + Self.tasks(noticed.tasks, "Its tasks that change nothing") + heldUp
    )
  }

  private static func tasks(_ names: [TaskName], _ title: String) -> String {
    names.isEmpty ? "" : "\(title):\n\(list(names))"
  }
}
