/// Takes from a text of unknown origin everything that a terminal would obey, and shows it instead.
///
/// Text, tabs and UTF-8 stay. Sequences that only colour or erase a line are dropped, for they say nothing; every other
/// control character is shown: `␛`, `␇`, `<U+202E>`. Bytes that are not UTF-8 become U+FFFD.
package enum HarmlessText {
  /// A line of output, without its line break.
  static func line(_ bytes: some Collection<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }) { return text }
    return shown(text)
  }

  /// A message or a name, which must stay on one line: line breaks and tabs become spaces.
  package static func words(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    return shown(
      String(String.UnicodeScalarView(text.unicodeScalars.map { "\n\r\t".unicodeScalars.contains($0) ? " " : $0 })))
  }

  /// The name of a file, byte for byte, which must stay on one line and be told from others: line breaks and tabs are
  /// shown as every other control character is.
  package static func name(_ bytes: some Collection<UInt8>) -> String {
    shown(String(decoding: bytes, as: UTF8.self)).unicodeScalars
      .map { $0 == "\t" ? "\u{2409}" : String($0) }.joined()
  }

  /// The code point as text, such as `<U+202E>`.
  static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }

  /// The picture of a control character in ASCII: `^[` for `␛`; nil for any other character.
  static func caretForm(ofPicture scalar: Unicode.Scalar) -> String? {
    guard (0x2400...0x241F).contains(scalar.value) || scalar.value == 0x2421 else { return nil }
    // The control character with its seventh bit turned: `@` for NUL, `?` for DEL.
    let code = scalar.value == 0x2421 ? 0x7F : scalar.value - 0x2400
    return Unicode.Scalar(code ^ 0x40).map { "^\($0)" }
  }

  private static func shown(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.first {
      if scalar == "\u{1B}", let length = lengthOfStyling(rest) {
        rest = rest.dropFirst(length)
      } else {
        result.append(contentsOf: shown(scalar))
        rest.removeFirst()
      }
    }
    return String(result)
  }

  /// The length of the escape sequence at the start if it only selects a style (`m`) or erases a line (`K`).
  private static func lengthOfStyling(_ scalars: Substring.UnicodeScalarView) -> Int? {
    guard scalars.dropFirst().first == "[" else { return nil }
    let parameters = scalars.dropFirst(2).prefix { ("0"..."9").contains($0) || $0 == ";" || $0 == ":" }
    guard let last = scalars.dropFirst(2 + parameters.count).first, last == "m" || last == "K" else { return nil }
    return 3 + parameters.count
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    switch scalar.properties.generalCategory {
    case .control where scalar == "\t": return String(scalar).unicodeScalars
    case .control where scalar.value < 0x20: return picture(0x2400 + scalar.value)
    case .control where scalar.value == 0x7F: return picture(0x2421)
    // Joiners shape emoji and several scripts, and move nothing.
    case .format where scalar == "\u{200C}" || scalar == "\u{200D}": return String(scalar).unicodeScalars
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
      return codePoint(scalar).unicodeScalars
    default: return String(scalar).unicodeScalars
    }
  }

  /// From the block Control Pictures.
  private static func picture(_ value: UInt32) -> String.UnicodeScalarView {
    String.UnicodeScalarView([Unicode.Scalar(value) ?? "\u{FFFD}"])
  }
}
