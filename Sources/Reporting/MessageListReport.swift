import JSON
import RunLog
import Scheduling

/// `maint notify list`: messages, the newest first, with what became of each.
package struct MessageListReport: Sendable {
  /// Characters of one, with its level; the JSON has all of it.
  private static let longestSubject = 200

  private static let tasksNamed = 5

  private let messages: [MessageRecord]
  private let isWaiting: Bool
  private let command: CommandText

  /// `isWaiting`: they are those that wait.
  package init(messages: [MessageRecord], isWaiting: Bool, command: CommandText = CommandText()) {
    self.messages = messages
    self.isWaiting = isWaiting
    self.command = command
  }

  package func text(appearance: Appearance, zone: Zone) -> String {
    if messages.isEmpty { return isWaiting ? "No message waits.\n" : "No messages yet.\n" }
    let clock = ClockText(zone: zone)
    return appearance.render(messages.flatMap { lines(of: $0, clock, zone) })
  }

  private func lines(of record: MessageRecord, _ clock: ClockText, _ zone: Zone) -> [StyledText] {
    let message = record.message
    let style: Style = message.level == .critical ? .alarm : message.level == .warning ? .caution : .plain
    var lines = [
      StyledText("\(message.number)  \(clock.dateAndTime(message.at))  ")
        + StyledText("\(message.level.rawValue): \(HarmlessText.words(message.subject))", style)
        .cut(to: Self.longestSubject, mark: "…")
    ]
    for delivery in record.deliveries {
      lines.append(StyledText("    \(delivery.channel): \(Self.words(of: delivery, clock))", .faint))
    }
    if let words = words(on: record, zone) { lines.append(StyledText("    \(words)", .faint)) }
    return lines
  }

  /// Who looks after what it told of; nil: nobody need.
  private func words(on record: MessageRecord, _ zone: Zone) -> String? {
    let message = record.message
    if let confirmation = message.confirmation { return "not confirmed: \(command("confirm \(confirmation)"))" }
    let acknowledge = message.request == nil ? message.acknowledge.map { command($0) } : nil
    let more = record.openTasks.count - Self.tasksNamed
    let open = record.openTasks.prefix(Self.tasksNamed).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    guard let word = record.acknowledged else {
      let isPart = !record.openTasks.isEmpty && record.openTasks.count < message.tasks.count
      return acknowledge.map { "not acknowledged\(isPart ? " (\(open))" : ""): \($0)" }
    }
    let note = word.note.map { ": \(HarmlessText.words($0))" } ?? ""
    let said = "by \(HarmlessText.words(word.by)) \(zone.minute(word.at, on: message.at))\(note)"
    guard let acknowledge, !record.openTasks.isEmpty else { return "acknowledged \(said)" }
    if record.openTasks.count == message.tasks.count { return "acknowledged \(said), not as it is now: \(acknowledge)" }
    return "acknowledged in part, \(said); not \(open): \(acknowledge)"
  }

  private static func words(of delivery: DeliveryRecord, _ clock: ClockText) -> String {
    let error = delivery.error.map { ": \(HarmlessText.words($0))" } ?? ""
    switch delivery.outcome {
    case .sent:
      let refused = error.isEmpty ? "" : "; refused for good\(error)"
      return "sent" + (delivery.endedAt.map { " \(clock.dateAndTime($0))" } ?? "") + refused
    case .givenUp: return "given up after \(Count(delivery.attempts, "attempt"))\(error)"
    case nil where !delivery.isThere: return "waits\(error)"
    case nil where delivery.attempts == 0: return "waits"
    case nil:
      let next = "next try at \(clock.dateAndTime(delivery.nextAt)), attempt \(delivery.attempts + 1)\(error)"
      return settled(delivery).map { "\($0); to the others: \(next)" } ?? next
    }
  }

  /// Who has it, and who will never get it; nil: nobody is known of.
  private static func settled(_ delivery: DeliveryRecord) -> String? {
    func list(_ words: String, _ addresses: [SettledRecipient]) -> String? {
      addresses.isEmpty ? nil : words + HarmlessText.words(addresses.map(\.address).joined(separator: ", "))
    }
    let taken = list("sent to ", delivery.settled.filter { $0.refusal == nil })
    let refused = list("refused for good for ", delivery.settled.filter { $0.refusal != nil })
    let words = [taken, refused].compactMap(\.self)
    return words.isEmpty ? nil : words.joined(separator: "; ")
  }

  /// `{"messages": […]}`, the newest first: `message` (its number), `key`, `at`, `level`, `kind`, `run` or null, `subject`,
  /// `text`, `audit_head`, `acknowledged` (null, or `at`, `by` and `note`), `not_acknowledged` (of its tasks those that fail still
  /// and that nobody looks after), and `deliveries`: `channel`, `state` (`waiting`,
  /// `sent`, `given_up`), `attempts`, `at` (when it was sent or given up, or is tried next) and `error` (of one that was sent:
  /// the recipients that it was refused for).
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.list("messages", of: messages) { record, json in
        let message = record.message
        json.field("message", message.number)
        json.field("key", message.key)
        json.field("at", message.at)
        json.field("level", message.level.rawValue)
        json.field("kind", message.kind.rawValue)
        json.field("run", message.run)
        json.field("subject", message.subject)
        json.field("text", message.text)
        json.field("audit_head", message.head)
        json.field("acknowledged") { json in
          guard let word = record.acknowledged else { return json.null() }
          json.object { json in
            json.field("at", word.at)
            json.field("by", word.by)
            json.field("note", word.note)
          }
        }
        json.field("not_acknowledged", record.openTasks)
        json.list("deliveries", of: record.deliveries) { delivery, json in
          json.field("channel", delivery.channel)
          json.field("state", delivery.outcome?.rawValue ?? "waiting")
          json.field("attempts", delivery.attempts)
          json.field("at", delivery.outcome == nil ? delivery.nextAt : delivery.endedAt)
          json.field("error", delivery.error)
        }
      }
    }
    json.lineBreak()
    return json.text
  }
}
