import Syntax

/// The lines of a plain or quoted scalar as they are written, quotes included, without the blanks that folding drops.
struct ScalarLines {
  /// At least one; an empty one stands for a blank line.
  private(set) var lines: [[UInt8]] = []

  init(_ node: Node, in bytes: [UInt8]) {
    let raw = bytes[node.range.lower..<node.range.upper]
    switch node.style {
    case .singleQuoted where Self.canBeDoubleQuoted(raw):
      let quote = [Characters.doubleQuote]
      split(quote + Self.withoutDoubledQuotes(raw.dropFirst().dropLast()) + quote, hasEscapes: false)
    case .doubleQuoted: split(Array(raw), hasEscapes: true)
    case .plain, .singleQuoted, .literal, .folded, nil: split(Array(raw), hasEscapes: false)
    }
  }

  /// Double quotes are preferred where what stands between them need not change for it.
  private static func canBeDoubleQuoted(_ raw: ArraySlice<UInt8>) -> Bool {
    !raw.contains { $0 == Characters.doubleQuote || $0 == Characters.backslash }
  }

  private static func withoutDoubledQuotes(_ body: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var isSecond = false
    for byte in body {
      isSecond = byte == Characters.singleQuote && !isSecond
      if byte != Characters.singleQuote || isSecond { result.append(byte) }
    }
    return result
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
