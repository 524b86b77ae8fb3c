import Diagnostics

/// Moving over blanks, comments and lines.
extension Parser {
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 {
    offset < bytes.count ? bytes[offset] : Byte.none
  }

  @inline(__always)
  var peek: UInt8 { byte(at) }

  var isAtMarker: Bool { indent < 0 && at < bytes.count }

  /// `- `: the dash of a list entry.
  var isAtDash: Bool { peek == Byte.dash && Byte.isBlankOrEnd(byte(at + 1)) }

  @inline(__always)
  mutating func skipBlanks() {
    while Byte.isBlank(peek) { at += 1 }
  }

  mutating func skipLine() {
    while at < bytes.count, !Byte.isBreak(bytes[at]) { at += 1 }
  }

  /// Over blanks, comments and line breaks to the next content. True when it is on another line, or the end.
  mutating func skipToContent() -> Bool {
    if indent < 0 { return true }
    var isOnNewLine = false
    while true {
      skipBlanks()
      switch peek {
      case Byte.lineFeed, Byte.carriageReturn:
        skipBreak()
        isOnNewLine = true
        if indent < 0 { return true }
      case Byte.hash where at == lineStart || Byte.isBlank(bytes[at - 1]): skipLine()
      case Byte.none:
        (indent, tabAt) = (-1, -1)
        return true
      default: return isOnNewLine
      }
    }
  }

  /// From a line break to behind the spaces that begin the next line.
  mutating func skipBreak() {
    at += peek == Byte.carriageReturn ? 2 : 1
    startLine()
  }

  mutating func startLine() {
    lineStart = at
    while peek == Byte.space { at += 1 }
    indent = at - lineStart
    tabAt = peek == Byte.tab ? at : -1
    if indent == 0, isMarker(at) { indent = -1 }
  }

  /// `---` or `...` at the beginning of a line.
  private func isMarker(_ offset: Int) -> Bool {
    let first = byte(offset)
    guard first == Byte.dash || first == Byte.dot else { return false }
    return byte(offset + 1) == first && byte(offset + 2) == first && Byte.isBlankOrEnd(byte(offset + 3))
  }

  /// After an error: to the first content of the next line after `offset` that is indented by `column` at most.
  mutating func recover(from offset: Int, column: Int) {
    at = offset
    indent = 0
    while true {
      skipLine()
      guard at < bytes.count else { break }
      skipBreak()
      if indent < 0 { return }
      if at >= bytes.count { break }
      // A line that begins with a tab is as deep as someone meant it to be.
      let isPassedOver = indent > column || tabAt >= 0 || isLeftover || peek == Byte.hash || Byte.isBreak(peek)
      if !isPassedOver { return }
    }
    (indent, tabAt) = (-1, -1)
  }

  /// What belongs to something that was refused before.
  private var isLeftover: Bool {
    switch peek {
    case Byte.closeBracket, Byte.closeBrace: unclosedBrackets > 0
    case Byte.colon: hasExplicitKey && Byte.isBlankOrEnd(byte(at + 1))
    default: false
    }
  }
}
