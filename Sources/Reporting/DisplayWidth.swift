import Diagnostics

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
    return WideCharacter.matches(character) ? 2 : 1
  }
}
