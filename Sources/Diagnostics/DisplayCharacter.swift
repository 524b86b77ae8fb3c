/// A character as a terminal may be shown it: nothing that moves the cursor, and the columns that it takes.
struct DisplayCharacter {
  let text: String
  /// Columns on a terminal: 0 for a lone combining mark, 2 for East Asian wide characters and emoji.
  let width: Int
  let isTab: Bool

  init(_ character: Character) {
    isTab = character == "\t"
    guard let first = character.unicodeScalars.first, !isTab else {
      text = "\t"
      width = 1
      return
    }
    switch first.properties.generalCategory {
    case .control where first.value < 0x20:
      text = Self.controlPicture(0x2400 + first.value)
      width = 1
    case .control where first.value == 0x7F:
      text = Self.controlPicture(0x2421)
      width = 1
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
      // Among them are those that turn the direction of writing and so can show a text as what it is not.
      text = Self.codePoint(first)
      width = text.utf8.count
    case .spaceSeparator where first != " " && first != "\u{3000}":
      // A no-break space looks like a space, and that is why it was overlooked.
      text = Self.codePoint(first)
      width = text.utf8.count
    case .nonspacingMark, .enclosingMark:
      text = String(character)
      width = 0
    default:
      text = String(character)
      width = Self.isWide(first, in: character) ? 2 : 1
    }
  }

  /// The whole text on one line, harmless: for messages and paths, which may quote what a file says.
  static func harmless(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    return text.map { $0 == "\t" ? "␉" : DisplayCharacter($0).text }.joined()
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }

  private static func controlPicture(_ value: UInt32) -> String {
    Unicode.Scalar(value).map { String(Character($0)) } ?? "\u{FFFD}"
  }

  private static func isWide(_ scalar: Unicode.Scalar, in character: Character) -> Bool {
    if scalar.value < 0x1100 { return character.unicodeScalars.contains("\u{FE0F}") }
    if scalar.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return true }
    return wideRanges.contains { $0.contains(scalar.value) }
  }

  /// The blocks of East_Asian_Width W and F in Unicode's EastAsianWidth.txt; emoji come by their property.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F200...0x1F202, 0x1F210...0x1F23B, 0x20000...0x3FFFD,
  ]
}
