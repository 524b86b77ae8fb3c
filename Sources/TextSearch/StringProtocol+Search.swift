/// Finds and replaces texts in texts, byte by byte as UTF-8.
///
/// Swift's own functions for this link its regular expressions, 0.8 MB of code that each start maps, and compare by canonical
/// equivalence, where shells and files compare bytes. Package.swift keeps that library out.
extension StringProtocol {
  package func contains(text: some StringProtocol) -> Bool { utf8.contains(bytes: text.utf8) }

  /// Of the first place that has this text; nil where there is none. An empty text is at the start.
  package func firstRange(ofText text: some StringProtocol) -> Range<Index>? { utf8.firstRange(ofBytes: text.utf8) }

  /// All occurrences from left to right, or the first so many.
  package func replacing(
    text: some StringProtocol, with replacement: some StringProtocol, maxReplacements: Int = .max
  ) -> String {
    var (result, rest, count) = ("", self[...], 0)
    while count < maxReplacements, !text.isEmpty, let found = rest.firstRange(ofText: text) {
      result += rest[..<found.lowerBound]
      result += replacement
      rest = rest[found.upperBound...]
      count += 1
    }
    return result + rest
  }
}

extension String {
  /// As of any text: across modules that one goes by tables of functions, which for short texts takes longer than the search.
  package func contains(text: String) -> Bool { utf8.contains(bytes: text.utf8) }
}
