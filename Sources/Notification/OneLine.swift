/// Makes one line of a text, for where a line break or another control character could become a second header or field.
enum OneLine {
  /// Longer lines are cut: they are subjects, and all of it stands in the text.
  private static let longest = 200

  static func text(_ text: String) -> String {
    var line = ""
    var count = 0
    for scalar in text.unicodeScalars {
      count += 1
      if count > longest { return line + "…" }
      line.unicodeScalars.append(isBreak(scalar) ? " " : scalar)
    }
    return line
  }

  /// Controls, and what other programs take for the end of a line.
  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
  }
}
