/// Builds the text of a plan in one buffer, so that a plan of ten thousand tasks costs its bytes and no more.
///
/// Everything an operator wrote is made harmless for a terminal, and nothing of it is left out.
struct PlanText {
  private(set) var bytes: [UInt8] = []
  private let color: Bool

  init(color: Bool) { self.color = color }

  /// Words of maint itself, and names, which hold nothing that needs care.
  mutating func add(_ words: String, _ style: Style = .plain) {
    guard color, let code = style.code else { return bytes.append(contentsOf: words.utf8) }
    bytes.append(contentsOf: "\u{1B}[\(code)m".utf8)
    bytes.append(contentsOf: words.utf8)
    bytes.append(contentsOf: "\u{1B}[0m".utf8)
  }

  /// Free text, on one line.
  mutating func addFree(_ text: String, _ style: Style = .plain) { add(HarmlessText.words(Self.visible(text)), style) }

  mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

  mutating func indent(_ columns: Int) { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: columns)) }

  /// The words at a column, filled up with spaces to a width, one space at least.
  mutating func addColumn(_ words: String, width: Int, _ style: Style = .plain) {
    add(words, style)
    indent(max(1, width - words.utf8.count))
  }

  /// Free text as it stands, each of its lines indented; a line break at its end adds no empty line.
  mutating func addLines(_ text: String, indent columns: Int) {
    var lines = Self.visible(text).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      if !line.isEmpty {
        indent(columns)
        bytes.append(contentsOf: HarmlessText.line(line).utf8)
      }
      endLine()
    }
  }

  /// Names with commas between them, broken into lines that are indented like the first one.
  mutating func addList(_ names: some Sequence<String>, indent columns: Int, width: Int) {
    var column = columns
    for (index, name) in names.enumerated() {
      let length = DisplayWidth.of(name)
      if index > 0 {
        add(",")
        if column + 3 + length > width {
          endLine()
          indent(columns)
          column = columns
        } else {
          add(" ")
          column += 2
        }
      }
      addFree(name)
      column += length
    }
    endLine()
  }

  /// In a script also a sequence that only colours is part of what will be run, so its first character is shown.
  private static func visible(_ text: String) -> String {
    guard text.utf8.contains(0x1B) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\u{1B}" ? "\u{241B}" : $0 }))
  }
}
