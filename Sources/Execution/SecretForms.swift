/// The forms in which the values of secrets can come to light: as they are, line by line, and as text in double quotes.
package enum SecretForms {
  /// A line of a key or a certificate tells on its own; shorter lines, such as braces, stand in many texts.
  private static let shortestLine = 8

  package static func all(of values: [String]) -> [String] {
    let texts = values.flatMap { [$0] + lines(of: $0) }
    let quoted = texts.map(quoted).filter { !texts.contains($0) }
    return texts + quoted
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
