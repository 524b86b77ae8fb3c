import Diagnostics

/// Which texts are addresses of channels.
enum AddressRule {
  /// Why a text is no URL that maint would send to.
  enum Problem { case notAURL, password }

  /// `http` or `https`, a host, and printable characters of ASCII that URLs have; no user name and no password in it.
  static func problem(ofURL text: String) -> Problem? {
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return .notAURL }
    let rest = text.utf8.dropFirst(scheme.utf8.count)
    let authority = rest.prefix { !"/?#".utf8.contains($0) }
    if authority.contains(UInt8(ascii: "@")) { return .password }
    guard let first = authority.first, first != UInt8(ascii: ":"), rest.allSatisfy(isURLByte) else { return .notAURL }
    return nil
  }

  /// Whether a field of the query is called like a secret.
  static func hasSecretInQuery(_ text: String) -> Bool {
    guard let query = text.firstIndex(of: "?") else { return false }
    return text[query...].dropFirst().split(separator: "&").contains { field in
      let name = field.prefix { $0 != "=" }.lowercased()
      return field.utf8.contains(UInt8(ascii: "=")) && ConcealedText.secretFields.contains(name)
    }
  }

  /// RFC 3986, appendix A; braces and the like are what templates have.
  private static func isURLByte(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
  }

  /// `user@host`, or the name of a user of the host: nothing that ends a header, a list of addresses or a comment.
  static func isMailAddress(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isMailByte) }
      && text.utf8.first != UInt8(ascii: "-")
  }

  private static func isMailByte(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"\"(),:;<>[\\]@".utf8.contains(byte)
  }

  /// `host:port`, the host a name or an address, one of IPv6 in brackets.
  static func isServer(_ text: String) -> Bool {
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return false }
    let (host, port) = (text[..<colon].utf8, text[text.utf8.index(after: colon)...].utf8)
    guard let number = Int(digits: port), (1...65_535).contains(number), port.first != UInt8(ascii: "0") else {
      return false
    }
    if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
      let inside = host.dropFirst().dropLast()
      return !inside.isEmpty && inside.allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
    }
    return !host.isEmpty && host.first != UInt8(ascii: "-") && host.allSatisfy(isHostByte)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
