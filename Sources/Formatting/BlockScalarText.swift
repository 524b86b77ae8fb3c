import Syntax

/// A literal or folded block scalar taken apart.
struct BlockScalarText {
  /// On the line of the header.
  let comment: Trivia.Comment?
  /// What stands on each line behind the indentation; blank lines below the text only if they are part of it.
  private(set) var lines: [Range<Int>] = []
  let hasBlankLinesBelow: Bool
  /// All blank lines below the text are part of it, and one more would be, too.
  let keepsBlankLines: Bool
  private let indicator: UInt8
  private let chomping: [UInt8]
  private var needsDigit = false

  init(_ node: Node, in bytes: [UInt8]) {
    indicator = bytes[node.range.lower]
    var at = node.range.lower + 1
    while at < node.range.upper, "+-123456789".utf8.contains(bytes[at]) { at += 1 }
    chomping = bytes[node.range.lower..<at].filter { "+-".utf8.contains($0) }
    keepsBlankLines = chomping == Array("+".utf8)
    comment = Trivia(bytes, from: at).endOfLine
    while at < node.range.upper, bytes[at] != Characters.lineFeed { at += 1 }
    at += 1
    while at < node.range.upper {
      var start = at
      while start < node.range.upper, start - at < node.blockIndentation, bytes[start] == Characters.space {
        start += 1
      }
      var end = start
      while end < node.range.upper, !Characters.isBreak(bytes[end]) { end += 1 }
      lines.append(start..<end)
      at = end
      while at < node.range.upper, bytes[at] != Characters.lineFeed { at += 1 }
      at += 1
    }
    let count = lines.count
    if !keepsBlankLines { while lines.last?.isEmpty == true { lines.removeLast() } }
    hasBlankLinesBelow = lines.count < count
    needsDigit = Self.needsDigit(lines, bytes)
  }

  /// `digit` is how much deeper the lines are written than the entry that the scalar is in; it stands only where readers
  /// would guess wrong.
  func header(digit: Int) -> [UInt8] {
    [indicator] + (needsDigit ? Array(String(digit).utf8) : []) + chomping
  }

  /// Readers take the indentation from the first line that is not blank, and no blank line above may be deeper.
  private static func needsDigit(_ lines: [Range<Int>], _ bytes: [UInt8]) -> Bool {
    lines.first { !$0.isEmpty }.map { bytes[$0.lowerBound] == Characters.space } ?? false
  }
}
