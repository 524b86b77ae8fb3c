import Testing

@testable import Diagnostics

@Suite struct SourceTests {
  @Test(arguments: [(0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 2, 1), (5, 2, 2), (7, 2, 4), (8, 3, 1), (9, 3, 2), (11, 4, 1)])
  func columnsCountCharacters(_ offset: Int, _ line: Int, _ column: Int) {
    let source = Source(path: "", text: "ab\nébc\nx\r\n")
    #expect(source.location(at: offset) == SourceLocation(line: line, column: column))
  }

  @Test func aCharacterOfManyScalarsIsOneColumn() {
    let source = Source(path: "", text: "👩‍👩‍👧e\u{301}x")
    #expect(source.location(at: source.bytes.count - 1) == SourceLocation(line: 1, column: 3))
  }

  @Test func otherLineBreaksOfUnicodeAreNone() {
    let source = Source(path: "", text: "a\u{85}b\u{2028}c\r\nd")
    #expect(source.location(at: source.bytes.count - 1) == SourceLocation(line: 2, column: 1))
    #expect(source.text(in: source.line(containing: 0)) == "a\u{85}b\u{2028}c")
  }

  @Test func offsetsBeyondTheTextCountAsItsEnd() {
    let source = Source(path: "", text: "a\nb")
    #expect(source.location(at: 99) == SourceLocation(line: 2, column: 2))
    #expect(source.location(at: -1) == SourceLocation(line: 1, column: 1))
    #expect(Source(path: "", bytes: []).location(at: 0) == SourceLocation(line: 1, column: 1))
  }
}
