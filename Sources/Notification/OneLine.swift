/// Makes one line of a text, for where a line break or another control character could become a second header or field.
enum OneLine {
  /// Longer lines are cut: they are subjects, and all of it stands in the text.
  private static let longest = 200

  static func text(_ text: String) -> String {
    var line = ""
    var count = 0
    for scalar in text.unicodeScalars where !isHidden(scalar) {
      count += 1
      if count > longest { return line + "…" }
      line.unicodeScalars.append(isBreak(scalar) ? " " : scalar)
    }
    return line
  }

  /// A line that a step has printed, which no reader's program obeys: characters that say how others are to be shown are
  /// left out, those of a terminal's colours and movements with them.
  static func harmless(_ line: String) -> String {
    var shown = ""
    var rest = Substring(line).unicodeScalars
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}", rest.first == "[" {
        rest = rest.dropFirst().drop { (0x20...0x3F).contains($0.value) }.dropFirst()
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return text(shown)
  }

  /// The lines of a text, of which no reader's program obeys any: line breaks and tabs stay.
  static func lines(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }) { return text }
    var lines = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isHidden(scalar) {
      lines.append(isBreak(scalar) && scalar != "\n" && scalar != "\t" ? " " : scalar)
    }
    return String(lines)
  }

  /// It says how others are to be shown, as from right to left.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x80 && scalar.properties.generalCategory == .format
  }

  /// Controls, and what other programs take for the end of a line.
  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
  }
}
