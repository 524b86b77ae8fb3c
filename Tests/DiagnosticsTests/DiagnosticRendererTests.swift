import Testing

@testable import Diagnostics

/// A text with the marked range taken from its markers: `«` where the range begins, `»` where it ends.
private func rendered(
  _ marked: String, severity: Diagnostic.Severity = .error, hint: String? = nil, path: String = "a.yaml",
  color: Bool = false
) -> String {
  let parts = marked.split(separator: "«", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
  let rest = parts[1].split(separator: "»", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
  let source = Source(path: path, text: parts[0] + rest.joined())
  let lower = parts[0].utf8.count
  let range = SourceRange(lower, lower + rest[0].utf8.count)
  let diagnostic = Diagnostic(.duplicateKey, "it is wrong", severity: severity, at: .text(source, range), hint: hint)
  return DiagnosticRenderer(color: color).render(diagnostic)
}

@Suite struct DiagnosticRendererTests {
  @Test func theFormOfADiagnostic() {
    let text = rendered("a:\n  «tiemout»: 2h\n", hint: "did you mean 'timeout'?")
    #expect(
      text == """
        a.yaml:2:3: error: it is wrong [duplicate-key]
        2 │   tiemout: 2h
          │   ^~~~~~~
        hint: did you mean 'timeout'?

        """)
  }

  @Test func tabsAreCopied() {
    #expect(rendered("\ta\t«bc»\td").contains("1 │ \ta\tbc\td\n  │ \t \t^~\n"))
  }

  @Test(arguments: [
    ("日本語«key»: x", "      ^~~"), ("«日本»", "^~~~"), ("👩‍👩‍👧 «x»", "   ^"), ("e\u{301}é«x»", "  ^"), ("🇩🇪«x»", "  ^"),
    ("❤️«x»", "  ^"), ("한«x»", "  ^"), ("ａ«x»", "  ^"), ("ﾊ«x»", " ^"),
  ])
  func wideCharactersKeepTheCaretInPlace(_ marked: String, _ expected: String) {
    #expect(rendered(marked).contains("\n  │ \(expected)\n"))
  }

  @Test(arguments: [
    ("a\u{1B}[31m«x»", "a␛[31mx"), ("\u{7F}«x»", "␡x"), ("\u{202E}«x»", "<U+202E>x"), ("\u{85}«x»", "<U+0085>x"),
    ("\u{A0}«x»", "<U+00A0>x"),
  ])
  func controlCharactersAreShownHarmlessly(_ marked: String, _ expected: String) {
    let text = rendered(marked)
    #expect(text.contains("1 │ \(expected)\n"))
    #expect(text.contains("\n  │ \(String(repeating: " ", count: expected.count - 1))^\n"))
  }

  @Test func messageAndPathAreHarmlessToo() {
    let source = Source(path: "a\u{1B}[2J\n.yaml", text: "x")
    let diagnostic = Diagnostic(
      .duplicateKey, "duplicate key '\u{1B}]0;x\u{7}'", at: .text(source, SourceRange(0, 1)), hint: "a\u{9B}b")
    let text = DiagnosticRenderer(color: false).render(diagnostic)
    #expect(text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
    #expect(!text.unicodeScalars.contains("\u{9B}"))
    #expect(text.split(separator: "\n").count == 4)
  }

  @Test func longLinesAreCutAroundTheCaret() {
    let text = rendered(String(repeating: "a", count: 100_000) + "«bcd»" + String(repeating: "e", count: 100_000))
    let lines = text.split(separator: "\n")
    #expect(lines[0].hasPrefix("a.yaml:1:100001: "))
    #expect(lines[1].count < 130)
    let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
    let mark = lines[1].firstIndex(of: "b").map { lines[1].distance(from: lines[1].startIndex, to: $0) }
    #expect(caret == mark)
    #expect(lines[1].hasSuffix("…") && lines[1].contains("│ …a"))
    #expect(lines[2].hasSuffix("^~~"))
  }

  @Test func aLineJustTooLongIsCutAtItsEndOnly() {
    let text = rendered("«k»: " + String(repeating: "v", count: 300))
    #expect(text.contains("1 │ k: vvv") && text.contains("v…\n"))
    #expect(!rendered("«k»: " + String(repeating: "v", count: 100)).contains("…"))
  }

  @Test func rangesOverLinesAreUnderlinedToTheEndOfTheFirst() {
    #expect(rendered("a: «\"b\r\nc\"»\r\n").contains("1 │ a: \"b\n  │    ^~\n"))
  }

  @Test func anEmptyRangeAndTheEndOfTheFileHaveACaret() {
    #expect(rendered("ab«»").contains(":1:3: "))
    #expect(rendered("ab«»").contains("1 │ ab\n  │   ^\n"))
    #expect(rendered("a\n«»").contains(":2:1: "))
    #expect(rendered("«»").contains(":1:1: "))
  }

  @Test func aByteOrderMarkHasNoColumn() {
    #expect(rendered("\u{FEFF}«a»: b").contains(":1:1: error: it is wrong [duplicate-key]\n1 │ a: b\n  │ ^\n"))
  }

  @Test func invalidBytesAreReplaced() {
    let source = Source(path: "a", bytes: [0x61, 0xFF, 0x62])
    let text = DiagnosticRenderer(color: false).render(
      Diagnostic(.invalidUTF8, "m", at: .text(source, SourceRange(2, 3))))
    #expect(text.contains("a:1:3: ") && text.contains("1 │ a\u{FFFD}b\n  │   ^\n"))
  }

  @Test func notesHaveTheirOwnPlace() {
    let source = Source(path: "a", text: "k: 1\nk: 2\n")
    let diagnostic = Diagnostic(
      .duplicateKey, "m", at: .text(source, SourceRange(5, 6)),
      notes: [Diagnostic.Note("first defined here", at: .text(source, SourceRange(0, 1)))])
    #expect(
      DiagnosticRenderer(color: false).render(diagnostic) == """
        a:2:1: error: m [duplicate-key]
        2 │ k: 2
          │ ^
        a:1:1: note: first defined here
        1 │ k: 1
          │ ^

        """)
  }

  @Test func aPathAloneHasNoExcerpt() {
    let diagnostic = Diagnostic(.fileNotFound, "no such file", at: .path("x.yaml"))
    #expect(DiagnosticRenderer(color: false).render(diagnostic) == "x.yaml: error: no such file [file-not-found]\n")
  }

  @Test func colourChangesNothingElse() {
    let plain = rendered("a:\n  «b»: c\n", severity: .warning, hint: "h")
    let coloured = rendered("a:\n  «b»: c\n", severity: .warning, hint: "h", color: true)
    #expect(coloured.contains("\u{1B}[1;33mwarning:\u{1B}[0m"))
    var stripped = ""
    var isInEscape = false
    for character in coloured {
      if character == "\u{1B}" { isInEscape = true }
      if !isInEscape { stripped.append(character) }
      if character == "m" { isInEscape = false }
    }
    #expect(stripped.filter { $0 != "m" } == plain.filter { $0 != "m" })
  }
}
