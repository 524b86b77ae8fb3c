/// Knows the characters that take two columns on a terminal.
package enum WideCharacter {
  /// East Asian wide characters, and emoji by their property or by the selector that asks for their picture.
  package static func matches(_ character: Character) -> Bool {
    guard let first = character.unicodeScalars.first, !character.isASCII else { return false }
    if character.unicodeScalars.contains("\u{FE0F}") { return true }
    if first.value < 0x1100 { return false }
    return first.properties.isEmojiPresentation || ranges.contains { $0.contains(first.value) }
  }

  /// The blocks of East_Asian_Width W and F in Unicode's EastAsianWidth.txt; emoji come by their property.
  private static let ranges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F200...0x1F202, 0x1F210...0x1F23B, 0x20000...0x3FFFD,
  ]
}
