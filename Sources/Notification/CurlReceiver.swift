/// What curl is to reach, as words about it may name it.
package struct CurlReceiver: Sendable, Hashable {
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

  /// The host with its port.
  private var authority: Substring {
    let scheme = address.utf8.prefix { $0 != UInt8(ascii: ":") }
    return address.dropFirst(scheme.count + 1).split { "/?&=#".contains($0) }.first ?? ""
  }

  /// What it said, as it can be shown; nil: nothing that can. Of a secret URL it may repeat a part in a form that nobody
  /// foresees, as in base64 or as the middle of it: nothing that was said is shown.
  package func words(ofAnswer bytes: [UInt8]) -> String? {
    if isSecret { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let strange = text.unicodeScalars.count {
      $0 == "\u{FFFD}" || $0.value < 0x20 && !"\t\n\r".unicodeScalars.contains($0)
    }
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    if words.isEmpty { return nil }
    if strange > 4 { return "bytes that are no text" }
    return OneLine.text(words)
  }

  /// What is to be said where it does not answer in the time that it has for that.
  package var silence: String {
    "\(place) did not answer within \(CurlOrders.longest) seconds: look whether it hangs, and at its own log"
  }
}
