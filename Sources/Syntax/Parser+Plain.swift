import Diagnostics

/// Plain scalars.
extension Parser {
  struct PlainLine {
    /// After the last byte that is no blank.
    var end: Int
    /// The cursor stands on a `:` that makes this a key; otherwise at `end`.
    var endsAtColon: Bool
  }

  /// The part of a plain scalar on this line, from its first byte at the cursor.
  mutating func scanPlainLine(inFlow: Bool) -> PlainLine {
    var end = at
    var index = at
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case Byte.space, Byte.tab:
        end = index
        while Byte.isBlank(self.byte(index)) { index += 1 }
        let next = self.byte(index)
        if next == Byte.hash || Byte.isBlankOrEnd(next) || endsPlain(index, inFlow: inFlow) {
          at = next == Byte.colon ? index : end
          return PlainLine(end: end, endsAtColon: next == Byte.colon)
        }
      case Byte.lineFeed, Byte.carriageReturn:
        at = index
        return PlainLine(end: index, endsAtColon: false)
      case Byte.colon, Byte.comma, Byte.openBracket, Byte.closeBracket, Byte.openBrace, Byte.closeBrace:
        if endsPlain(index, inFlow: inFlow) {
          at = index
          return PlainLine(end: index, endsAtColon: byte == Byte.colon)
        }
        index += 1
      default: index += 1
      }
    }
    at = index
    return PlainLine(end: index, endsAtColon: false)
  }

  /// Whether the byte is no part of a plain scalar: a `:` before a blank, or in brackets a flow indicator.
  @inline(__always)
  private func endsPlain(_ index: Int, inFlow: Bool) -> Bool {
    let byte = byte(index)
    if byte == Byte.colon {
      let next = self.byte(index + 1)
      return Byte.isBlankOrEnd(next) || (inFlow && Byte.isFlowIndicator(next))
    }
    return inFlow && Byte.isFlowIndicator(byte)
  }

  /// The whole scalar, whose first line is known: takes the further lines that belong to it, and leaves the cursor at
  /// its end. Outside of brackets a further line cannot be a key.
  mutating func continuePlain(
    from start: Int, to firstEnd: Int, minimumIndent: Int, inFlow: Bool
  ) throws(Refusal) -> NodeRecord {
    var end = firstEnd
    while try moveToContinuation(minimumIndent: minimumIndent, inFlow: inFlow) {
      let next = at
      let line = scanPlainLine(inFlow: inFlow)
      if line.endsAtColon, !inFlow { throw keyInPlain(start: start, key: next) }
      end = line.end
      at = end
    }
    contentEnd = end
    return NodeRecord(.plain, from: start, to: end, isVerbatim: end == firstEnd)
  }

  /// From the end of a line of a plain scalar to its next line, if there is one; else the cursor stays.
  private mutating func moveToContinuation(minimumIndent: Int, inFlow: Bool) throws(Refusal) -> Bool {
    let saved = (at: at, lineStart: lineStart, indent: indent, tabAt: tabAt)
    var badTab = -1
    skipBlanks()
    while Byte.isBreak(peek) {
      skipBreak()
      if indent < 0 { break }
      let isTabTooEarly = tabAt >= 0 && indent < minimumIndent
      skipBlanks()
      if isTabTooEarly, badTab < 0, Byte.isBreak(peek) { badTab = tabAt }
    }
    let isContinuation =
      lineStart != saved.lineStart && indent >= minimumIndent && indent >= 0 && at < bytes.count && peek != Byte.hash
      && !endsPlain(at, inFlow: inFlow)
    if isContinuation {
      if badTab >= 0 {
        tabAt = badTab
        throw tabRefusal()
      }
      return true
    }
    (at, lineStart, indent, tabAt) = saved
    return false
  }
}
