import JSON
import Scheduling

/// `maint notify flush`: what went out, and what waits.
package struct DeliveryReport: Sendable {
  package struct Channel: Sendable {
    package let name: String
    package let sent: Int
    package let givenUp: Int
    /// Why the last delivery failed; nil: none did.
    package let problem: String?
    /// When it is tried again.
    package let next: Timestamp?
    /// False where its time has not come: the problem is that of an earlier try.
    package let isTried: Bool

    package init(
      name: String, sent: Int, givenUp: Int, problem: String?, next: Timestamp?, isTried: Bool = true
    ) {
      self.isTried = isTried
      self.name = name
      self.sent = sent
      self.givenUp = givenUp
      self.problem = problem
      self.next = next
    }
  }

  private let at: Timestamp
  private let isOurs: Bool
  package var channels: [Channel] = []
  /// Deliveries that are still to be made.
  package var waiting = 0
  package var command = CommandText()

  /// `isOurs`: false where another maint delivers now.
  package init(at: Timestamp, isOurs: Bool = true) {
    self.at = at
    self.isOurs = isOurs
  }

  package func text(appearance: Appearance, zone: Zone) -> String {
    let sent = channels.map(\.sent).reduce(0, +)
    var lines: [StyledText] = []
    if !isOurs { lines.append(StyledText("another maint delivers now")) }
    if sent > 0 || waiting == 0 {
      lines.append(StyledText(sent == 0 ? "nothing waits" : "\(Count(sent, "message")) delivered"))
    }
    for channel in channels {
      guard let problem = channel.problem else { continue }
      let next = channel.next.map { "; next try at \(zone.minute($0, on: at))" } ?? ""
      let lost = channel.givenUp > 0 ? "; \(channel.givenUp) given up" : ""
      let earlier = channel.isTried ? "" : "not tried now; the last error: "
      lines.append(StyledText("\(channel.name): \(earlier)\(HarmlessText.words(problem))\(next)\(lost)", .caution))
    }
    if channels.contains(where: { !$0.isTried }) {
      lines.append(StyledText("to try all of them now: \(command("notify flush --force"))"))
    }
    if waiting > 0 { lines.append(StyledText("\(waiting) wait: \(command("notify list --waiting"))")) }
    return appearance.render(lines)
  }

  /// - `sent`, `waiting`, `given_up`: numbers of deliveries, a message through a channel each; `delivering`: false where
  ///   another maint does it now
  /// - `channels`: those that were tried, and those whose next try is yet to come: `channel`, `sent`, `given_up`, `tried` (false:
  ///   not now), `error` of the last try (null: none) and `next_at`, when it is tried again, or null
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("sent", channels.map(\.sent).reduce(0, +))
      json.field("waiting", waiting)
      json.field("given_up", channels.map(\.givenUp).reduce(0, +))
      json.field("delivering", isOurs)
      json.list("channels", of: channels) { channel, json in
        json.field("channel", channel.name)
        json.field("sent", channel.sent)
        json.field("given_up", channel.givenUp)
        json.field("tried", channel.isTried)
        json.field("error", channel.problem)
        json.field("next_at", channel.next)
      }
    }
    json.lineBreak()
    return json.text
  }
}
