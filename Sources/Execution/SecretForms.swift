/// The forms in which the values of secrets can come to light: as they are, line by line, as text in double quotes, and in
/// base64, also as a part of what is encoded (`user:password`), in one line or in lines of 76 or 64 digits.
package enum SecretForms {
  /// A line of a key or a certificate tells on its own; shorter lines, such as braces, stand in many texts.
  private static let shortestLine = 8
  /// Shorter ones are too much like other text.
  private static let shortestEncoded = 8
  /// In digits: of base64(1) and of mail (RFC 2045), and of openssl(1) and PEM (RFC 7468).
  private static let lineLengths = [76, 64]

  package static func all(of values: [String]) -> [String] {
    let texts = values.flatMap { [$0] + lines(of: $0) }
    let quoted = texts.map(quoted).filter { !texts.contains($0) }
    return texts + quoted + Set(values.flatMap(encoded)).sorted()
  }

  /// What base64 (RFC 4648) makes of it wherever it stands: three bytes make four digits, so there are three ways, less the
  /// digits that bytes before or after it have a part in.
  private static func encoded(_ value: String) -> [String] {
    (0..<3).flatMap { before -> [String] in
      let first = [0, 2, 3][before]
      let digits = Array(digits(Array(repeating: 0, count: before) + Array(value.utf8)).utf8).dropFirst(first)
      guard digits.count >= shortestEncoded else { return [] }
      let whole = String(decoding: digits, as: UTF8.self)
      let forURLs = String(whole.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
      return [whole, forURLs]
        + lineLengths.flatMap { length in
          // Mail ends its lines with both (RFC 5321).
          ["\n", "\r\n"].flatMap { broken(Array(digits), from: first, every: length, by: $0) }
        }
    }
  }

  /// With the breaks of lines of one length, wherever the first one falls: a line has whole groups of four digits, and the
  /// first of these digits is the given one of its group.
  private static func broken(_ digits: [UInt8], from first: Int, every length: Int, by end: String) -> [String] {
    stride(from: 4 - first, through: min(length, digits.count - 1), by: 4).map { first in
      let rest = stride(from: first, to: digits.count, by: length).map { digits[$0..<min($0 + length, digits.count)] }
      return String(decoding: Array(([digits[..<first]] + rest).joined(separator: Array(end.utf8))), as: UTF8.self)
    }
  }

  /// Those that are known whatever follows: six bits each.
  private static func digits(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    return String(
      (0..<bytes.count * 8 / 6).map { index in
        let (byte, bit) = (index * 6 / 8, index * 6 % 8)
        let pair = UInt16(bytes[byte]) << 8 | UInt16(byte + 1 < bytes.count ? bytes[byte + 1] : 0)
        return alphabet[Int(pair >> (10 - UInt16(bit)) & 63)]
      })
  }

  private static func lines(of value: String) -> [String] {
    let lines = value.utf8.split(separator: UInt8(ascii: "\n"))
    guard lines.count > 1 else { return [] }
    return lines.filter { $0.count >= shortestLine }.map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }

  /// As in the labels of a metric, and in JSON.
  private static func quoted(_ value: String) -> String {
    var result: [UInt8] = []
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\n"): result += Array("\\n".utf8)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
