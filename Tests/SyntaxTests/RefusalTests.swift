import Diagnostics
import Testing

/// Each text has a marker where the caret must stand; what is found is exactly the one problem named.
@Suite struct RefusalTests {
  static let features = [
    ("a: «!tag b\n", "tag"), ("- «!!str b\n", "tag"), ("a: «&x b\n", "anchor"), ("a: 1\n«&x b: 2\n", "anchor"),
    ("a: «*x\n", "alias"), ("[«*x]", "alias"), ("«<<: b\n", "merge-key"), ("{«<<: b}", "merge-key"),
    ("«%YAML 1.2\n---\na: b\n", "directive"), ("a: b\n«---\nc: d\n", "second-document"),
    ("a: b\n...\n«c: d\n", "second-document"), ("a: b\n«---\n", "second-document"), ("«? a\n: b\n", "explicit-key"),
    ("a: 1\n«? b\n", "explicit-key"), ("[«? a]", "explicit-key"), ("«: a\n", "empty-key"), ("{«: a}", "empty-key"),
    ("«[a]: b\n", "collection-key"), ("a: 1\n«{b: c}: d\n", "collection-key"), ("{«[a]: b}", "collection-key"),
    ("[«{a: b}: c]", "collection-key"), ("a: «{{ x }}\n", "unquoted-template"), ("[«{{ x }}]", "unquoted-template"),
    ("a: b\nc: d\n«a: e\n", "duplicate-key"), ("a: 1\n«\"\\x61\": 2\n", "duplicate-key"),
    ("{é: 1, «\"\\u00e9\": 2}", "duplicate-key"),
  ]

  @Test(arguments: features)
  func outsideTheSubset(_ marked: String, _ id: String) { expect(marked, id) }

  static let mistakes = [
    ("a:\n«\tb: c\n", "tab-indentation"), ("a:\n  b: 1\n«\tc: 2\n\td: 3\n", "tab-indentation"),
    ("-«\t- a\n", "tab-indentation"),
    ("a:\n  b: 1\n  «\tc: 2\n", "tab-indentation"), ("a: 1\nb:«2\n", "missing-space"),
    ("a: 1\nb«=2\n", "missing-colon"), ("a: 1\nb «= 2\n", "missing-colon"), ("a«=1\nb: 2\n", "missing-colon"),
    ("b:«2\nc: 3\n", "missing-space"), ("a: 1\n«b\nc: 3\n", "missing-colon"), ("«a\nb: 2\n", "missing-colon"),
    ("- a: 1\n-«b\n- c\n", "missing-space"), ("a: b«: c\n", "unexpected-colon"), ("{a: b«: c}", "unexpected-colon"),
    ("a: 1\n  «b: 2\n", "wrong-indentation"), ("a:\n    b: 1\n  «c: 2\n", "wrong-indentation"),
    ("a:\n  b: 1\n   «c: 2\nd: 3\n", "wrong-indentation"), ("  a: 1\n«b: 2\n", "wrong-indentation"),
    ("a: 1\nb:«\u{A0}2\n", "no-break-space"), ("a: 1\n«\u{A0}b\n", "no-break-space"),
    ("a:\n  «weekly\n    day: x\n", "missing-colon"),
    ("a: «\"b\nc: d\n", "unclosed-quote"), ("a: «'b\nc: 'd'\n", "unclosed-quote"), ("a: «\"b", "unclosed-quote"),
    ("a: «[b, c\nd: e\n", "unclosed-bracket"), ("a: «{b: [c]\nd: e\n", "unclosed-bracket"), ("«[", "unclosed-bracket"),
    ("a: [b, «{c: d]\n", "unclosed-bracket"), ("a: 'it'«s'\n", "unexpected-text"),
    ("a: \"b«\\qc\"\n", "unknown-escape"), ("a: \"C:«\\Dir\"\n", "unknown-escape"), ("a: «@b\n", "reserved-character"),
    ("a: «`b`\n", "reserved-character"), ("a: «%b\n", "reserved-character"), ("a: «]b\n", "unexpected-bracket"),
    ("a: [b]«]\n", "unexpected-text"), ("a: «, b\n", "unexpected-comma"), ("[a,«,b]", "unexpected-comma"),
    ("[\"a\" «\"b\"]", "missing-comma"), ("{a: b«\n c: d}", "missing-comma"),
    ("{a: 1«\nb: 2}\n", "missing-comma"), ("{a: b c«: d}", "unexpected-colon"), ("a: «- b\n", "misplaced-collection"),
    ("--- «a: b\n", "misplaced-collection"), ("[«- a]", "misplaced-collection"), ("a: b\n... «x\n", "misplaced-marker"),
    ("«'a\n b': c\n", "multiline-key"), ("a: 'b'«#c\n", "missing-space"), ("a: [\n  b,\n«c\n]\n", "wrong-indentation"),
    ("a: 'b\n«c'\nd: e\n", "wrong-indentation"), ("a:\n  - b\n  «c: d\n", "unexpected-text"),
    ("a: 1\n«- b\n", "unexpected-text"),
    ("- run: «\"echo a\n    undo: \"b\"\n- c\n", "unclosed-quote"), ("a:\n  - b\n  -«\u{A0}c\n", "no-break-space"),
    ("\"a\":«b\n", "missing-space"), ("{a:«[b]}", "missing-space"), ("[«|\n a]", "block-scalar-header"),
  ]

