/// Plain and quoted scalars: lines are folded, blanks around line breaks belong to nobody.
extension ScalarDecoder {
  func foldedLines(_ body: (Piece) -> Void) {
    let inner = record.verbatimRange
    var run = inner.lowerBound
    var at = run
    while at < inner.upperBound {
      switch bytes[at] {
      case Byte.carriageReturn, Byte.lineFeed:
        emit(run..<endOfText(from: run, to: at), body)
        let (breaks, next) = skipBreaks(at, inner.upperBound)
        body(breaks == 1 ? .inserted(" ", count: 1, at: at) : .inserted("\n", count: breaks - 1, at: at))
        run = next
        at = next
      case Byte.singleQuote where record.shape == .singleQuoted:
        // Of the two quotes the first is kept.
        emit(run..<at + 1, body)
        at += 2
        run = at
      case Byte.backslash where record.shape == .doubleQuoted:
        emit(run..<at, body)
        at = escape(at, inner.upperBound, body)
        run = at
      default: at += 1
      }
    }
    emit(run..<inner.upperBound, body)
  }

  private func emit(_ range: Range<Int>, _ body: (Piece) -> Void) {
    if !range.isEmpty { body(.source(range)) }
  }

  private func endOfText(from lower: Int, to upper: Int) -> Int {
    var end = upper
    while end > lower, Byte.isBlank(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// Counts the line breaks from here to the next text, which stands at the offset returned.
  private func skipBreaks(_ start: Int, _ end: Int) -> (breaks: Int, next: Int) {
    var breaks = 0
    var at = start
    while at < end, Byte.isBlank(bytes[at]) || Byte.isBreak(bytes[at]) {
      if bytes[at] == Byte.lineFeed { breaks += 1 }
      at += 1
    }
    return (breaks, at)
  }

  private func escape(_ backslash: Int, _ end: Int, _ body: (Piece) -> Void) -> Int {
    switch EscapeSequence(bytes, at: backslash) {
    case .scalar(let scalar, let length):
      body(.inserted(scalar, count: 1, at: backslash))
      return backslash + length
    case .lineBreak:
      let (breaks, next) = skipBreaks(backslash + 1, end)
      if breaks > 1 { body(.inserted("\n", count: breaks - 1, at: backslash)) }
      return next
    case .notACharacter, .unknown:
      // The parser refused these, so no tree has them.
      return backslash + 1
    }
  }
}
