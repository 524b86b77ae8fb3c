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
      width = WideCharacter.matches(character) ? 2 : 1
    }
  }

  /// The same with nothing to read in it: an asterisk for everything but a blank.
  var concealed: DisplayCharacter { isTab || text == " " ? self : DisplayCharacter("*") }

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
}
