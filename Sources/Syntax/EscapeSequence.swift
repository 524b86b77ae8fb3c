/// The escapes of a double-quoted scalar.
enum EscapeSequence {
  /// A code point and the length of its escape in bytes, the backslash included.
  case scalar(Unicode.Scalar, length: Int)
  /// A backslash at the end of a line: the lines are joined without a space.
  case lineBreak
  /// Half of a UTF-16 pair, or beyond U+10FFFF.
  case notACharacter(length: Int)
  case unknown

  /// Reads the escape whose backslash stands at the offset.
  init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
    guard offset + 1 < bytes.count else {
      self = .unknown
      return
    }
    switch bytes[offset + 1] {
    case Byte.lineFeed, Byte.carriageReturn: self = .lineBreak
    case UInt8(ascii: "x"): self = Self.hexadecimal(bytes, from: offset + 2, digits: 2)
    case UInt8(ascii: "u"): self = Self.hexadecimal(bytes, from: offset + 2, digits: 4)
    case UInt8(ascii: "U"): self = Self.hexadecimal(bytes, from: offset + 2, digits: 8)
    case let letter:
      if let scalar = Self.letter(letter) {
        self = .scalar(scalar, length: 2)
      } else {
        self = .unknown
      }
    }
  }

  private static func letter(_ letter: UInt8) -> Unicode.Scalar? {
    switch letter {
    case UInt8(ascii: "0"): "\0"
    case UInt8(ascii: "a"): "\u{7}"
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "t"), Byte.tab: "\t"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "v"): "\u{B}"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "e"): "\u{1B}"
    case Byte.space, Byte.doubleQuote, UInt8(ascii: "/"), Byte.backslash: Unicode.Scalar(letter)
    case UInt8(ascii: "N"): "\u{85}"
    case UInt8(ascii: "_"): "\u{A0}"
    case UInt8(ascii: "L"): "\u{2028}"
    case UInt8(ascii: "P"): "\u{2029}"
    default: nil
    }
  }

  private static func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, digits: Int) -> EscapeSequence {
    var value: UInt32 = 0
    for index in start..<start + digits {
      guard index < bytes.count, let digit = Byte.hexValue(bytes[index]) else { return .unknown }
      value = value << 4 | digit
    }
    guard let scalar = Unicode.Scalar(value) else { return .notACharacter(length: digits + 2) }
    return .scalar(scalar, length: digits + 2)
  }
}
