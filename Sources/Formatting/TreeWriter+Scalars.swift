import Syntax

/// Texts.
extension TreeWriter {
  /// A plain or quoted scalar with the line breaks that it has.
  mutating func writeScalar(_ node: Node, continuation: Int) {
    let lines = ScalarLines(node, in: bytes).lines
    text.append(lines[0])
    for line in lines.dropFirst() {
      if line.isEmpty {
        text.verbatimLine([])
      } else {
        text.startLine(continuation)
        text.append(line)
      }
    }
  }

  mutating func writeBlockScalar(_ node: Node, column: Int) {
    let scalar = BlockScalarText(node, in: bytes)
    text.append(scalar.header(digit: Self.indentation))
    if let comment = scalar.comment { writeEnd(comment, orAt: column) }
    let margin = Array(repeating: Characters.space, count: column)
    for line in scalar.lines { text.verbatimLine(line.isEmpty ? [] : margin + bytes[line]) }
    if scalar.keepsBlankLines {
      text.refuseBlankLine()
    } else if scalar.hasBlankLinesBelow {
      text.blankLine()
    }
  }
}
