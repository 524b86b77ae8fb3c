/// The bytes that stand between and around values.
enum Characters {
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let hash = UInt8(ascii: "#")
  static let colon = UInt8(ascii: ":")
  static let comma = UInt8(ascii: ",")
  static let dot = UInt8(ascii: ".")
  static let dash = UInt8(ascii: "-")
  static let singleQuote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")

  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  static func isBreak(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

  /// The columns that the bytes of a line take, one for each code point; a tab reaches to the next multiple of 8, as
  /// terminals show it.
  static func width(_ bytes: some Sequence<UInt8>) -> Int {
    var width = 0
    for byte in bytes {
      if byte == tab { width += 8 - width % 8 } else if byte & 0xC0 != 0x80 { width += 1 }
    }
    return width
  }
}

extension [UInt8] {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Whether a line begins here, behind a byte order mark if there is one.
  func isLineStart(_ offset: Int) -> Bool {
    offset == 0 || self[offset - 1] == Characters.lineFeed || offset == 3 && starts(with: Self.byteOrderMark)
  }

  /// The columns left of the offset on its line.
  func column(of offset: Int) -> Int {
    var start = offset
    while !isLineStart(start) { start -= 1 }
    return Characters.width(self[start..<offset])
  }

  /// `---` or `...` at the beginning of the line, as far as the offset is one.
  func isMarker(at offset: Int) -> Bool {
    guard offset + 3 <= count, isLineStart(offset) else { return false }
    let marks = self[offset..<offset + 3]
    guard marks.elementsEqual("---".utf8) || marks.elementsEqual("...".utf8) else { return false }
    return offset + 3 == count || Characters.isBlank(self[offset + 3]) || Characters.isBreak(self[offset + 3])
  }
}
