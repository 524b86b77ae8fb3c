import Diagnostics

/// Block maps and lists.
extension Parser {
  /// From the first dash; `sharesIndent` for a list that stands at the indentation of its key.
  mutating func parseList(indent column: Int, sharesIndent: Bool) throws(Refusal) {
    let list = try open(.list, at: at)
    let level = depth
    var entry = at
    while true {
      entry = at
      let count = records.count
      do throws(Refusal) {
        if !isAtDash { throw expectedDash(entry: Int(records[list].lower)) }
        at += 1
        try parseValue(parent: column, after: .dash)
      } catch {
        abandonEntry(error, recordCount: count, depth: level, column: column)
      }
      guard isAtNextEntry(column: column, entry: entry) else { break }
      if sharesIndent, !isAtDash { break }
    }
    close(list, indent: column, entry: entry)
  }

  /// From the `:` of the first key.
  mutating func parseMap(indent column: Int, firstKey: NodeRecord) throws(Refusal) {
    let map = try open(.map, at: Int(firstKey.lower))
    let level = depth
    var entry = Int(firstKey.lower)
    var known: NodeRecord? = firstKey
    var isAfterRefusal = false
    while true {
      let count = records.count
      do throws(Refusal) {
        let key: NodeRecord
        if let first = known {
          key = first
        } else {
          if isAtDash { throw try listAmongKeys(column: column, entry: entry, isAfterRefusal: isAfterRefusal) }
          key = try parseKey(column: column)
        }
        isAfterRefusal = false
        known = nil
        entry = Int(key.lower)
        records.append(key)
        at += 1
        try parseValue(parent: column, after: .key)
      } catch {
        known = nil
        isAfterRefusal = true
        abandonEntry(error, recordCount: count, depth: level, column: column)
      }
      guard isAtNextEntry(column: column, entry: entry) else { break }
    }
    close(map, indent: column, entry: entry)
    reportDuplicateKeys(of: map)
  }

  /// The key of a further entry; leaves the cursor on its `:`.
  private mutating func parseKey(column: Int) throws(Refusal) -> NodeRecord {
    let start = at
    switch peek {
    case Byte.doubleQuote, Byte.singleQuote:
      let line = lineStart
      let key = try scanQuoted(minimumIndent: column + 1)
      if try isKeyColon(after: key, startedOnLine: line) { return key }
      throw missingColon(from: start)
    case Byte.exclamation, Byte.ampersand:
      refuseProperty()
      throw Refusal(resume: start)
    case Byte.openBracket, Byte.openBrace: throw collectionKey(at)
    case Byte.bar, Byte.greater: throw missingColon(from: start)
    default:
      try checkPlainStart(inFlow: false)
      let line = scanPlainLine(inFlow: false)
      guard line.endsAtColon else { throw missingColon(from: start) }
      let key = NodeRecord(.plain, from: start, to: line.end, isVerbatim: true)
      try checkKey(key)
      return key
    }
  }

  /// List entries at the column of keys: read for mistakes of their own. That they stand there is one, unless it only
  /// follows from an entry that was refused, whose value they are.
  private mutating func listAmongKeys(column: Int, entry: Int, isAfterRefusal: Bool) throws(Refusal) -> Refusal {
    if !isAfterRefusal, dashSlip(at: entry) == nil {
      report(
        .unexpectedText, "expected a key, found a list entry", at: SourceRange(at, at + 1),
        hint: "the lines above at this indentation are keys: indent the list under the key that it belongs to")
    }
    try parseList(indent: column, sharesIndent: true)
    // The line that the list ends before is looked at again.
    return Refusal(resume: at < bytes.count ? lineStart - 1 : at)
  }

  mutating func open(_ shape: NodeRecord.Shape, at offset: Int) throws(Refusal) -> Int {
    if depth == Self.deepestNesting {
      throw refusal(
        .nestingTooDeep, "collections are nested deeper than \(Self.deepestNesting)",
        at: SourceRange(offset, offset + 1),
        resume: at)
    }
    depth += 1
    records.append(NodeRecord(shape, from: offset, to: offset))
    return records.count - 1
  }

  private mutating func close(_ index: Int, indent column: Int, entry: Int) {
    depth -= 1
    records[index].link = UInt32(truncatingIfNeeded: records.count)
    records[index].upper = UInt32(truncatingIfNeeded: max(contentEnd, Int(records[index].lower)))
    lastClosed = (column, entry)
  }

  private mutating func abandonEntry(_ refusal: Refusal, recordCount: Int, depth level: Int, column: Int) {
    records.removeSubrange(recordCount...)
    depth = level
    recover(from: refusal.resume, column: column)
  }

  /// Whether the line at the cursor is a further entry at this column; lines that fit nowhere are reported and passed.
  private mutating func isAtNextEntry(column: Int, entry: Int) -> Bool {
    while indent > column || tabAt >= 0 {
      // Behind the tab an entry of the list around this map begins, and what follows belongs to that.
      let isOfOuterList = tabAt >= 0 && isAtDash && byte(entry) != Byte.dash
      let refusal = tabAt >= 0 ? tabRefusal() : wrongIndentation(column: column, entry: entry)
      recover(from: refusal.resume, column: isOfOuterList ? max(column - 1, 0) : column)
    }
    return indent == column
  }
}
