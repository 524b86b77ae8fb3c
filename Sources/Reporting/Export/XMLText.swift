/// Text as an XML 1.0 document may have it, in content and in attributes.
///
/// Control characters, which XML 1.0 forbids even as references, and code points that are no characters are shown as on a
/// terminal: `␛`, `<U+FFFE>`.
enum XMLText {
  /// One line.
  static func words(_ text: String) -> String { escaped(HarmlessText.words(text)) }

  /// Lines that are harmless already.
  static func lines(_ lines: [String]) -> String { escaped(lines.joined(separator: "\n")) }

  private static func escaped(_ text: String) -> String { HTMLText.escaped(text) }
}
