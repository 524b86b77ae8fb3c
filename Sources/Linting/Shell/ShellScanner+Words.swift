/// Words, quotes and assignments.
extension ShellScanner {
  /// The word that begins here; empty, with nothing taken, where an operator stands.
  mutating func word() -> ShellWord {
    let start = at
    let readsBefore = script.reads.count
    var word = ShellWord(range: at..<at, text: "")
    var text: [UInt8] = []
    while at < end {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\\"):
        word.isPlain = false
        escape(&text)
      case UInt8(ascii: "'"):
        word.isPlain = false
        singleQuoted(&text)
      case UInt8(ascii: "\""):
        word.isPlain = false
        if !doubleQuoted(&text) { word.isStatic = false }
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        let before = text.count
        if expansion(&text, inQuotes: false) { word.isStatic = false }
        // A `$` that stands for itself leaves the word plain.
        if text.count != before + 1 { word.isPlain = false }
      case UInt8(ascii: "(") where isExtendedPattern(from: start):
        extendedPattern()
        word.isStatic = false
      default:
        if ShellByte.isMeta(byte) {
          word.finish(start..<at, text, variables: script.reads[readsBefore...])
          return word
        }
        noteOddity(isFirst: at == start)
        text.append(byte)
        at += 1
      }
    }
    word.finish(start..<at, text, variables: script.reads[readsBefore...])
    return word
  }

  private mutating func escape(_ text: inout [UInt8]) {
    at += 1
    guard at < end else { return }
    if bytes[at] == UInt8(ascii: "\n") {
      at += 1
      return
    }
    mentionAfterDollar()
    text.append(bytes[at])
    at += 1
  }

  /// `\$name` is for another program.
  private mutating func mentionAfterDollar() {
    guard byte() == UInt8(ascii: "$") else { return }
    var stop = at + 1
    if stop < end, bytes[stop] == UInt8(ascii: "{") { stop += 1 }
    let start = stop
    while stop < end, ShellByte.isNamePart(bytes[stop]) { stop += 1 }
    mention(start..<stop)
  }

  private mutating func singleQuoted(_ text: inout [UInt8]) {
    let start = at + 1
    at = start
    while at < end, bytes[at] != UInt8(ascii: "'") { at += 1 }
    mention(start..<at)
    text += bytes[start..<at]
    closeQuote(openedAt: start - 1)
  }

  private mutating func closeQuote(openedAt start: Int) {
    if at == end, script.unclosedQuote == nil { script.unclosedQuote = start }
    at = min(at + 1, end)
  }

  /// bash's `$'…'`, in which a backslash escapes a quote.
  mutating func escapeQuoted(_ text: inout [UInt8]) {
    let start = at + 2
    at = start
    while at < end, bytes[at] != UInt8(ascii: "'") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    at = min(at, end)
    mention(start..<at)
    text += bytes[start..<at]
    at = min(at + 1, end)
  }

  /// Whether nothing in it was expanded.
  mutating func doubleQuoted(_ text: inout [UInt8]) -> Bool {
    var isStatic = true
    let start = at
    at += 1
    while at < end, bytes[at] != UInt8(ascii: "\"") {
      switch bytes[at] {
      case UInt8(ascii: "\\"):
        at += 1
        mentionAfterDollar()
        switch byte() {
        case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "\\"): break
        case UInt8(ascii: "\n"):
          at += 1
          continue
        default: text.append(UInt8(ascii: "\\"))
        }
        if at < end { text.append(bytes[at]) }
        at = min(at + 1, end)
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        if expansion(&text, inQuotes: true) { isStatic = false }
      default:
        text.append(bytes[at])
        at += 1
      }
    }
    closeQuote(openedAt: start)
    return isStatic
  }

  private func isExtendedPattern(from start: Int) -> Bool {
    guard isBash, at > start else { return false }
    switch bytes[at - 1] {
    case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "!"): return true
    default: return false
    }
  }

  /// bash's `@(a|b)` within a word.
  private mutating func extendedPattern() {
    nested { scanner in
      scanner.at += 1
      while scanner.at < scanner.end, scanner.byte() != UInt8(ascii: ")") {
        let before = scanner.at
        _ = scanner.word()
        if scanner.at == before { scanner.at += 1 }
      }
      scanner.at = min(scanner.at + 1, scanner.end)
    }
  }

  /// The name that `name=value`, `name+=value` or bash's `name[i]=value` sets.
  func assignedName(at range: Range<Int>) -> String? {
    guard ShellByte.isNameStart(bytes[range.lowerBound]) else { return nil }
    var stop = range.lowerBound
    while stop < range.upperBound, ShellByte.isNamePart(bytes[stop]) { stop += 1 }
    let name = text(range.lowerBound..<stop)
    if isBash, stop < range.upperBound, bytes[stop] == UInt8(ascii: "[") {
      while stop < range.upperBound, bytes[stop] != UInt8(ascii: "]") { stop += 1 }
      stop += 1
    }
    if stop < range.upperBound, bytes[stop] == UInt8(ascii: "+") { stop += 1 }
    return stop < range.upperBound && bytes[stop] == UInt8(ascii: "=") ? name : nil
  }

  /// The elements of bash's `name=(…)`.
  mutating func arrayElements() {
    at += 1
    while at < end, byte() != UInt8(ascii: ")") {
      skipToWord()
      let before = at
      if isBash, isAtSubstitution { substitution() }
      _ = word()
      if at == before, byte() != UInt8(ascii: ")") { at = min(at + 1, end) }
    }
    at = min(at + 1, end)
  }
}

extension ShellWord {
  fileprivate mutating func finish(
    _ range: Range<Int>, _ text: [UInt8], variables: ArraySlice<ShellScript.Read>
  ) {
    self.range = range
    self.text = String(decoding: text, as: UTF8.self)
    self.variables = variables.map(\.name)
  }
}
