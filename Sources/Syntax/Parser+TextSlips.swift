import Diagnostics

/// Slips inside a sound text, looked for from the text's first byte.
extension Parser {
  /// What the body notes about a node, with the cursor on its first byte.
  static func explain(
    _ node: Node, severity: Diagnostic.Severity = .error, _ body: (inout Parser) -> Void
  ) -> Diagnostic? {
    let source = node.tree.source
    return source.bytes.withUnsafeBufferPointer { bytes in
      var parser = Parser(source: source, bytes: bytes)
      parser.severity = severity
      parser.at = node.range.lower
      body(&parser)
      return parser.problems.sorted.first
    }
  }

  /// A text of one word whose next line is deeper and begins with `- `.
  mutating func missingColonAboveList(from start: Int) -> Refusal? {
    let word = wordRange(start)
    guard isAloneOnLine(start), lineRange(from: start).upper == word.upper,
      let dash = firstDashLine(after: word.upper)
    else { return nil }
    let name = excerpt(from: word.lower, to: word.upper)
    return refusal(
      .missingColon, "expected ':' after '\(name)', which has a list under it", at: word, hint: "write '\(name):'",
      note: ("the list", lineRange(from: dash)))
  }

  /// The line of a list that is indented so deep that it goes on with the text above it.
  mutating func noteListInText(_ text: SourceRange) {
    guard let dash = firstDashLine(after: text.lower), dash < text.upper else { return }
    let first = excerpt(from: text.lower)
    report(
      .listInText, "this line goes on with the text '\(first)' above it, because it is indented more",
      at: lineRange(from: dash),
      hint: isAloneOnLine(text.lower)
        ? "indent it like the entry above, if it is one of its own"
        : "a key has a text or a list: remove the text if the list is meant",
      note: ("the text begins here", lineRange(from: text.lower)))
  }

  /// Nothing but indentation and dashes stand before it.
  func isAloneOnLine(_ offset: Int) -> Bool {
    bytes[source.line(containing: offset).lower..<offset].allSatisfy { $0 == Byte.space || $0 == Byte.dash }
  }

  /// The dash of the next line, when that begins with `- `.
  private func firstDashLine(after offset: Int) -> Int? {
    var index = offset
    while index < bytes.count {
      index = lineRange(from: index).upper
      while index < bytes.count, Byte.isBlank(bytes[index]) || Byte.isBreak(bytes[index]) { index += 1 }
      guard byte(index) == Byte.dash else { return nil }
      return Byte.isBlankOrEnd(byte(index + 1)) ? index : nil
    }
    return nil
  }

  /// Curly quotes and no-break spaces at the ends of a text; quotes `atBothEnds` or at any of them.
  mutating func notePasted(_ text: SourceRange, atBothEnds: Bool) {
    let words = source.text(in: text).unicodeScalars
    guard let first = words.first, let last = words.last else { return }
    let (opens, closes) = (Self.curlyQuotes.contains(first), Self.curlyQuotes.contains(last))
    if atBothEnds ? opens && closes && words.count > 1 : opens || closes {
      let lower = opens ? text.lower : text.upper - UTF8.width(last)
      let inner = words.dropFirst(opens ? 1 : 0).dropLast(closes ? 1 : 0)
      report(
        .curlyQuote, "curly quotes do not quote: they are part of the text",
        at: SourceRange(lower, lower + UTF8.width(opens ? first : last)),
        hint: straightQuotesHint(concealed.touches(text) ? nil : String(inner)))
    } else if first == "\u{A0}" || last == "\u{A0}" || !atBothEnds && words.contains("\u{A0}") {
      var lower = text.lower
      if first != "\u{A0}" { while lower < text.upper, !isNoBreakSpace(lower) { lower += 1 } }
      _ = noBreakSpace(lower, text.lower)
    }
  }

  func straightQuotesHint(_ inner: String?) -> String {
    "write straight quotes" + (inner.flatMap(Replacement.quoted).map { ": \($0)" } ?? "")
  }

  static let curlyQuotes: Set<Unicode.Scalar> = ["“", "”", "„", "‘", "’", "‚"]

  /// From the opening double quote: `"C:\temp"`, whose `\t` is a tab.
  mutating func noteWindowsPath() {
    let start = at
    let letter = byte(start + 1) | 0x20
    guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter), byte(start + 2) == Byte.colon,
      byte(start + 3) == Byte.backslash, byte(start + 4) != Byte.backslash
    else { return }
    report(
      .windowsPath,
      "in double quotes '\(excerpt(from: start + 3, to: start + 5))' is one character, not a part of a path",
      at: SourceRange(start + 3, start + 5), hint: singleQuotesHint(start))
  }
}
