/// The ways in which a text may be spelt that is part of a URL.
enum SpelledText {
  /// As it stands, and without the escapes of JSON, of HTML and of URLs, each of which may stand in another.
  static func readings(of text: String) -> [String] {
    let plain = withoutEntities(withoutBackslashes(text))
    return [text, decoded(text), plain, decoded(plain)]
  }

  /// `%2B` is `+`: RFC 3986, section 2.1.
  static func decoded(_ text: String) -> String {
    var (result, rest): ([UInt8], Substring.UTF8View) = ([], Substring(text).utf8)
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = number(digits) {
        result.append(UInt8(value))
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `\\/` is `/`, and `\\u002B` is `+`: RFC 8259, section 7.
  private static func withoutBackslashes(_ text: String) -> String {
    var (result, rest) = (String.UnicodeScalarView(), Substring(text).unicodeScalars)
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let next = rest.popFirst() else {
        result.append(scalar)
        continue
      }
      let digits = String(String.UnicodeScalarView(rest.prefix(4)))
      if next == "u", digits.utf8.count == 4, let value = number(digits.utf8), let found = Unicode.Scalar(value) {
        result.append(found)
        rest = rest.dropFirst(4)
      } else {
        result.append(next)
      }
    }
    return String(result)
  }

  /// `&amp;` is `&`, and `&#43;` and `&#x2b;` are `+`.
  private static func withoutEntities(_ text: String) -> String {
    var (result, rest) = ("", Substring(text))
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[rest.index(after: start)...]
      let name = rest.prefix(8).prefix { $0 != ";" }
      guard rest.dropFirst(name.count).first == ";", let character = character(name) else {
        result += "&"
        continue
      }
      result += character
      rest = rest.dropFirst(name.count + 1)
    }
    return result + rest
  }

  private static func character(_ name: Substring) -> String? {
    let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
    guard name.first == "#" else { return names[String(name)] }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init).map { String($0) }
  }

  private static func number(_ digits: some Sequence<UInt8>) -> UInt32? {
    let text = String(decoding: Array(digits), as: UTF8.self)
    // A sign is no digit.
    guard text.first?.isHexDigit == true else { return nil }
    return UInt32(text, radix: 16)
  }
}
