/// What a mail server said in one transfer, from what `curl -v` writes of it. The lines of a login are passed over.
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

  package init() {}

  package mutating func take(line: some StringProtocol) {
    let line = line.last == "\r" ? String(line.dropLast()) : String(line)
    if line.hasPrefix("> ") { return command(line.dropFirst(2)) }
    guard line.hasPrefix("< ") else { return }
    let answer = line.dropFirst(2)
    guard let code = Int(answer.prefix(3)), (200...599).contains(code) else { return }
    begun.append(begun.isEmpty ? String(answer) : String(answer.dropFirst(4)))
    if answer.dropFirst(3).first == "-" { return }
    let found = Answer(code: code, words: OneLine.text(begun.joined(separator: " ")))
    begun = []
    last = found
    if stage == .recipients, let open = recipients.indices.last, recipients[open] == nil { recipients[open] = found }
  }

  private mutating func command(_ text: Substring) {
    begun = []
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
