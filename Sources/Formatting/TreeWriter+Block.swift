import Syntax

/// Block maps and lists.
extension TreeWriter {
  /// From the first key or dash at the cursor; `isOnLine` when that goes on the line of the dash around it.
  mutating func writeBlock(_ node: Node, column: Int, isOnLine: Bool) {
    let depth = levels.count
    levels.append(Level(source: bytes.column(of: node.range.lower), column: column))
    var isFirst = true
    func begin(_ writer: inout TreeWriter) {
      if !isFirst { writer.write(writer.readTrivia(), closingTo: depth) }
      if isFirst && isOnLine { writer.text.append(" ") } else { writer.text.startLine(column) }
      isFirst = false
    }
    for entry in node.entries {
      begin(&self)
      writeScalar(entry.key, continuation: column)
      at = entry.key.range.upper
      // Before the colon nothing but blanks can stand.
      _ = readTrivia()
      text.append(":")
      at += 1
      writeValue(entry.value, column: column, isItem: false)
    }
    for item in node.items {
      begin(&self)
      text.append("-")
      at += 1
      writeValue(item, column: column, isItem: true)
    }
  }

  /// What stands after the colon or dash of an entry at `column`.
  private mutating func writeValue(_ node: Node, column: Int, isItem: Bool) {
    let deeper = column + Self.indentation
    guard !node.isEmptyPlain else {
      // Comments below it, deeper than the key, belong to the value that is not there.
      return levels.append(Level(source: (levels.last?.source ?? 0) + 1, column: deeper))
    }
    let trivia = readTrivia()
    if node.kind != .scalar, !node.isFlow {
      let isOnLine = isItem && !trivia.hasComment
      if !isOnLine { write(trivia, column: deeper) }
      writeBlock(node, column: deeper, isOnLine: isOnLine)
    } else if trivia.hasComment || trivia.hasLineBreak && staysBelow(node) {
      write(trivia, column: deeper)
      text.startLine(deeper)
      writeLeaf(node, base: deeper, parent: column)
    } else {
      text.append(" ")
      writeLeaf(node, base: isItem ? deeper : column, parent: column)
    }
  }

  /// A text that the author began below its key stays there if it has several lines, or is too long for the key's.
  private func staysBelow(_ node: Node) -> Bool {
    switch node.style {
    case .plain, .singleQuoted, .doubleQuoted:
      let lines = ScalarLines(node, in: bytes).lines
      return lines.count > 1 || text.width + 1 + Characters.width(lines[0]) > Self.widestLine
    case .literal, .folded, nil: return false
    }
  }

  /// A scalar or brackets at the cursor. `base` is the column of a closing bracket, `parent` that of the entry.
  mutating func writeLeaf(_ node: Node, base: Int, parent: Int) {
    switch node.style {
    case nil: writeFlow(node, base: base)
    case .literal, .folded: writeBlockScalar(node, column: parent + Self.indentation)
    case .plain, .singleQuoted, .doubleQuoted: writeScalar(node, continuation: parent + Self.indentation)
    }
    at = node.range.upper
  }
}
