import Diagnostics

/// Guesses what a line that is no `key: value` was meant to be.
extension Parser {
  /// A line where an entry of a map was expected.
  mutating func missingColon(from start: Int) -> Refusal {
    if let slip = slip(from: start) { return slip }
    return refusal(
      .missingColon, "expected 'key: value', found '\(excerpt(from: start))'", at: lineRange(from: start),
      hint: missingColonHint(start), resume: start)
  }

  /// A single word was a key; of several nobody knows where the key ends.
  private func missingColonHint(_ start: Int) -> String {
    let word = wordRange(start)
    guard lineRange(from: start).upper == word.upper, let hint = writeHint(entry: start, to: word.upper, colon: ":")
    else { return "write a ':' and a space after the key, or indent the line if it goes on with the value above" }
    return hint
  }

  /// `write 'key: value'`, where that is sound.
  func writeHint(entry lower: Int, to upper: Int, colon: String = "", restFrom rest: Int? = nil) -> String? {
    guard !isTrial, let key = whole(from: lower, to: upper), let value = rest.map({ whole(from: $0) }) ?? "" else {
      return nil
    }
    let entry = key + colon + (value.isEmpty ? "" : " " + value)
    return Replacement.sound(entry, as: .map).map { "write '\($0)'" }
  }

  /// `-a`, where an entry of a list was meant.
  mutating func unspacedDash(at dash: Int, note: (message: String, range: SourceRange)? = nil) -> Refusal {
    if isNoBreakSpace(dash + 1) { return noBreakSpace(dash + 1, dash) }
    let item = listItem(from: dash + 1)
    return refusal(
      .missingSpace, "expected a space after '-'", at: SourceRange(dash + 1, dash + 1),
      hint: item.map { "write '\($0)'" } ?? "put a space after the '-'", note: note)
  }

  private func listItem(from offset: Int) -> String? {
    isTrial ? nil : whole(from: afterBlanks(offset)).flatMap { Replacement.sound("- \($0)", as: .list) }
  }

  /// A key that begins with a dash and is no list entry, for want of a space or because the dash is one of another kind;
  /// looked for where lines beside it or below it only fit to a list.
  mutating func dashSlip(at key: Int) -> Refusal? {
    if byte(key) == Byte.dash { return unspacedDash(at: key) }
    // U+2010 to U+2015, and the minus sign.
    let isDash = byte(key) == 0xE2 && byte(key + 1) == 0x80 && (0x90...0x95).contains(byte(key + 2))
    let isMinus = byte(key) == 0xE2 && byte(key + 1) == 0x88 && byte(key + 2) == 0x92
    guard isDash || isMinus, Byte.isBlank(byte(key + 3)) else { return nil }
    return refusal(
      .unexpectedText, "a list entry begins with '-', and this is another dash", at: SourceRange(key, key + 3),
      hint: listItem(from: key + 3).map { "write '\($0)'" } ?? "write '-' in its place")
  }

  /// A `:` in a further line of a plain scalar, which must stand on one line to be a key.
  mutating func keyInPlain(start: Int, key: Int) -> Refusal {
    if let slip = slip(from: start) { return slip }
    let line = source.line(containing: start).lower
    // On a line of its own, beside the key or above it: it is the line without a ':' that is wrong.
    let isAlone = bytes[line..<start].allSatisfy { $0 == Byte.space || $0 == Byte.dash }
    if isAlone, start - line <= indent { return missingColon(from: start) }
    var first = line
    while byte(first) == Byte.space { first += 1 }
    if !isAlone, first < start, !Byte.isBlank(byte(first + 1)), let slip = dashSlip(at: first) { return slip }
    let name = excerpt(from: key, to: at)
    return refusal(
      .wrongIndentation, "'\(name)' is indented as part of the value above it", at: SourceRange(key, at + 1),
      hint: "indent it like the key that it stands beside, or remove the value above it",
      note: ("the value above", lineRange(from: start)))
  }

  /// A known slip on the line, if one is found: `key:value`, `key = value`, a no-break space.
  mutating func slip(from start: Int) -> Refusal? {
    var index = start
    let limit = min(bytes.count, start + 256)
    while index < limit, !Byte.isBreak(bytes[index]), !Byte.isBlank(bytes[index]) {
      if isNoBreakSpace(index) { return noBreakSpace(index, start) }
      if bytes[index] == Byte.colon, index > start { return unspacedColon(index, start) }
      if bytes[index] == Byte.equals, index > start { return equalsForColon(index, start) }
      index += 1
    }
    while Byte.isBlank(byte(index)) { index += 1 }
    if byte(index) == Byte.equals, index > start { return equalsForColon(index, start) }
    return nil
  }

  private mutating func unspacedColon(_ colon: Int, _ start: Int) -> Refusal? {
    if isNoBreakSpace(colon + 1) { return noBreakSpace(colon + 1, start) }
    // An address such as https://… is no key.
    if byte(colon + 1) == UInt8(ascii: "/") { return nil }
    return refusal(
      .missingSpace, "expected a space after ':'", at: SourceRange(colon + 1, colon + 1),
      hint: writeHint(entry: start, to: colon + 1, restFrom: colon + 1) ?? "put a space after the ':'", resume: start)
  }

  private mutating func equalsForColon(_ sign: Int, _ start: Int) -> Refusal {
    refusal(
      .missingColon, "expected ':' after the key, found '='", at: SourceRange(sign, sign + 1),
      hint: writeHint(entry: start, to: sign, colon: ":", restFrom: afterBlanks(sign + 1))
        ?? "write ':' and a space in its place", resume: start)
  }

  mutating func noBreakSpace(_ offset: Int, _ start: Int) -> Refusal {
    refusal(
      .noBreakSpace, "a no-break space is not a space", at: SourceRange(offset, offset + 2),
      hint: "replace it by a space; text pasted from a web page often has some", resume: start)
  }

  func isNoBreakSpace(_ offset: Int) -> Bool {
    byte(offset) == 0xC2 && byte(offset + 1) == 0xA0
  }

  func afterBlanks(_ offset: Int) -> Int {
    var index = offset
    while Byte.isBlank(byte(index)) { index += 1 }
    return index
  }

  /// After a line at `stop` that is not indented enough for what is open: where that is closed before anything looks like
  /// an entry again, or nil, and then from where reading may go on.
  func lookForCloser(_ closer: UInt8, from stop: Int) -> (closer: Int?, resume: Int) {
    var line = stop
    while line < bytes.count {
      if looksLikeEntry(line) { break }
      var index = line
      while index < bytes.count, bytes[index] != Byte.lineFeed {
        if bytes[index] == closer { return (index, index) }
        index += 1
      }
      line = index + 1
      while Byte.isBlank(byte(line)) { line += 1 }
    }
    var resume = min(line, bytes.count) - 1
    while resume > 0, bytes[resume] != Byte.lineFeed { resume -= 1 }
    return (nil, resume)
  }

  /// A marker, `- `, or something with `: ` that does not end with a comma, as entries in brackets do.
  private func looksLikeEntry(_ start: Int) -> Bool {
    if byte(start) == Byte.dash, Byte.isBlankOrEnd(byte(start + 1)) || byte(start + 1) == Byte.dash { return true }
    let line = lineRange(from: start)
    guard line.upper > line.lower, bytes[line.upper - 1] != Byte.comma else { return false }
    for index in line.lower..<line.upper where bytes[index] == Byte.colon && Byte.isBlankOrEnd(byte(index + 1)) {
      return true
    }
    return false
  }
}
