import Diagnostics
import TestSupport
import Testing

@testable import Syntax

/// What hints say to write is what was meant: it reads back as the text that stood there.
@Suite struct HintTests {
  @Test(arguments: [
    ("a: 1\nb=2\n", "write 'b: 2'"), ("a: 1\nb = 2 # c\n", "write 'b: 2'"), ("a: 1\nb:2\n", "write 'b: 2'"),
    ("a: 1\nb:\"x\"y\n", "put a space after the ':'"), ("a: 1\nb=[\n", "write ':' and a space in its place"),
    ("\"a\":b\n", "write '\"a\": b'"), ("- a\n-b\n", "write '- b'"), ("- a\n-\"b\" c\n", "put a space after the '-'"),
    ("a:\n  daily\n    - b\n  weekly: c\n", "write 'daily:'"), ("a: 1\ndaily\n  - b\n", "write 'daily:'"),
    ("a: b: c\n", "put the value in quotes: 'b: c'"), ("a: it's: c\n", "put the value in quotes: \"it's: c\""),
    ("- run: echo \"it's: fine\"\n", "write 'run: |' and the text on the next line, indented more"),
    ("a: \"x\" y\n", "put the whole value in quotes: '\"x\" y'"), ("a: 'x'y\n", "write '' for a single quote"),
    ("a: \"it's\" y\n", "write 'a: |' and the text"), ("a: @b\n", "put it in quotes: '@b'"),
    ("[@b, c]\n", "put it in quotes: '@b'"), ("@b: c\n", "put it in quotes: '@b'"),
    ("a: *.log # c\n", "repeat the value; text that begins with '*' needs quotes: '*.log'"),
    ("a: {{ x }}/y\n", "put a template in quotes: '{{ x }}/y'"),
    ("- run: {{ x }} -v\n", "a step reads a parameter as a variable: write '\"$x\" -v'"),
    ("- {{ x }}\n", "a step reads a parameter as a variable: write '\"$x\"'"), ("a: [b]]\n", "remove ']'"),
    ("[{{ x }}, y]\n", "put a template in quotes: '{{ x }}'"), ("[{{ x }}\"y\"]\n", "put a template in quotes\n"),
    ("a: \"C:\\Daten\"\n", "in single quotes a backslash is a backslash: 'C:\\Daten'"),
    ("a: \"C:\\Daten\\\"\n", "write \\\\ for a backslash, or use single quotes"),
    ("a: “b: c”\n", "curly quotes do not quote: write straight quotes: 'b: c'"),
    ("a: “b: c\n", "curly quotes do not quote: write straight quotes\n"),
    ("a: b #1\n  more\n", "' #' in the line above begins a comment"),
    ("a: 1\na: 2\n", "remove one of the two, or rename it"),
  ])
  func hintsSayWhatToWrite(_ text: String, _ hint: String) {
    let rendered = Outcome(text).rendered
    #expect(rendered.contains("hint: \(hint)"), "\(rendered)")
  }

  @Test func longTextsAreNotShownCutOff() {
    let long = String(repeating: "x", count: 100)
    for text in ["a: b: \(long)\n", "a: 1\nb=\(long)\n", "a: @\(long)\n", "- a\n-\(long)\n", "a: \"\\q\(long)\"\n"] {
      for diagnostic in Outcome(text).diagnostics.sorted {
        #expect(diagnostic.hint?.contains("…") == false && diagnostic.hint?.contains("xxx") == false)
      }
    }
  }

  /// Shell texts made at random, written without the quotes that they need: whatever is shown instead says the same.
  @Test func replacementsReadBackAsTheTextMeant() {
    var random = SeededGenerator(seed: 5)
    let pieces = [
      "echo", " ", " ", ": ", ":", "'", "\"", "\\", "#", " #", "[", "]", "{{", "}}", ",", "@", "*", "|", "é", "“", "-",
    ]
    var shown = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...8, using: &random)
      let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
      // In brackets a hint speaks of an entry, not of the whole value.
      let isInBrackets = text.hasPrefix("[") || text.hasPrefix("{") && !text.hasPrefix("{{")
      guard text.first != " ", text.last != " ", !text.contains(" #"), !isInBrackets else { continue }
      for hint in Outcome("k: \(text)\n").diagnostics.sorted.compactMap(\.hint) {
        if let replacement = Self.replacement(in: hint) {
          shown += 1
          let meant = hint.hasPrefix("curly") ? String(text.dropFirst().dropLast()) : text
          #expect(Outcome("k: \(replacement)\n").tree?.root["k"]?.text == meant, "\(text)\n\(hint)")
        } else if hint.hasPrefix("write 'k: |'") {
          shown += 1
          #expect(Outcome("k: |\n  \(text)\n").tree?.root["k"]?.text == text + "\n", "\(text)\n\(hint)")
        }
      }
    }
    #expect(shown > 2000)
  }

  private static func replacement(in hint: String) -> String? {
    let openings = ["quotes: ", "straight quotes: ", "template in quotes: "]
    return openings.compactMap { hint.range(of: $0) }.map { String(hint[$0.upperBound...]) }.first
  }

  /// Lines with a slip, among sound ones: what `write '…'` shows is sound in their place.
  @Test func linesToWriteAreSound() {
    var random = SeededGenerator(seed: 6)
    let pieces = ["a", "b c", ":", "=", " = ", "\"", "'", "-", "x", "[", "]", ",", "1", ": "]
    var shown = 0
    for _ in 0..<10_000 {
      let count = Int.random(in: 1...5, using: &random)
      let line = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
      for before in ["key: v\n", "- v\n"] {
        for diagnostic in Outcome("\(before)\(line)\n").diagnostics.sorted {
          guard let hint = diagnostic.hint, hint.hasPrefix("write '"), hint.hasSuffix("'"), !hint.contains("''") else {
            continue
          }
          shown += 1
          let replacement = hint.dropFirst("write '".count).dropLast()
          let outcome = Outcome("\(before)\(replacement)\n")
          #expect(
            outcome.tree != nil || outcome.places.allSatisfy { $0.hasPrefix("duplicate-key") }, "\(line)\n\(hint)")
        }
      }
    }
    #expect(shown > 500)
  }

  @Test(arguments: [
    ("a b", "'a b'"), ("it's", "\"it's\""), ("say \"x\"", "'say \"x\"'"), ("it's \"x\"", nil), ("it's \\", nil),
    ("", "''"),
    ("a\nb", nil),
  ])
  func quotes(_ text: String, _ expected: String?) {
    #expect(Replacement.quoted(text) == expected)
    if let expected { #expect(Outcome(expected).tree?.root.text == text) }
  }
}
