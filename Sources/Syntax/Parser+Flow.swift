import Diagnostics

/// Maps and lists in brackets.
extension Parser {
  /// How a node in brackets is written; decides which `:` after it makes it a key.
  private enum FlowForm {
    case plain, quoted, collection
  }

  /// The brackets that are open at a place.
  private struct Brackets {
    let open: Int
    let isMap: Bool
    /// Indentation of the block collection around them; lines inside must be deeper.
    let parent: Int

    var closer: UInt8 { isMap ? Byte.closeBrace : Byte.closeBracket }
  }

  /// From the opening bracket at the cursor to behind the closing one.
  mutating func parseFlowCollection(parent: Int, inFlow: Bool = false) throws(Refusal) {
    let isMap = peek == Byte.openBrace
    let brackets = Brackets(open: at, isMap: isMap, parent: parent)
    if isMap, byte(at + 1) == Byte.openBrace { throw unquotedTemplate(inFlow: inFlow) }
    let index = try open(isMap ? .map : .list, at: at)
    at += 1
    var needsComma = false
    while true {
      try skipInFlow(brackets)
      if peek == brackets.closer { break }
      if peek == Byte.comma {
        if !needsComma { throw unexpectedComma() }
        at += 1
      } else if needsComma {
        throw missingComma(brackets)
      } else if isMap {
        try parseFlowMapEntry(brackets)
      } else {
        try parseFlowListEntry(brackets)
      }
      needsComma.toggle()
    }
    at += 1
    contentEnd = at
    closeFlow(index)
    if isMap { reportDuplicateKeys(of: index) }
  }

  private mutating func closeFlow(_ index: Int) {
    depth -= 1
    records[index].link = UInt32(truncatingIfNeeded: records.count)
    records[index].upper = UInt32(truncatingIfNeeded: contentEnd)
  }

  private mutating func parseFlowListEntry(_ brackets: Brackets) throws(Refusal) {
    let line = lineStart
    let form = try parseFlowNode(brackets)
    let end = (at: at, lineStart: lineStart)
    skipBlanks()
    guard isFlowColon(after: form) else {
      (at, lineStart) = end
      return
    }
    guard form != .collection, let key = records.last else { throw collectionKey(brackets.open + 1) }
    if line != lineStart { throw multilineKey(key) }
    try checkKey(key)
    // `[key: value]` is a list of a map with one entry.
    records.removeLast()
    let map = try open(.map, at: Int(key.lower))
    records.append(key)
    try parseFlowValue(brackets, after: form)
    closeFlow(map)
  }

  private mutating func parseFlowMapEntry(_ brackets: Brackets) throws(Refusal) {
    let start = at
    let form = try parseFlowNode(brackets)
    if form == .collection { throw collectionKey(start) }
    let keyEnd = at
    try refuseMergeKey()
    try skipInFlow(brackets)
    if isFlowColon(after: form) {
      try parseFlowValue(brackets, after: form)
    } else {
      records.append(NodeRecord(.plain, from: keyEnd, to: keyEnd))
    }
  }

  private mutating func refuseMergeKey() throws(Refusal) {
    guard let key = records.last, key.upper - key.lower == 2 else { return }
    try checkKey(key)
  }

  private func isFlowColon(after form: FlowForm) -> Bool {
    guard peek == Byte.colon else { return false }
    return form != .plain || Byte.isBlankOrEnd(byte(at + 1)) || Byte.isFlowIndicator(byte(at + 1))
  }

  /// From the `:` at the cursor; the value may be left out.
  private mutating func parseFlowValue(_ brackets: Brackets, after form: FlowForm) throws(Refusal) {
    at += 1
    let afterColon = at
    try skipInFlow(brackets)
    switch peek {
    case Byte.comma, Byte.closeBracket, Byte.closeBrace: appendEmpty(at: afterColon)
    case Byte.openBracket, Byte.openBrace:
      if form == .plain, at == afterColon {
        throw refusal(
          .missingSpace, "expected a space after ':'", at: SourceRange(at, at + 1),
          hint: "put a space after the ':'")
      }
      _ = try parseFlowNode(brackets)
    default: _ = try parseFlowNode(brackets)
    }
  }

  /// One scalar or collection; the cursor stops right behind it.
  private mutating func parseFlowNode(_ brackets: Brackets) throws(Refusal) -> FlowForm {
    switch peek {
    case Byte.doubleQuote, Byte.singleQuote:
      records.append(try scanQuoted(minimumIndent: brackets.parent + 1))
      return .quoted
    case Byte.openBracket, Byte.openBrace:
      try parseFlowCollection(parent: brackets.parent, inFlow: true)
      return .collection
    case Byte.exclamation, Byte.ampersand:
      var isFurther = false
      while isAtProperty {
        refuseProperty(isFurther: isFurther)
        isFurther = true
        try skipInFlow(brackets)
      }
      return try parseFlowNode(brackets)
    case Byte.closeBracket, Byte.closeBrace: throw mismatch(brackets)
    case Byte.bar, Byte.greater:
      throw refusal(
        .blockScalarHeader, "a '\(excerpt(from: at, to: at + 1))' block cannot stand in brackets",
        at: SourceRange(at, at + 1), hint: "put the text in quotes")
    default:
      try checkPlainStart(inFlow: true)
      let start = at
      let line = scanPlainLine(inFlow: true)
      if line.endsAtColon {
        records.append(NodeRecord(.plain, from: start, to: line.end, isVerbatim: true))
      } else {
        let minimumIndent = brackets.parent + 1
        records.append(try continuePlain(from: start, to: line.end, minimumIndent: minimumIndent, inFlow: true))
      }
      return .plain
    }
  }

