import Testing
import TextSearch

@Suite struct SearchTests {
  @Test(arguments: [
    ("", "", true), ("a", "", true), ("", "a", false), ("abc", "bc", true), ("aab", "ab", true), ("aaab", "aab", true),
    ("ab", "abc", false), ("abab", "abc", false), ("Größe", "öß", true), ("a\r\nb", "\n", true),
  ])
  func findsBytes(text: String, wanted: String, isThere: Bool) {
    #expect(text.contains(text: wanted) == isThere)
    #expect(text.dropFirst(0).contains(text: wanted) == isThere)
  }

  @Test func theRangeIsThatOfTheFirstPlace() throws {
    let text = "éa{{b}}{{"
    let found = try #require(text.firstRange(ofText: "{{"))
    #expect(text[..<found.lowerBound] == "éa")
    #expect(text[found.upperBound...] == "b}}{{")
    let bytes: [UInt8] = [1, 2, 2, 3]
    #expect(bytes[1...].firstRange(ofBytes: [2, 3]) == 2..<4)
  }

  @Test(arguments: [
    ("", "a", ""), ("banana", "ana", "b-na"), ("aaa", "a", "---"), ("abc", "", "abc"), ("abc", "d", "abc"),
  ])
  func replacesFromLeftToRight(text: String, old: String, new: String) {
    #expect(text.replacing(text: old, with: "-") == new)
  }

  @Test func replacesNoMoreThanAsked() {
    #expect("a/b/c".replacing(text: "/", with: "--", maxReplacements: 1) == "a--b/c")
  }
}
