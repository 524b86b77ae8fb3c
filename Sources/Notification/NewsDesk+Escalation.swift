import Catalog
import RunLog
import Scheduling

/// Who is told of what nobody has acknowledged.
extension NewsDesk {
  /// What is critical is told so often at most; then there are reminders of what fails.
  private static let mostEscalations = 9

  /// Tells others of what nobody has acknowledged; nil where nobody is left to be told. By the level that it had first: a
  /// warning that has gone up wakes nobody twice. What is over of it counts no more.
  package func escalation(of waiting: Unacknowledged, now: Timestamp) -> NewMessage? {
    let (message, first) = (waiting.message, waiting.first)
    // Whoever hears of it only now has to know as much as those who heard of all, and what is so by now: it may have been tried again, or
    // be given up.
    let rest = waiting.failing.isEmpty ? nil : self.message(about: waiting.failing, now, .begins, "")
    let isWhole = message.tasks.count == first.tasks.count
    let beginning = isWhole ? first.level : rest?.level ?? message.tasks.map(\.level).gravest
    guard waiting.escalations < Self.mostEscalations,
      let (level, channels) = routing.escalation(of: beginning, at: message.level, told: waiting.told)
    else { return nil }
    let isMore = first.tasks.count { $0.wellAt == nil } > message.tasks.count
    let others = isMore ? "What else message \(first.number) told of is over, or looked after.\n" : ""
    let (subject, text): (String, String) =
      if message.isOpen || !isWhole {
        (
          rest?.subject ?? Self.names(message.tasks.map(\.name)),
          (rest?.text ?? message.tasks.map { "\($0.text)\n" }.joined()) + others
        )
      } else {
        (first.subject, first.text + (rest.map { "\nWhat fails of its runs:\n\n\($0.text)" } ?? ""))
      }
    var found = NewMessage(
      key: key("escalates\(message.number)", now, run: message.run), at: now, level: level, kind: .issueEscalation,
      run: message.run, subject: OneLine.text("not acknowledged: \(subject)"),
      text: "Nobody has acknowledged message \(first.number) since \(zone.minute(first.at)):\n\n\(text)",
      channels: channels)
    found.tasks = (message.isOpen ? rest?.tasks ?? message.tasks : message.tasks).map { task in
      var task = task
      task.level = level
      return task
    }
    found.outcome = first.outcome
    found.escalates = first.number
    return found
  }
}