  /// Over blanks, comments and line breaks inside brackets; further lines must be indented more than the key.
  private mutating func skipInFlow(_ brackets: Brackets) throws(Refusal) {
    guard skipToContent(), indent <= brackets.parent || indent < 0 else { return }
    if indent < 0 { throw unclosedBracket(brackets, stoppedAt: at < bytes.count ? at : nil) }
    if tabAt >= 0 { throw tabRefusal() }
    // A closing bracket alone at the column of its key is what everybody writes, and every parser takes.
    if indent == brackets.parent, peek == Byte.closeBracket || peek == Byte.closeBrace, isAloneOnLine { return }
    throw unclosedBracket(brackets, stoppedAt: at)
  }

  private var isAloneOnLine: Bool {
    var index = at + 1
    while Byte.isBlank(byte(index)) { index += 1 }
    let isComment = byte(index) == Byte.hash && index > at + 1
    return isComment || Byte.isBreak(byte(index)) || index >= bytes.count
  }

  /// `stop` is the line that is not indented enough to be inside.
  private mutating func unclosedBracket(_ brackets: Brackets, stoppedAt stop: Int?) -> Refusal {
    let opener = SourceRange(brackets.open, brackets.open + 1)
    let shallow = stop.map { lookForCloser(brackets.closer, from: $0) }
    if let stop, let closer = shallow?.closer {
      return refusal(
        .wrongIndentation, "this line is inside brackets, but not indented enough", at: lineRange(from: stop),
        hint: "indent it more than the key of the brackets", note: ("the bracket opens here", opener), resume: closer)
    }
    unclosedBrackets += 1
    let closer = brackets.isMap ? "}" : "]"
    return refusal(
      .unclosedBracket, "this bracket is never closed", at: opener,
      hint: stop == nil || indent < 0
        ? "close it with '\(closer)'" : "close it with '\(closer)', or indent the lines that belong to it",
      note: stop.map {
        (indent < 0 ? "the document ends here" : "this line is not indented enough to be inside", lineRange(from: $0))
      },
      resume: shallow?.resume ?? brackets.open)
  }

  private mutating func mismatch(_ brackets: Brackets) -> Refusal {
    let found = excerpt(from: at, to: at + 1)
    return refusal(
      .unclosedBracket, "this bracket is closed by '\(found)', expected '\(brackets.isMap ? "}" : "]")'",
      at: SourceRange(brackets.open, brackets.open + 1), note: ("closed here", SourceRange(at, at + 1)), resume: at)
  }

  private mutating func unexpectedComma() -> Refusal {
    refusal(
      .unexpectedComma, "expected a value before ','", at: SourceRange(at, at + 1),
      hint: "remove the comma, or write \"\" for an empty text")
  }

  /// `a: 1`, a line break and `b: 2`: without a comma the second key goes on with the first value.
  private mutating func missingCommaAboveKey() -> Refusal? {
    guard let text = records.last, text.shape == .plain, !text.isVerbatim else { return nil }
    var end = source.line(containing: Int(text.upper) - 1).lower
    let key = wordRange(afterBlanks(end))
    while end > Int(text.lower), Byte.isBlank(bytes[end - 1]) || Byte.isBreak(bytes[end - 1]) { end -= 1 }
    guard end > Int(text.lower) else { return nil }
    return refusal(
      .missingComma, "expected ',' at the end of this line", at: SourceRange(at: end),
      hint: "put a comma between the entries", note: ("the next entry", key), resume: at)
  }

  private mutating func missingComma(_ brackets: Brackets) -> Refusal {
    switch peek {
    case Byte.closeBracket, Byte.closeBrace: return mismatch(brackets)
    case Byte.colon where !brackets.isMap:
      if let key = records.last(where: { !$0.isCollection }) { return multilineKey(key) }
      return unexpectedColon()
    case Byte.colon where Byte.isBlankOrEnd(byte(at + 1)): return missingCommaAboveKey() ?? unexpectedColon()
    case Byte.hash: return unspacedComment()
    default:
      return refusal(
        .missingComma, "expected ',' or '\(brackets.isMap ? "}" : "]")', found '\(excerpt(from: at))'",
        at: wordRange(at),
        hint: "put a comma between the entries", note: ("the entry before ends here", SourceRange(at: contentEnd)))
    }
  }
}
