/// What the reader's device can show: colours, and characters beyond ASCII.
package struct Appearance: Sendable, Hashable {
  package var color: Bool
  /// Whether the locale is UTF-8. Where it is not, symbols and frames have an ASCII form, and every other character
  /// beyond ASCII is shown as its code point.
  package var utf8: Bool

  package init(color: Bool, utf8: Bool) {
    self.color = color
    self.utf8 = utf8
  }

  /// The line as it is written to the device, without a line break.
  func render(_ line: StyledText) -> String {
    let line = utf8 ? line : line.mapped(Self.ascii)
    return line.pieces.map { piece in
      guard color, let code = piece.style.code else { return piece.text }
      return "\u{1B}[\(code)m\(piece.text)\u{1B}[0m"
    }.joined()
  }

  /// The line in the characters that the device has, cut to `width` of its columns.
  func fit(_ line: StyledText, width: Int) -> StyledText {
    utf8 ? line.cut(to: width, mark: "…") : line.mapped(Self.ascii).cut(to: width, mark: "...")
  }

  /// All lines, each with a line break.
  func render(_ lines: [StyledText]) -> String { lines.map { render($0) + "\n" }.joined() }

  private static func ascii(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text.unicodeScalars.map { scalar in
      if scalar.isASCII { return String(scalar) }
      return asciiForms[scalar] ?? HarmlessText.caretForm(ofPicture: scalar) ?? HarmlessText.codePoint(scalar)
    }.joined()
  }

  private static let asciiForms: [Unicode.Scalar: String] = [
    "✓": "+", "✗": "x", "↩": "<", "–": "-", "▸": ">", "…": "...", "·": "-", "│": "|", "├": "|", "└": "`", "─": "-",
    "█": "#", "░": ".",
  ]
}
