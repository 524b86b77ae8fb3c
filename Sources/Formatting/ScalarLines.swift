import Syntax

/// The lines of a plain or quoted scalar as they are written, without the blanks that folding drops. Quotes stay as they
/// are: who chose ' for a pattern wants \ to be itself, also in what is typed into it later.
struct ScalarLines {
  /// At least one; an empty one stands for a blank line.
  private(set) var lines: [[UInt8]] = []

  init(_ node: Node, in bytes: [UInt8]) {
    split(Array(bytes[node.range.lower..<node.range.upper]), hasEscapes: node.style == .doubleQuoted)
  }

  private mutating func split(_ text: [UInt8], hasEscapes: Bool) {
    let parts = text.split(separator: Characters.lineFeed, omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      var line = part
      if index > 0 { line = line.drop(while: Characters.isBlank) }
      if index < parts.count - 1 { line = Self.withoutBlanksAtEnd(line, hasEscapes: hasEscapes) }
      lines.append(Array(line))
    }
  }

  private static func withoutBlanksAtEnd(_ line: ArraySlice<UInt8>, hasEscapes: Bool) -> ArraySlice<UInt8> {
    var result = line
    if result.last == Characters.carriageReturn { result.removeLast() }
    let whole = result
    while let last = result.last, Characters.isBlank(last) { result.removeLast() }
    // An escaped blank is text. Backslashes before it that are in pairs stand for themselves.
    let backslashes = result.reversed().prefix { $0 == Characters.backslash }.count
    if hasEscapes, result.endIndex < whole.endIndex, !backslashes.isMultiple(of: 2) {
      result = whole[..<(result.endIndex + 1)]
    }
    return result
  }
}
