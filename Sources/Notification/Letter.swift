import Catalog
import RunLog
import Scheduling

/// A message as people read it.
package struct Letter: Sendable {
  /// Bytes of text that go out at most; a longer one is cut, and says where the whole stands.
  static let longest = 32 << 10

  package let message: OutboxMessage
  package let host: String
  private let command: MessageCommand
  private let subjectTemplate: MessageTemplate?
  private let textTemplate: MessageTemplate?

  /// `subject`, `text`: in place of maint's own.
  package init(
    _ message: OutboxMessage, host: String, command: MessageCommand = MessageCommand(), subject: MessageTemplate? = nil,
    text: MessageTemplate? = nil
  ) {
    self.message = message
    self.host = host
    self.command = command
    subjectTemplate = subject
    textTemplate = text
  }

  /// One line: `[web1] critical: daily.site failed and was rolled back`.
  package var subject: String {
    let level = message.level == .info ? "" : "\(message.level.rawValue): "
    return OneLine.text(subjectTemplate?.text(value(of:)) ?? "[\(host)] \(level)\(message.subject)")
  }

  /// For where host and level stand beside it.
  var bareSubject: String { OneLine.text(subjectTemplate?.text(value(of:)) ?? message.subject) }

  /// The text, what to type, and what proves where it stands in the chain.
  package var text: String {
    guard let template = textTemplate else {
      return Self.bounded(message.text, to: Self.longest, whole: whole) + request + signature
    }
    let text = Self.bounded(template.text(value(of:)), to: Self.longest, whole: whole)
    return template.has(.auditHead) ? text : text + signature
  }

  /// What to type, where somebody has to.
  var acknowledge: String? { message.acknowledge.map { command($0) } }

  /// The line that says so; empty where nobody has to.
  var request: String {
    // What asks for approval or for a confirmation says so by itself.
    if message.request != nil || message.confirmation != nil { return "" }
    return acknowledge.map { "Say that you look after it: \($0)\n" } ?? ""
  }

  private func value(of field: MessageTemplate.Field) -> String {
    switch field {
    case .host: host
    case .run: message.run.map { "\($0)" } ?? ""
    case .outcome: message.outcome ?? ""
    case .level: message.level.rawValue
    case .kind: message.kind.rawValue
    case .subject: message.subject
    case .text: message.text + (textTemplate?.has(.acknowledge) ?? false ? "" : request)
    case .tasks: message.toldTasks.map(\.name).joined(separator: ", ")
    case .message: "\(message.number)"
    case .at: message.at.rfc3339
    case .key: message.key
    case .acknowledge: acknowledge ?? ""
    case .auditHead: message.head
    }
  }

  /// What shows all of it.
  var whole: String { command(message.run.map { "show \($0)" } ?? "notify list --json") }

  var signature: String {
    // A test of a channel is no message of the run log: it has no number, and proves nothing about the chain.
    if message.head.isEmpty { return "" }
    return "\n-- \nmaint on \(host), message \(message.number); audit head \(message.head)\n"
  }

  /// At most so many bytes, visibly cut, and without what no channel can carry; line breaks and tabs stay.
  static func bounded(_ text: String, to longest: Int, whole: String) -> String {
    var bytes = Array(text.utf8.prefix(longest))
    if bytes.count < text.utf8.count {
      // Not in the middle of a character.
      while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
      if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
      bytes += Array("\n… cut here; all of it: \(whole)\n".utf8)
    }
    if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
    return OneLine.lines(String(decoding: bytes, as: UTF8.self))
  }
}
