import JSON
import RunLog
import Scheduling

/// `maint notify list`: messages, the newest first, with what became of each.
package struct MessageListReport: Sendable {
  /// Characters of one, with its level; the JSON has all of it.
  private static let longestSubject = 200

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
    if let word = record.acknowledged {
      let note = word.note.map { ": \(HarmlessText.words($0))" } ?? ""
      lines.append(StyledText("    acknowledged by \(word.by) \(zone.minute(word.at, on: message.at))\(note)", .faint))
    } else if message.request == nil, let acknowledge = message.acknowledge {
      lines.append(StyledText("    not acknowledged: \(command(acknowledge))", .faint))
    }
    return lines
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
    case nil: return "next try at \(clock.dateAndTime(delivery.nextAt)), attempt \(delivery.attempts + 1)\(error)"
    }
  }

  /// `{"messages": […]}`, the newest first: `message` (its number), `key`, `at`, `level`, `kind`, `run` or null, `subject`,
  /// `text`, `audit_head`, `acknowledged` (null, or `at`, `by` and `note`), and `deliveries`: `channel`, `state` (`waiting`,
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
