import Diagnostics

/// Values and nodes outside of brackets.
extension Parser {
  /// Whether a block map or list may begin at a place, and if not, why.
  enum Collections {
    case allowed
    case afterTab(Int)
    case onLineOf(Opener)
  }

  /// What stands after `opener`, on its line or below it; nothing counts as an empty scalar.
  /// `parent` is the indentation of the collection that the value is in, -1 for the root.
  mutating func parseValue(parent: Int, after opener: Opener) throws(Refusal) {
    let start = at
    if skipToContent() || opener == .start {
      if indent > parent {
        try parseNode(parent: parent, collections: tabAt < 0 ? .allowed : .afterTab(tabAt))
      } else if opener == .key, indent == parent, indent >= 0, tabAt < 0, isAtDash {
        try parseList(indent: indent, sharesIndent: true)
      } else {
        appendEmpty(at: start)
      }
    } else if opener == .dash {
      let tab = bytes[start..<at].firstIndex(of: Byte.tab)
      try parseNode(parent: parent, collections: tab.map { .afterTab($0) } ?? .allowed)
    } else {
      try parseNode(parent: parent, collections: .onLineOf(opener))
    }
  }

  mutating func appendEmpty(at offset: Int) {
    records.append(NodeRecord(.plain, from: offset, to: offset))
    contentEnd = max(contentEnd, offset)
  }

  /// A node whose first byte is at the cursor; leaves the cursor at the first content of a later line.
  mutating func parseNode(parent: Int, collections: Collections) throws(Refusal) {
    switch peek {
    case Byte.dash where isAtDash:
      try permit(collections, "list", start: at)
      try parseList(indent: at - lineStart, sharesIndent: false)
    case Byte.doubleQuote, Byte.singleQuote:
      try parseQuotedNode(parent: parent, collections: collections)
    case Byte.openBracket, Byte.openBrace:
      let open = at
      try parseFlowCollection(parent: parent)
      skipBlanks()
      if peek == Byte.colon, Byte.isBlankOrEnd(byte(at + 1)) { throw collectionKey(open) }
      try expectEndOfLine()
    case Byte.bar, Byte.greater:
      try parseBlockScalar(parent: parent)
    case Byte.exclamation, Byte.ampersand:
      var collections = collections
      var isFurther = false
      while isAtProperty {
        refuseProperty(isFurther: isFurther)
        isFurther = true
        guard skipToContent() else { continue }
        if indent <= parent { return appendEmpty(at: at) }
        collections = tabAt < 0 ? .allowed : .afterTab(tabAt)
      }
      try parseNode(parent: parent, collections: collections)
    default:
      try checkPlainStart(inFlow: false)
      try parsePlainNode(parent: parent, collections: collections)
    }
  }

  private mutating func parsePlainNode(parent: Int, collections: Collections) throws(Refusal) {
    let start = at
    let column = at - lineStart
    let line = scanPlainLine(inFlow: false)
    if line.endsAtColon {
      try permitMap(collections, start: start)
      let key = NodeRecord(.plain, from: start, to: line.end, isVerbatim: true)
      try checkKey(key)
      return try parseMap(indent: column, firstKey: key)
    }
    let record = try continuePlain(from: start, to: line.end, minimumIndent: parent + 1, inFlow: false)
    records.append(record)
    try expectEndOfLine()
  }

  private mutating func parseQuotedNode(parent: Int, collections: Collections) throws(Refusal) {
    let start = at
    let column = at - lineStart
    let firstLine = lineStart
    let record = try scanQuoted(minimumIndent: parent + 1)
    if try isKeyColon(after: record, startedOnLine: firstLine) {
      try permitMap(collections, start: start)
      return try parseMap(indent: column, firstKey: record)
    }
    records.append(record)
    try expectEndOfLine()
  }

  /// After a quoted scalar: whether it is a key. Leaves the cursor on the `:` if so.
  mutating func isKeyColon(after key: NodeRecord, startedOnLine line: Int) throws(Refusal) -> Bool {
    skipBlanks()
    guard peek == Byte.colon else { return false }
    guard Byte.isBlankOrEnd(byte(at + 1)) else {
      throw refusal(
        .missingSpace, "expected a space after ':'", at: SourceRange(at + 1, at + 1),
        hint: writeHint(entry: Int(key.lower), to: at + 1, restFrom: at + 1) ?? "put a space after the ':'")
    }
    if lineStart != line { throw multilineKey(key) }
    try checkKey(key)
    return true
  }

  mutating func multilineKey(_ key: NodeRecord) -> Refusal {
    refusal(
      .multilineKey, "a key and its ':' must stand on one line", at: lineRange(from: Int(key.lower)),
      note: ("the ':' stands here", SourceRange(at, at + 1)), resume: at)
  }

  mutating func checkKey(_ key: NodeRecord) throws(Refusal) {
    let (lower, upper) = (Int(key.lower), Int(key.upper))
    if key.shape == .plain, upper - lower == 2, bytes[lower] == UInt8(ascii: "<"), bytes[lower + 1] == UInt8(ascii: "<")
    {
      throw refusal(
        .mergeKey, "merge keys are not supported", at: SourceRange(lower, upper),
        hint: "repeat the entries; a key that is really called << is written \"<<\"")
    }
    // The specification's limit, so that a parser need not look ahead further; 1,024 characters to the colon.
    guard at - lower > 1024 else { return }
    let length = bytes[lower..<at].count { $0 & 0xC0 != 0x80 }
    if length > 1024 {
      throw refusal(
        .keyTooLong, "a key of \(length) characters: 1024 are allowed", at: SourceRange(lower, upper), resume: at)
    }
  }

  /// After a complete node: only blanks and a comment may stand before the end of the line.
  mutating func expectEndOfLine() throws(Refusal) {
    let end = at
    if skipToContent() { return }
    throw unexpectedText(after: end)
  }
}
