/// Literal and folded block scalars.
extension ScalarDecoder {
  func blockLines(_ body: (Piece) -> Void) {
    let header = BlockScalarHeader(bytes, at: Int(record.lower))
    let end = Int(record.upper)
    var at = lineAfter(header.end, end)
    var breaks = 0
    var lastBreak = at
    var hasText = false
    var wasSpaced = false
    while at < end {
      let start = min(at + indentation(at, end), end)
      let next = lineAfter(start, end)
      let text = start..<endOfLine(start, next)
      if !text.isEmpty {
        let isSpaced = Byte.isBlank(bytes[start])
        let joins = record.shape == .folded && hasText && !isSpaced && !wasSpaced
        if joins && breaks == 1 {
          body(.inserted(" ", count: 1, at: lastBreak))
        } else if breaks > 0 {
          // Folding takes the first break of two lines that both begin at the margin; others all stay.
          body(.inserted("\n", count: joins ? breaks - 1 : breaks, at: lastBreak))
        }
        body(.source(text))
        (hasText, wasSpaced, breaks, lastBreak) = (true, isSpaced, 0, text.upperBound)
      } else if breaks == 0 {
        lastBreak = text.lowerBound
      }
      // The end of the file ends a line as a line break would.
      breaks += 1
      at = next
    }
    let kept =
      switch header.chomping {
      case .strip: 0
      case .clip: hasText ? min(breaks, 1) : 0
      case .keep: breaks
      }
    if kept > 0 { body(.inserted("\n", count: kept, at: lastBreak)) }
  }

  private func indentation(_ start: Int, _ end: Int) -> Int {
    var count = 0
    while count < Int(record.link), start + count < end, bytes[start + count] == Byte.space { count += 1 }
    return count
  }

  private func lineAfter(_ offset: Int, _ end: Int) -> Int {
    var at = offset
    while at < end {
      at += 1
      if bytes[at - 1] == Byte.lineFeed { break }
    }
    return at
  }

  private func endOfLine(_ start: Int, _ next: Int) -> Int {
    var end = next
    if end > start, bytes[end - 1] == Byte.lineFeed {
      end -= 1
      if end > start, bytes[end - 1] == Byte.carriageReturn { end -= 1 }
    }
    return end
  }
}
