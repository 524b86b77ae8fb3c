/// What stands between two parts of a tree and says nothing: blanks, line breaks and comments.
struct Trivia {
  struct Comment {
    /// From the `#` to the last byte that is no blank.
    let range: Range<Int>
    /// Columns left of the `#`.
    let column: Int
  }

  enum Line {
    case blank
    case comment(Comment)
  }

  /// The comment on the line of what stands before.
  private(set) var endOfLine: Comment?
  /// The lines below it that hold nothing but a comment, or nothing at all.
  private(set) var lines: [Line] = []
  /// Where the next part of the tree, an indicator or the end of the file stands.
  private(set) var end: Int
  private(set) var hasLineBreak = false

  var hasComment: Bool {
    endOfLine != nil
      || lines.contains { line in
        switch line {
        case .blank: false
        case .comment: true
        }
      }
  }

  init(_ bytes: [UInt8], from start: Int) {
    end = start
    // What stands before may have taken its line break along, as a block scalar does.
    let beginsLine = bytes.isLineStart(start)
    var isEmptyLine = beginsLine
    while end < bytes.count {
      switch bytes[end] {
      case Characters.space, Characters.tab, Characters.carriageReturn: end += 1
      case Characters.lineFeed:
        end += 1
        if isEmptyLine { lines.append(.blank) }
        hasLineBreak = true
        isEmptyLine = true
      case Characters.hash:
        let comment = Self.comment(bytes, at: end)
        if beginsLine || hasLineBreak { lines.append(.comment(comment)) } else { endOfLine = comment }
        isEmptyLine = false
        while end < bytes.count, bytes[end] != Characters.lineFeed { end += 1 }
      default: return
      }
    }
  }

  /// The same with all comments on lines of their own, for when nothing is left of what stood before.
  var detached: Trivia {
    var result = self
    if let comment = endOfLine {
      result.endOfLine = nil
      result.lines.insert(.comment(Comment(range: comment.range, column: 0)), at: 0)
    }
    return result
  }

  private static func comment(_ bytes: [UInt8], at start: Int) -> Comment {
    var end = start
    while end < bytes.count, !Characters.isBreak(bytes[end]) { end += 1 }
    while Characters.isBlank(bytes[end - 1]) { end -= 1 }
    return Comment(range: start..<end, column: bytes.column(of: start))
  }
}
