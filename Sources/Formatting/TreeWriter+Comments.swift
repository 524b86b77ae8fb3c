/// Comments and blank lines.
extension TreeWriter {
  /// What stands at the cursor, which is moved behind it.
  mutating func readTrivia() -> Trivia {
    let trivia = Trivia(bytes, from: at)
    at = trivia.end
    return trivia
  }

  /// All lines at one column.
  mutating func write(_ trivia: Trivia, column: Int) {
    if let comment = trivia.endOfLine { writeEnd(comment, orAt: column) }
    for line in trivia.lines {
      switch line {
      case .blank: text.blankLine()
      case .comment(let comment): text.comment(bytes[comment.range], column: column)
      }
    }
  }

  /// Before the next entry of an open block, or the end of the file; the blocks inside that one are closed.
  ///
  /// A comment belongs to the innermost of these that is indented as far as the comment at most; one that is not deeper
  /// than what follows belongs to that. After one that belongs further out none belongs further in.
  mutating func write(_ trivia: Trivia, closingTo depth: Int) {
    if let comment = trivia.endOfLine { writeEnd(comment, orAt: levels[depth].column) }
    var innermost = levels.count - 1
    for line in trivia.lines {
      switch line {
      case .blank: text.blankLine()
      case .comment(let comment):
        while innermost > depth, levels[innermost].source > comment.column { innermost -= 1 }
        // A list may stand at the column of its key.
        if levels[innermost].source <= levels[depth].source { innermost = depth }
        text.comment(bytes[comment.range], column: levels[innermost].column)
      }
    }
    levels.removeSubrange((depth + 1)...)
  }

  mutating func writeEnd(_ comment: Trivia.Comment, orAt column: Int) {
    var end = comment.range.lowerBound
    while end > 0, Characters.isBlank(bytes[end - 1]) { end -= 1 }
    text.endComment(
      bytes[comment.range], sourceColumn: comment.column, distance: comment.column - bytes.column(of: end), orAt: column
    )
  }
}
