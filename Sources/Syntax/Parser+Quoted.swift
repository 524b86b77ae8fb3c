import Diagnostics

/// Quoted scalars.
extension Parser {
  /// From the opening quote at the cursor to behind the closing one.
  mutating func scanQuoted(minimumIndent: Int) throws(Refusal) -> NodeRecord {
    let start = at
    let quote = peek
    let isDouble = quote == Byte.doubleQuote
    var isVerbatim = true
    at += 1
    while true {
      switch peek {
      case quote:
        at += 1
        if !isDouble, peek == quote {
          isVerbatim = false
          at += 1
          continue
        }
        contentEnd = at
        return NodeRecord(isDouble ? .doubleQuoted : .singleQuoted, from: start, to: at, isVerbatim: isVerbatim)
      case Byte.backslash where isDouble:
        isVerbatim = false
        try skipEscape(quoteAt: start)
      case Byte.lineFeed, Byte.carriageReturn:
        isVerbatim = false
        try skipQuotedBreaks(quoteAt: start, minimumIndent: minimumIndent)
      case Byte.none where at >= bytes.count: throw unclosedQuote(start, stoppedAt: nil)
      default: at += 1
      }
    }
  }

  /// Over line breaks and blank lines to the next line of the scalar, which must be indented enough.
  private mutating func skipQuotedBreaks(quoteAt start: Int, minimumIndent: Int) throws(Refusal) {
    while Byte.isBreak(peek) {
      skipBreak()
      if indent < 0 { throw unclosedQuote(start, stoppedAt: at) }
      if at >= bytes.count { throw unclosedQuote(start, stoppedAt: nil) }
      if indent < minimumIndent, tabAt >= 0 {
        throw tabRefusal()
      }
      skipBlanks()
      if indent < minimumIndent, !Byte.isBreak(peek) { throw unclosedQuote(start, stoppedAt: at) }
    }
  }

  private mutating func skipEscape(quoteAt start: Int) throws(Refusal) {
    switch EscapeSequence(bytes, at: at) {
    case .scalar(_, let length): at += length
    case .lineBreak: at += 1
    case .notACharacter(let length):
      throw refusal(
        .unknownEscape, "'\(excerpt(from: at, to: at + length))' is not a character", at: SourceRange(at, at + length),
        hint: "write characters beyond U+FFFF as one escape: \"\\U0001F600\"")
    case .unknown: throw unknownEscape(quoteAt: start)
    }
  }

  /// `stop` is the line that is not indented enough to be part of the scalar.
  private mutating func unclosedQuote(_ start: Int, stoppedAt stop: Int?) -> Refusal {
    let quote = SourceRange(start, start + 1)
    let shallow = stop.map { lookForCloser(bytes[start], from: $0) }
    if let stop, let closer = shallow?.closer {
      return refusal(
        .wrongIndentation, "this line is part of a quoted text, but not indented enough", at: lineRange(from: stop),
        hint: "indent it more than the key of the text", note: ("the quote opens here", quote), resume: closer)
    }
    return refusal(
      .unclosedQuote, "this quote is never closed", at: quote,
      hint: "close it with \(excerpt(from: start, to: start + 1)), or indent the lines that belong to it",
      note: stop.map { ("this line is not indented enough to be part of it", lineRange(from: $0)) },
      resume: shallow?.resume ?? start)
  }

  /// A text of several lines that ended right behind a `key: `: the quote there was to open the next text.
  mutating func swallowingQuote(endingAt end: Int) -> Refusal? {
    guard let text = records.last, text.shape == .doubleQuoted || text.shape == .singleQuoted, Int(text.upper) == end
    else { return nil }
    let (start, close) = (Int(text.lower), end - 1)
    var index = close
    while index > start, Byte.isBlank(bytes[index - 1]) { index -= 1 }
    guard index < close, bytes[index - 1] == Byte.colon, source.line(containing: close).lower > start else {
      return nil
    }
    return refusal(
      .unclosedQuote, "this quote is never closed", at: SourceRange(start, start + 1),
      hint: "close it with \(excerpt(from: start, to: start + 1)) on the line that it ends on",
      note: ("this quote was taken for its end", SourceRange(close, close + 1)), resume: at)
  }

  private mutating func unknownEscape(quoteAt start: Int) -> Refusal {
    let escape = excerpt(from: at, to: characterEnd(at + 1))
    return refusal(
      .unknownEscape, "unknown escape '\(escape)' in double quotes", at: SourceRange(at, characterEnd(at + 1)),
      hint: singleQuotesHint(start))
  }

  /// For the text in double quotes whose backslashes are no escapes.
  func singleQuotesHint(_ start: Int) -> String {
    let end = quotedEnd(start)
    let range = SourceRange(start + 1, end)
    let text = source.text(in: range)
    let isClosed = byte(end) == Byte.doubleQuote
    guard isClosed, !text.hasSuffix("\\"), !concealed.touches(range), let quoted = Replacement.quoted(text) else {
      return "write \\\\ for a backslash, or use single quotes"
    }
    return "in single quotes a backslash is a backslash: \(quoted)"
  }

  private func characterEnd(_ offset: Int) -> Int {
    var end = min(offset + 1, bytes.count)
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  private func quotedEnd(_ start: Int) -> Int {
    var end = start + 1
    while end < bytes.count, bytes[end] != bytes[start], !Byte.isBreak(bytes[end]) { end += 1 }
    return end
  }
}
