import Diagnostics

/// Literal and folded block scalars.
extension Parser {
  /// From the `|` or `>` at the cursor; leaves it at the first content after the scalar.
  mutating func parseBlockScalar(parent: Int) throws(Refusal) {
    let start = at
    let header = BlockScalarHeader(bytes, at: at)
    at = header.end
    try expectEndOfHeader(start)
    contentEnd = at
    let column = at >= bytes.count ? header.indentation ?? 0 : try scanBlockLines(start, header, parent: parent)
    records.append(
      NodeRecord(bytes[start] == Byte.bar ? .literal : .folded, from: start, to: at, link: column))
    if at >= bytes.count {
      (indent, tabAt) = (-1, -1)
      return
    }
    startLine()
    _ = skipToContent()
  }

  private mutating func expectEndOfHeader(_ start: Int) throws(Refusal) {
    if !Byte.isBlankOrEnd(peek) { throw badHeader(start) }
    skipBlanks()
    if peek == Byte.hash { skipLine() }
    if !Byte.isBreak(peek), at < bytes.count { throw badHeader(start) }
  }

  private mutating func badHeader(_ start: Int) -> Refusal {
    let indicator = bytes[start] == Byte.bar ? "|" : ">"
    let isText = Byte.isBlank(bytes[at - 1])
    return refusal(
      .blockScalarHeader,
      isText
        ? "the text of a '\(indicator)' block begins on the next line"
        : "after '\(indicator)' only '+' or '-' and a digit from 1 to 9 may stand",
      at: wordRange(at),
      hint: isText
        ? "move the text to the next line, indented" : "a value that begins with '\(indicator)' needs quotes")
  }

  /// Reads the lines of the scalar; returns the columns of its indentation, the cursor at the line after it.
  private mutating func scanBlockLines(
    _ start: Int, _ header: BlockScalarHeader, parent: Int
  ) throws(Refusal) -> Int {
    var column = header.indentation.map { parent + $0 }
    var deepestBlank = (columns: 0, offset: 0)
    skipBreak()
    while true {
      at = lineStart
      let limit = column ?? Int.max
      while at - lineStart < limit, peek == Byte.space { at += 1 }
      let spaces = at - lineStart
      let isBlank = at >= bytes.count ? spaces > 0 : Byte.isBreak(peek)
      if !isBlank {
        let isMarker = spaces == 0 && indent < 0
        if isMarker || at >= bytes.count { break }
        if spaces < column ?? parent + 1 {
          // A blank line here would be neither the scalar's nor, by the specification, anyone else's.
          if peek == Byte.tab { throw tabRefusal() }
          break
        }
        if column == nil {
          column = spaces
          if deepestBlank.columns > spaces { throw blankTooDeep(deepestBlank.offset, spaces, resume: start) }
        }
        if header.indentation != nil, parent < 0 { throw indentationOfRoot(start) }
        skipLine()
        contentEnd = at
      } else if spaces > deepestBlank.columns {
        deepestBlank = (spaces, lineStart)
      }
      if at >= bytes.count { return column ?? deepestBlank.columns }
      skipBreak()
    }
    at = lineStart
    return column ?? deepestBlank.columns
  }

  private mutating func blankTooDeep(_ offset: Int, _ columns: Int, resume: Int) -> Refusal {
    refusal(
      .wrongIndentation, "this blank line has more spaces than the first line of the text, which has \(columns)",
      at: SourceRange(at: offset + columns), hint: "remove its spaces, or give the indentation as a digit after '|'",
      resume: resume)
  }

  /// By the specification the columns are counted from -1 here, while the common parsers count them from 0.
  private mutating func indentationOfRoot(_ start: Int) -> Refusal {
    refusal(
      .blockScalarHeader, "an indentation digit is not supported where the whole file is one text",
      at: SourceRange(start, at), hint: "leave the digit out")
  }
}
