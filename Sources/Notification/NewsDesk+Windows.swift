import Catalog
import RunLog
import Scheduling

extension NewsDesk {
  /// That a window opens, or that a freeze keeps it shut: one message for each opening, unless that changes. `told`: how many there
  /// are of that, and the key of the last. nil: people have heard it as it is.
  package func notice(
    of noticed: NoticedOpening, told: (count: Int, last: String?) = (0, nil), now: Timestamp
  ) -> NewMessage? {
    let (keys, state) = (noticeKeys(of: noticed), noticed.state)
    if let last = told.last, NoticedOpening.State(mark: last.dropFirst(keys.count)) == state { return nil }
    let (subject, text) = words(of: noticed)
    var found = message(
      "notice", now, .info, .maintenanceNotifications, run: nil, subject: "maintenance window \(subject)", text: text)
    found.key = keys + state.mark + (told.count == 0 ? "" : "-\(told.count)")
    return found
  }

  /// What the keys begin with of all that is told of an opening.
  package func noticeKeys(of noticed: NoticedOpening) -> String {
    "\(MessageKey.part(host))-\(Self.mark(of: project))-notice-\(MessageKey.part(noticed.window.name))-"
      + "\(noticed.opening.start.seconds)"
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
          + (isWhole
            ? ""
            : "A change freeze takes the rest of it, which is from \(start) to \(end)"
              + (noticed.cut.map { ": \($0.reason)" } ?? "") + ".\n")
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

extension NoticedOpening {
  /// What people are told of an opening, by the mark that it leaves in the key of the message.
  fileprivate enum State: String, CaseIterable {
    case opens = ""
    case isCut = "-cut"
    case isFrozen = "-frozen"

    var mark: String { rawValue }

    /// Of a key, what follows that of the opening.
    init(mark: Substring) {
      self = Self.allCases.last { mark.hasPrefix($0.rawValue) } ?? .opens
    }
  }

  fileprivate var state: State { freeze != nil ? .isFrozen : cut != nil ? .isCut : .opens }
}