  @Test(arguments: mistakes)
  func slips(_ marked: String, _ id: String) { expect(marked, id) }

  /// The others are in `keysAreLimited` and `nestingIsLimited`.
  @Test func everyKindOfMistakeIsAmongThem() {
    let shown = Set((Self.features + Self.mistakes).map(\.1)).union(["key-too-long", "nesting-too-deep"])
    let all = DiagnosticID.allCases.drop { $0 != .tag }.prefix { $0 != .curlyQuote }
    #expect(Set(all.map(\.rawValue)).subtracting(shown) == [])
  }

  @Test func keysAreLimited() {
    let key = String(repeating: "é", count: 1024)
    #expect(Outcome("\(key): a\n").json != nil)
    #expect(Outcome("\(key)é: a\n").places == ["key-too-long@1:1"])
    #expect(Outcome("['\(key)': a]").places == ["key-too-long@1:2"])
    #expect(Outcome("{\(key)é: a}").json != nil)
  }

  @Test func nestingIsLimited() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(Outcome(nested(200)).json != nil)
    #expect(Outcome(nested(201)).places == ["nesting-too-deep@1:201"])
    #expect(Outcome(nested(10_000)).places == ["nesting-too-deep@1:201"])
    #expect(Outcome(String(repeating: "- ", count: 200) + "a").json != nil)
    #expect(Outcome(String(repeating: "- ", count: 201) + "a").places == ["nesting-too-deep@1:401"])
    let maps = (0..<201).map { String(repeating: " ", count: $0) + "a:\n" }
    #expect(Outcome(maps[..<200].joined()).json != nil)
    #expect(Outcome(maps.joined()).places == ["nesting-too-deep@201:201"])
  }

  @Test(
    arguments: [
      ([0x61, 0x00], "control-character@1:2"), ([0x61, 0x0A, 0x62, 0x07], "control-character@2:2"),
      ([0x23, 0xFF], "invalid-utf8@1:2"), ([0x23, 0xC3], "invalid-utf8@1:2"),
      ([0x22, 0xC0, 0x80, 0x22], "invalid-utf8@1:2"),
      ([0xED, 0xA0, 0x80], "invalid-utf8@1:1"), ([0xF4, 0x90, 0x80, 0x80], "invalid-utf8@1:1"),
      ([0x61, 0x0D, 0x62], "lone-carriage-return@1:2"),
      ([0x61, 0x0D], "lone-carriage-return@1:2"), ([0x61, 0x7F], "control-character@1:2"),
      ([0x61, 0xC2, 0x80], "control-character@1:2"),
      ([0x61, 0xEF, 0xBB, 0xBF], "control-character@1:2"),
      ([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF], "control-character@1:1"),
      ([0x61, 0xEF, 0xBF, 0xBF], "control-character@1:2"), ([0xFF, 0xFE, 0x61, 0x00], "unsupported-encoding@1:1"),
      ([0xFE, 0xFF, 0x00, 0x61], "unsupported-encoding@1:1"), ([0x61, 0x00, 0x3A, 0x00], "unsupported-encoding@1:1"),
      ([0x00, 0x61, 0x00, 0x3A], "unsupported-encoding@1:1"), ([0x00, 0x00, 0x00, 0x61], "unsupported-encoding@1:1"),
      ([0xFF, 0xFE, 0x00, 0x00], "unsupported-encoding@1:1"), ([0x00, 0x00, 0xFE, 0xFF], "unsupported-encoding@1:1"),
    ] as [([UInt8], String)])
  func bytesThatAreNoText(_ bytes: [UInt8], _ place: String) {
    #expect(Outcome(bytes: bytes).places == [place])
    #expect(Outcome(bytes: Array("aaaaaaaa\n".utf8) + bytes).diagnostics.hasErrors)
  }

  @Test func everyMessageHasAHintOrANote() {
    for diagnostic in Outcome("a: *x\nb: !t c\nd: \"\ne: [\nf:g\nh: i: j\n? k\n").diagnostics.sorted {
      #expect(diagnostic.hint != nil || !diagnostic.notes.isEmpty, "\(diagnostic.message)")
    }
  }

  private func expect(_ marked: String, _ id: String) {
    guard let text = Marked(marked) else {
      Issue.record("no marker in \(marked)")
      return
    }
    let outcome = Outcome(bytes: text.bytes)
    let found = outcome.diagnostics.sorted.map { "\($0.id.rawValue) at byte \($0.range?.lower ?? -1)" }
    #expect(found == ["\(id) at byte \(text.offset)"], "\(outcome.rendered)")
    #expect(outcome.tree == nil)
  }
}
