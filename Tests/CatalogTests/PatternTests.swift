import Diagnostics
import Testing

@testable import Catalog

@Suite struct PatternTests {
  @Test(arguments: [
    ("[0-9]+", "42", true), ("[0-9]+", "42x", false), ("[0-9]+", "x42", false), ("a|ab", "ab", true),
    ("(a)|(b)", "b", true), ("a.b", "a\nb", true), ("[a-z]+", "a\nb", false), ("[a-z]+", "ab\n", false),
    ("^/.*$", "/x", true), (".*", "", true), ("(a|b)\\1", "bb", true), ("é", "é", true),
  ])
  func theWholeValueIsMatched(pattern: String, value: String, expected: Bool) throws {
    #expect(try Pattern(pattern).matches(value) == expected)
  }

  @Test func invalidPatternsSayWhy() {
    #expect(throws: Pattern.Invalid.self) { try Pattern("(") }
    #expect(throws: Pattern.Invalid.self) { try Pattern("a{2,1}") }
    #expect(throws: Pattern.Invalid.self) { try Pattern(String(repeating: "(", count: 100_000)) }
    do {
      _ = try Pattern("[a")
      Issue.record("no error")
    } catch {
      #expect(error.reason.lowercased().contains("["))
    }
  }

  @Test func parametersCheckValues() {
    let parameter = Parameter(
      name: "days", pattern: "[0-9]+", help: "days to keep", place: .path("x"))
    #expect(parameter.check("30") == nil)
    #expect(parameter.check("many")?.id == .patternMismatch)
    #expect(parameter.check("many")?.hint == "the whole value must match [0-9]+ (days to keep)")
    #expect(parameter.check("1\0")?.id == .badText)
    let choice = Parameter(name: "where", choices: ["staging", "production"], place: .path("x"))
    #expect(choice.check("production") == nil)
    #expect(choice.check("prodution")?.hint == "did you mean 'production'?")
  }

  @Test(arguments: [
    (#"\d+"#, "write [0-9] for \\d"), (#"a\w"#, "write [A-Za-z0-9_] for \\w"), (#"\s"#, "write [[:space:]] for \\s"),
    ("(?:a)", "write '(' for a group"), ("(?=a)", "write '(' for a group"), (".*?", "remove it"), ("a+?", "remove it"),
    ("a{2}+", "remove it"),
  ])
  func otherLanguagesOfPatternsAreRefused(_ pattern: String, _ hint: String) {
    let (_, diagnostics) = Project(
      runbooks: ["main": "params: {p: {pattern: '\(pattern)'}}\nprecheck: ['echo \"$p\"']\n"]
    ).load()
    #expect(diagnostics.map(\.id) == [.badPattern])
    #expect(diagnostics.first?.hint?.hasPrefix(hint) == true, "\(diagnostics.map(\.hint))")
  }

  @Test(arguments: [#"\\d"#, "[+?*(?]+", "[]?]+", "[[:alpha:]?]+", "[^]\\d]", "a?", #"\(\?"#, "(a|b)?c+"])
  func whatPOSIXHasIsTaken(_ pattern: String) throws { _ = try Pattern(pattern) }
}
