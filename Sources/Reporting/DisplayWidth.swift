/// Measures how many columns a text takes on a terminal.
enum DisplayWidth {
  /// Of one line without tabs; escape sequences that select a style take no room.
  static func of(_ line: String) -> Int {
    if line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return line.utf8.count }
    var width = 0
    var isInSequence = false
    for character in line {
      if isInSequence {
        isInSequence = character != "m"
      } else if character == "\u{1B}" {
        isInSequence = true
      } else {
        width += of(character)
      }
    }
    return width
  }

  /// 0 for a lone combining mark, 2 for East Asian wide characters and emoji, else 1.
  static func of(_ character: Character) -> Int {
    if character.isASCII { return 1 }
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    if first.value < 0x1100 { return 1 }
    return first.properties.isEmojiPresentation || wideRanges.contains { $0.contains(first.value) } ? 2 : 1
  }

  /// The blocks of East_Asian_Width W and F in Unicode's EastAsianWidth.txt; emoji come by their property.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F200...0x1F202, 0x1F210...0x1F23B, 0x20000...0x3FFFD,
  ]
}
