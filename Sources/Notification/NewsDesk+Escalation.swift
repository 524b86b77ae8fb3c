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
    let isWhole = message.tasks.count == first.tasks.count
    let beginning = isWhole ? first.level : message.tasks.map(\.level).gravest
    guard waiting.escalations < Self.mostEscalations,
      let (level, channels) = routing.escalation(of: beginning, at: message.level, told: waiting.told)
    else { return nil }
    let names = Self.names(message.tasks.map(\.name))
    let subject = isWhole ? first.subject : message.tasks.count == 1 ? "\(names) fails" : "\(names) fail"
    let text =
      isWhole
      ? first.text
      : message.tasks.map { "\($0.text)\n" }.joined()
        + "What else message \(first.number) told of is over, or looked after.\n"
    var found = NewMessage(
      key: key("escalates\(message.number)", now, run: message.run), at: now, level: level, kind: .issueEscalation,
      run: message.run, subject: OneLine.text("not acknowledged: \(subject)"),
      text: "Nobody has acknowledged message \(first.number) since \(zone.minute(first.at)):\n\n\(text)",
      channels: channels)
    found.tasks = message.tasks.map { task in
      var task = task
      task.level = level
      return task
    }
    found.outcome = first.outcome
    found.escalates = first.number
    return found
  }
}
