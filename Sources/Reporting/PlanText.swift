/// Builds the text of a plan as bytes, which are handed on in pieces, so that a plan of any size takes little memory.
///
/// Everything an operator wrote is made harmless for a terminal, and nothing of it is left out.
struct PlanText {
  private static let pieceSize = 1 << 16

  private var bytes: [UInt8] = []
  private let appearance: Appearance

  init(appearance: Appearance) { self.appearance = appearance }

  /// Hands on what was added once it is worth it, or in any case at the end; to be called at the end of a line.
  mutating func handOn(to sink: ([UInt8]) throws -> Void, isEnd: Bool = false) rethrows {
    guard isEnd || bytes.count >= Self.pieceSize else { return }
    if appearance.utf8 {
      try sink(bytes)
    } else {
      // Escape sequences are ASCII and so stay as they are.
      try sink(Array(appearance.render(StyledText(String(decoding: bytes, as: UTF8.self))).utf8))
    }
    bytes.removeAll(keepingCapacity: true)
  }

  /// Words of maint itself, and names, which hold nothing that needs care.
  mutating func add(_ words: String, _ style: Style = .plain) {
    styled(style) { $0.append(words) }
  }

  /// Digit by digit: tens of thousands of numbers need no text of their own.
  mutating func add(_ number: Int) {
    guard number >= 0 else { return append(String(number)) }
    if number >= 10 { add(number / 10) }
    bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// All that the closure adds in one style; it adds plain words.
  mutating func styled(_ style: Style, _ body: (inout PlanText) -> Void) {
    let code = appearance.color ? style.code : nil
    if let code {
      append("\u{1B}[")
      append(code)
      append("m")
    }
    body(&self)
    if code != nil { append("\u{1B}[0m") }
  }

  /// Free text, on one line.
  mutating func addFree(_ text: String, _ style: Style = .plain) {
    add(Self.isPlain(text) ? text : HarmlessText.words(Self.visible(text)), style)
  }

  mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

  mutating func indent(_ columns: Int) { for _ in 0..<columns { bytes.append(UInt8(ascii: " ")) } }

  /// The words at a column, filled up with spaces to a width, one space at least.
  mutating func addColumn(_ words: String, width: Int, _ style: Style = .plain) {
    add(words, style)
    indent(max(1, width - words.utf8.count))
  }

  /// The number at a column, as words are.
  mutating func addColumn(_ number: Int, width: Int, _ style: Style = .plain) {
    styled(style) { $0.add(number) }
    indent(max(1, width - Self.digits(of: number)))
  }

  static func digits(of number: Int) -> Int { number < 10 ? 1 : 1 + digits(of: number / 10) }

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
      let isPlain = Self.isPlain(name)
      let length = isPlain ? name.utf8.count : DisplayWidth.of(name)
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
      if isPlain { append(name) } else { addFree(name) }
      column += length
    }
    endLine()
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// Printable ASCII alone.
  private static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
  }

  /// In a script also a sequence that only colours is part of what will be run, so its first character is shown.
  private static func visible(_ text: String) -> String {
    guard text.utf8.contains(0x1B) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\u{1B}" ? "\u{241B}" : $0 }))
  }
}
