/// What a mail server said in one transfer, from what `curl -v` writes of it. The lines of a login are passed over, and of what
/// the server says after them the codes alone are kept: it may repeat the login, in a form that nobody foresees.
package struct MailTranscript: Sendable {
  package struct Answer: Sendable, Hashable {
    package var code: Int
    package var words: String
  }

  /// How far it came.
  package enum Stage: Sendable { case greeting, sender, recipients, mail }

  package private(set) var stage = Stage.greeting
  /// About each recipient, in the order in which they were named.
  package private(set) var recipients: [Answer?] = []
  /// The last of all.
  package private(set) var last: Answer?
  /// The earlier lines of an answer.
  private var begun: [String] = []

  /// In this transfer, or in one before it over the same connection.
  package private(set) var hasLoggedIn: Bool

  package init(hasLoggedIn: Bool = false) { self.hasLoggedIn = hasLoggedIn }

  package mutating func take(line: some StringProtocol) {
    let line = line.last == "\r" ? String(line.dropLast()) : String(line)
    if line.hasPrefix("> ") { return command(line.dropFirst(2)) }
    guard line.hasPrefix("< ") else { return }
    let answer = line.dropFirst(2)
    guard let code = Int(answer.prefix(3)), (200...599).contains(code) else { return }
    begun.append(begun.isEmpty ? String(answer) : String(answer.dropFirst(4)))
    if answer.dropFirst(3).first == "-" { return }
    let words = hasLoggedIn ? Self.codes(of: begun[0]) : OneLine.text(begun.joined(separator: " "))
    let found = Answer(code: code, words: words)
    begun = []
    last = found
    if stage == .recipients, let open = recipients.indices.last, recipients[open] == nil { recipients[open] = found }
  }

  /// `535 5.7.8` of `535-5.7.8 no such user`: RFC 3463, section 2.
  private static func codes(of line: String) -> String {
    let code = line.prefix(3)
    let enhanced = line.dropFirst(4).prefix { $0 != " " }
    let parts = enhanced.split(separator: ".", omittingEmptySubsequences: false)
    let isEnhanced =
      parts.count == 3 && parts[0] == code.prefix(1)
      && parts.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    return isEnhanced ? "\(code) \(enhanced)" : "\(code)"
  }

  private mutating func command(_ text: Substring) {
    begun = []
    if text.hasPrefix("AUTH") { hasLoggedIn = true }
    if text.hasPrefix("MAIL FROM:") {
      stage = .sender
    } else if text.hasPrefix("RCPT TO:") {
      stage = .recipients
      recipients.append(nil)
    } else if text.hasPrefix("DATA") {
      stage = .mail
    }
  }
}
