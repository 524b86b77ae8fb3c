/// Bytes as text that stays on one line and in one word, and back.
///
/// What is printable UTF-8 stands as it is; a space, a backslash, control characters and bytes that are no UTF-8 are
/// written as `\xHH`.
enum PathText {
  static func append(_ bytes: some Collection<UInt8>, to line: inout [UInt8], escaping extra: UInt8? = nil) {
    if bytes.withContiguousStorageIfAvailable({ isPlain($0, extra) }) == true {
      line += bytes
      return
    }
    let bytes = Array(bytes)
    var index = 0
    while index < bytes.count {
      let length = bytes[index] == extra ? 0 : printableLength(bytes, at: index)
      if length == 0 {
        line += [UInt8(ascii: "\\"), UInt8(ascii: "x"), digit(bytes[index] >> 4), digit(bytes[index] & 15)]
        index += 1
      } else {
        line += bytes[index..<(index + length)]
        index += length
      }
    }
  }

  /// nil where an escape is not whole.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.contains(UInt8(ascii: "\\")) else { return Array(text) }
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard rest.next() == UInt8(ascii: "x"), let high = rest.next().flatMap(value),
        let low = rest.next().flatMap(value)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// For messages: like `append`, with spaces as they are.
  static func shown(_ bytes: some Collection<UInt8>) -> String {
    let words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { word in
      var text: [UInt8] = []
      append(word, to: &text)
      return text
    }
    return String(decoding: Array(words.joined(separator: [UInt8(ascii: " ")])), as: UTF8.self)
  }

  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, _ extra: UInt8?) -> Bool {
    bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != extra }
  }

  /// Bytes of the printable character there; 0 if there is none.
  private static func printableLength(_ bytes: [UInt8], at index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return first > 0x20 && first < 0x7F && first != UInt8(ascii: "\\") ? 1 : 0 }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard index + length <= bytes.count,
      let scalar = String(validating: bytes[index..<(index + length)], as: UTF8.self)?.unicodeScalars.first
    else { return 0 }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .spaceSeparator: return 0
    default: return length
    }
  }

  static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
