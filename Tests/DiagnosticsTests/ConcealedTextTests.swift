import Testing

@testable import Diagnostics

/// What stands under `secrets` is shown as asterisks, whatever form it has.
@Suite struct ConcealedTextTests {
  /// Every line as an excerpt shows it.
  private static func shown(_ text: String) -> String {
    let source = Source(path: "t.yaml", text: text)
    var lines: [String] = []
    var at = 0
    while at < source.bytes.count {
      let line = source.line(containing: at)
      lines.append(Excerpt(of: source, range: SourceRange(at: line.lower)).text)
      at = (source.bytes[line.upper...].firstIndex(of: UInt8(ascii: "\n")) ?? line.upper) + 1
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: [
    ("a: b\nsecrets:\n  K1: {file: x y}\n  K2: é\nc: d", "a: b\nsecrets:\n  K1: ****** * **\n  K2: *\nc: d"),
    ("secrets: {K: x}\nc: d", "secrets: *** **\nc: d"),
    ("secrets: {K: x,\n  L: y}\nc: d", "secrets: *** **\n  L: **\nc: d"),
    ("\"secrets\" : x\nc: d", "\"secrets\" : *\nc: d"), ("Secret:\n  K: x\nc: d", "Secret:\n  K: *\nc: d"),
    ("\u{FEFF}secrets: x", "secrets: *"), ("secrets:\r\n  K: x\r\nc: d", "secrets:\n  K: *\nc: d"),
    ("{secrets: {K: x}, c: d}", "{secrets: *** *** ** **"), ("{c: d, secrets: {K: x}}", "{c: d, secrets: *** ***"),
    // Comments and blank lines do not end it, and comments may be old secrets.
    ("secrets:\n  K: x\n\n# L: y\n  M: z\nc: d", "secrets:\n  K: *\n\n* ** *\n  M: *\nc: d"),
    // Mistakes.
    ("secrets\n  K: x\nc: d", "secrets\n  K: *\nc: d"), ("secrets:\n\tK: x\nc: d", "secrets:\n\tK: *\nc: d"),
    ("secrets:\n  K: x\n   L: y\n L y\nc: d", "secrets:\n  K: *\n   ** *\n * *\nc: d"),
    ("secrets:\n  - x\n- y\nc: d", "secrets:\n  * *\n* *\nc: d"),
    ("secrets:\nKEY: x\nkey y\nc: d", "secrets:\nKEY: *\n*** *\nc: d"),
    ("secrets:\n  K: |\n    user: x\n  L:x\n---\n", "secrets:\n  K: *\n    ***** *\n  L:*\n---"),
  ])
  func conceals(_ text: String, _ shown: String) { #expect(Self.shown(text) == shown) }

  @Test(arguments: [
    "a: secrets: x", "- secrets: x", "secrets_of: x", "nosecrets: x", "a:\n  run: echo \"secrets: x\"",
    "secret-service: x",
    "# secrets: x", "description: secrets x",
  ])
  func showsTheRest(_ text: String) { #expect(Self.shown(text) == text) }

  @Test func theCaretStaysInPlace() {
    let source = Source(path: "t.yaml", text: "secrets:\n  KEY: 日本 x\n")
    let excerpt = Excerpt(of: source, range: SourceRange(23, 24))
    #expect(excerpt.text == "  KEY: ** *")
    #expect(excerpt.padding.count == 10 && excerpt.marks == "^")
  }

  @Test func manyLinesTakeNoLongerThanTheyAre() {
    let lines = String(repeating: "  K: secrets: x\n", count: 50_000)
    let concealed = ConcealedText(of: Source(path: "", text: "secrets:\n" + lines + "c: d\n"))
    let end = 9 + lines.utf8.count
    #expect((0..<50_000).allSatisfy { concealed.touches(SourceRange(9 + 16 * $0 + 5, 9 + 16 * $0 + 8)) })
    #expect(!concealed.touches(SourceRange(end, end + 4)))
  }
}
