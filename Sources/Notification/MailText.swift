import Catalog
import RunLog
import Scheduling

/// A message as mail: RFC 5322, in lines of ASCII.
///
/// No value can become a header: addresses were checked when the schedule was read, the subject is one line, keys have
/// letters, digits and three signs.
package struct MailText: Sendable {
  private let letter: Letter
  private let to: [String]
  package let from: String

  /// `user`: as whom maint runs.
  package init(_ letter: Letter, _ email: Channel.Email, user: String) {
    self.letter = letter
    to = email.to
    from = email.from ?? "\(MessageKey.part(user))@\(Self.domain(letter.host))"
  }

  /// The name of this host for EHLO: a whole one, which servers ask for, where the host's own or the sender's address says it;
  /// of the letters that such a name has (RFC 5321, section 2.3.5).
  package var hello: String {
    func name(_ text: some StringProtocol) -> String {
      let bytes = Self.domain(String(text)).utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
      let labels = String(decoding: bytes, as: UTF8.self).split(separator: ".")
        .map { $0.drop { $0 == "-" } }.filter { !$0.isEmpty }
      return labels.isEmpty ? "localhost" : labels.joined(separator: ".")
    }
    let host = name(letter.host)
    guard !host.contains("."), let at = from.lastIndex(of: "@") else { return host }
    let domain = name(from[from.index(after: at)...])
    return domain.contains(".") ? "\(host).\(domain)" : host
  }

  /// Each line with `lineEnd`: CRLF on the wire, and what sendmail(8) reads.
  package func bytes(lineEnd: String) -> [UInt8] {
    let message = letter.message
    var headers = [
      "From: \(from)", "To: \(to.joined(separator: ",\(lineEnd) "))", "Subject: \(subject(lineEnd))",
      "Date: \(Self.date(message.at))", "Message-ID: <\(message.key)@\(Self.domain(letter.host))>",
      "Idempotency-Key: \(message.key)", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
    ]
    if message.level == .critical { headers.append("Importance: high") }
    let text = letter.text
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // RFC 5322, section 2.1.1: 998 characters, and those of ASCII.
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 } && lines.allSatisfy { $0.count <= 998 }
    headers.append("Content-Transfer-Encoding: \(isPlain ? "7bit" : "base64")")
    let body =
      isPlain
      ? lines.map { String(decoding: $0, as: UTF8.self) } : Base64.lines(of: Array(text.utf8))
    return Array((headers + [""] + body).joined(separator: lineEnd).utf8) + Array(lineEnd.utf8)
  }

  /// RFC 2047: encoded words of 75 characters at most, none of which cuts a character in two.
  private func subject(_ lineEnd: String) -> String {
    let subject = letter.subject
    // What looks like an encoded word would be read as one.
    let looksEncoded = zip(subject.utf8, subject.utf8.dropFirst()).contains {
      $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?")
    }
    if subject.utf8.allSatisfy({ $0 < 0x80 }), !looksEncoded { return subject }
    var words: [[UInt8]] = [[]]
    for scalar in subject.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      // 39 bytes become 52 characters, beside the 12 of "=?utf-8?B?" and "?=" and the name of the header: a line has 76.
      if words[words.count - 1].count + bytes.count > 39 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(Base64.text(of: $0))?=" }.joined(separator: "\(lineEnd) ")
  }

  /// `Sun, 22 Nov 2026 10:27:20 +0000`
  static func date(_ moment: Timestamp) -> String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let number = moment.seconds / 86_400
    let date = CivilDate(dayNumber: number)
    let second = moment.seconds - number * 86_400
    let clock = [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    // 1970-01-01 was a Thursday.
    let day = days[((number % 7) + 7) % 7]
    return "\(day), \(date.day) \(months[date.month - 1]) \(date.year) \(clock.joined(separator: ":")) +0000"
  }

  static func domain(_ host: String) -> String {
    let name = MessageKey.part(host)
    return name.isEmpty ? "localhost" : name
  }
}
