/// What curl is to reach, as words about it may name it.
package struct CurlReceiver: Sendable, Hashable {
  private static let shortestSecret = 6

  package let isMail: Bool
  /// Of a secret URL nothing is repeated, its host's name included.
  package let isSecret: Bool
  private let address: String

  private init(isMail: Bool, isSecret: Bool, address: String) {
    (self.isMail, self.isSecret, self.address) = (isMail, isSecret, address)
  }

  package static func web(_ url: String, isSecret: Bool = false) -> CurlReceiver {
    CurlReceiver(isMail: false, isSecret: isSecret, address: url)
  }

  /// `host:port`
  package static func mail(_ server: String) -> CurlReceiver {
    CurlReceiver(isMail: true, isSecret: false, address: server)
  }

  /// For the middle of a sentence.
  var place: String {
    if isSecret { return "the host of its URL" }
    return isMail ? address : OneLine.text(String(authority))
  }

  /// Where it is written, for who has to mend it.
  var origin: String { isMail ? "its 'smtp' in the schedule" : "its URL in \(isSecret ? "its file" : "the schedule")" }

  private var authority: Substring { parts.first ?? "" }

  /// The host with its port, and each part of the path and of the query.
  private var parts: [Substring] {
    let scheme = address.utf8.prefix { $0 != UInt8(ascii: ":") }
    return address.dropFirst(scheme.count + 1).split { "/?&=#".contains($0) }
  }

  /// What it said, as it can be shown; nil: nothing that can. What repeats parts of a secret URL is left out, all of it.
  package func words(ofAnswer bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let strange = text.unicodeScalars.count {
      $0 == "\u{FFFD}" || $0.value < 0x20 && !"\t\n\r".unicodeScalars.contains($0)
    }
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    if words.isEmpty { return nil }
    if strange > 4 { return "bytes that are no text" }
    if isSecret, isRepeated(in: words) { return "words that repeat parts of its URL" }
    return OneLine.text(words)
  }

  /// What is to be said where it does not answer in the time that it has for that.
  package var silence: String {
    "\(place) did not answer within \(CurlOrders.longest) seconds: look whether it hangs, and at its own log"
  }

  /// In whatever spelling: servers show a request as they have understood it.
  private func isRepeated(in words: String) -> Bool {
    let host = authority.split(separator: ":").first.map(String.init) ?? ""
    let written = parts.filter { $0.utf8.count >= Self.shortestSecret }.map(String.init) + (host.isEmpty ? [] : [host])
    let decoded = parts.flatMap { part -> [String] in
      let plain = SpelledText.decoded(String(part))
      // In a query, + is a blank.
      return [plain, plain.split(separator: "+").joined(separator: " ")].flatMap { text in
        [text] + text.split { "/?&=#".contains($0) }.map(String.init)
      }
    }.filter { $0.utf8.count >= Self.shortestSecret }
    let secrets = Set((written + decoded).map { $0.lowercased() }).map { Array($0.utf8) }
    return Set(SpelledText.readings(of: words).map { $0.lowercased() }).contains { reading in
      let said = Array(reading.utf8)
      return secrets.contains { part in
        said.indices.contains { said[$0] == part[0] && said[$0...].starts(with: part) }
      }
    }
  }
}
