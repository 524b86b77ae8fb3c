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
    "\(noticeKeys)\(MessageKey.part(noticed.window.name))-\(noticed.opening.start.seconds)"
  }

  /// What the keys begin with of all notices of the project.
  package var noticeKeys: String { "\(MessageKey.part(host))-\(Self.mark(of: project))-notice-" }

  /// That an opening which people were told of is not in the schedule any more, to whoever was told of it. `told`: all that they were
  /// told of openings, oldest first. `isThere`: whether a window of that name, as keys have it, opens then.
  package func calledOff(
    _ told: [NoticedMessage], now: Timestamp, isThere: (String, Timestamp) -> Bool
  ) -> [NewMessage] {
    var openings: [(opening: AnnouncedOpening, told: [NoticedMessage])] = []
    for message in told {
      guard let opening = AnnouncedOpening(mark: message.key.dropFirst(noticeKeys.count)), opening.start > now else {
        continue
      }
      if let index = openings.firstIndex(where: { $0.opening.key == opening.key }) {
        openings[index].told.append(message)
      } else {
        openings.append((opening, [message]))
      }
    }
    return openings.compactMap { opening, told in
      guard let last = told.last, !isThere(opening.window, opening.start) else { return nil }
      return calledOff(opening, last, count: told.count, now: now)
    }
  }

  /// nil: people do not count on it.
  private func calledOff(
    _ opening: AnnouncedOpening, _ last: NoticedMessage, count: Int, now: Timestamp
  ) -> NewMessage? {
    let keys = noticeKeys + opening.key
    guard last.subject.split(separator: " ").contains("opens"),
      NoticedOpening.State(mark: last.key.dropFirst(keys.count)) != .isGone
    else { return nil }
    let start = zone.minute(opening.start)
    var found = message(
      "notice", now, .info, .maintenanceNotifications, run: nil, subject: "called off: \(last.subject)",
      text: "The maintenance window that was announced for \(start) is not in the schedule any more: "
        + "nothing begins in it.\n")
    found.key = keys + NoticedOpening.State.isGone.mark + "-\(count)"
    found.channels += last.channels.filter { !found.channels.contains($0) }
    return found
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
    case isGone = "-gone"

    var mark: String { rawValue }

    /// Of a key, what follows that of the opening.
    init(mark: Substring) {
      self = Self.allCases.last { mark.hasPrefix($0.rawValue) } ?? .opens
    }
  }

  fileprivate var state: State { freeze != nil ? .isFrozen : cut != nil ? .isCut : .opens }
}

/// The opening that a notice is of, by its key.
private struct AnnouncedOpening {
  /// `weekly-1765072800`
  let key: String
  let window: String
  let start: Timestamp

  /// `mark`: of the key, what follows that of all notices: the name of the window and the second, and what they were told of it.
  init?(mark: Substring) {
    let parts = mark.split(separator: "-", omittingEmptySubsequences: false)
    // No message is told so often.
    guard let index = parts.lastIndex(where: { $0.utf8.count > 8 && Int($0) != nil }), index > 0,
      let second = Int(parts[index])
    else { return nil }
    window = parts[..<index].joined(separator: "-")
    key = "\(window)-\(second)"
    start = Timestamp(microseconds: Int64(second) * 1_000_000)
  }
}
