import Testing

@testable import Formatting

/// The formatter's check of its own work.
@Suite struct CheckTests {
  @Test(arguments: [
    ("a: b\n", "a: c\n", "would say something else"), ("a: b\n", "a: [b]\n", "would say something else"),
    ("a:\n", "a: \"\"\n", "would say something else"), ("[a, b]\n", "[a]\n", "would say something else"),
    ("a: 1\nb: 2\n", "b: 2\na: 1\n", "would say something else"),
    ("a: é\n", "a: e\u{301}\n", "would say something else"),
    ("---\n", "\n", "would say something else"), ("a: b\n", "a: b: c\n", "would not be read again"),
    ("a: b # c\n", "a: b\n", "a comment would be lost"),
    ("# a\n# b\nc: d", "# b\n# a\nc: d", "a comment would be lost"),
    ("a: | # b\n  # c\n", "a: |\n  # c\n", "a comment would be lost"),
    ("a: b # c\n", "a: b # d\n", "a comment would be lost"),
  ])
  func whatWouldBeDamagedIsRefused(_ before: String, _ after: String, _ message: String) throws {
    let tree = try #require(Parsed(before).tree)
    do throws(FormattingFailure) {
      try Formatter.check(Array(after.utf8), against: tree)
      Issue.record("\(after) passes for \(before)")
    } catch {
      #expect(error.message.contains(message))
    }
  }

  @Test(arguments: [
    ("a: 'b'\n", "a:   b   \n"), ("a: |  # b\n  c\n# d\n", "a: \"c\\n\" # b\n# d\n"), ("{a: [b]}", "a:\n- b\n"),
  ])
  func anotherFormIsTaken(_ before: String, _ after: String) throws {
    try Formatter.check(Array(after.utf8), against: try #require(Parsed(before).tree))
  }
}
