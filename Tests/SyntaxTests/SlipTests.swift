import Diagnostics
import Testing

@testable import Syntax

/// Slips in texts that are sound YAML. Each has a marker where the caret must stand.
@Suite struct SlipTests {
  @Test(arguments: [
    ("k: «“b”\n", "curly-quote"), ("k: «„b“\n", "curly-quote"), ("k: «‘b’\n", "curly-quote"),
    ("k: «\u{A0}b\n", "no-break-space"), ("k: b«\u{A0}\n", "no-break-space"), ("k: b\n  «- c\n", "list-in-text"),
    ("k: b\n\n  «- c\n  - d\n", "list-in-text"), ("k: \"C:«\\temp\"\n", "windows-path"),
    ("k: \"c:«\\new\\table\"\n", "windows-path"),
  ])
  func anyText(_ marked: String, _ id: String) throws {
    try expect(marked, id, severity: .warning) { Slip.inText($0, isAnyTextAllowed: true) }
    try expect(marked, id, severity: .error) { Slip.inText($0, isAnyTextAllowed: false) }
  }

  @Test(arguments: [
    ("k: «“b\n", "curly-quote"), ("k: b«”\n", "curly-quote"), ("k: é«\u{A0}b\n", "no-break-space"),
  ])
  func shortTexts(_ marked: String, _ id: String) throws {
    try expect(marked, id, severity: .error) { Slip.inText($0, isAnyTextAllowed: false) }
    try expect(marked, nil) { Slip.inText($0, isAnyTextAllowed: true) }
  }

  @Test(arguments: [
    "k: «b\n", "k: «b -\n", "k: «b\n  -c\n", "k: «'“b”'\n", "k: «|\n  a\n    - b\n", "k: «the “new” one\n",
    "k: «users’ files\n", "k: «\"C:\\\\temp\"\n", "k: «\"a\\tb\"\n", "k: «\"\\u00A0b\"\n", "k: «[b]\n", "k:«\n",
    "k: «10 %\u{A0}of it\n",
  ])
  func soundTexts(_ marked: String) throws {
    try expect(marked, nil) { Slip.inText($0, isAnyTextAllowed: true) }
  }

  @Test(arguments: [
    ("k:\n  b:«c\n", "missing-space"), ("k:\n  b«=c\n", "missing-colon"), ("k:\n  b «= c\n", "missing-colon"),
    ("k:\n  «daily\n    - b\n", "missing-colon"), ("k:\n  - a\n  - «daily\n    - b\n", "missing-colon"),
    ("k: b\n  «- c\n", "list-in-text"), ("k:\n  b:«\u{A0}c\n", "no-break-space"), ("k: «b\n", nil),
    ("k: «'b:c'\n", nil),
    ("k: «http://b\n", nil),
  ])
  func insteadOfAMap(_ marked: String, _ id: String?) throws {
    try expect(marked, id) { Slip.insteadOfMap($0) }
  }

  @Test(arguments: [
    ("k:\n  -«b\n  -c\n", "missing-space"), ("k:\n  -«\u{A0}b\n", "no-break-space"), ("k: «b\n", nil),
    ("k: «'-b'\n", nil),
  ])
  func insteadOfAList(_ marked: String, _ id: String?) throws {
    try expect(marked, id) { Slip.insteadOfList($0) }
  }

  /// Of the value of `k`, or the last item of the list there.
  private func expect(
    _ marked: String, _ id: String?, severity: Diagnostic.Severity = .error, _ find: (Node) -> Diagnostic?
  ) throws {
    let text = try #require(Marked(marked))
    let outcome = Outcome(bytes: text.bytes)
    let value = try #require(outcome.tree?.root["k"], "\(outcome.rendered)")
    let found = find(value.items.reduce(value) { $1 })
    #expect(found?.id.rawValue == id, "\(marked)")
    guard let found, id != nil else { return }
    #expect(found.range?.lower == text.offset && found.severity == severity && found.hint != nil)
    #expect(found.hint?.contains("\n") == false)
  }
}
