import Diagnostics

/// What is outside the language, and the slips that people make inside it.
extension Parser {
  /// A tag or an anchor: noted, and reading goes on behind it.
  mutating func refuseProperty() {
    var end = at + 1
    while !Byte.isBlankOrEnd(byte(end)), !Self.endsProperty.contains(byte(end)) { end += 1 }
    let range = SourceRange(at, end)
    if peek == Byte.ampersand {
      report(
        .anchor, "anchors are not supported", at: range,
        hint: "remove '\(excerpt(from: range.lower, to: range.upper))' and repeat the value where it is needed")
    } else {
      report(
        .tag, "tags are not supported", at: range,
        hint: "remove it: every value is text and the schema gives it a type; text that begins with '!' needs quotes")
    }
    at = range.upper
  }

  /// Signs of the node that follows, which someone forgot the space before.
  private static let endsProperty = Array("\"',[]{}:".utf8)

  /// Passes when a plain scalar may begin at the cursor; everything else that could begin here was looked for before.
  mutating func checkPlainStart(inFlow: Bool) throws(Refusal) {
    let next = byte(at + 1)
    let isFollowed = !Byte.isBlankOrEnd(next) && !(inFlow && Byte.isFlowIndicator(next))
    switch peek {
    case Byte.dash where !isFollowed: throw dashInFlow()
    case Byte.question where !isFollowed:
      hasExplicitKey = true
      throw refusal(
        .explicitKey, "'? ' for keys is not supported", at: SourceRange(at, at + 1),
        hint: "write the key as 'key: value'")
    case Byte.colon where !isFollowed:
      throw refusal(
        .emptyKey, "a key is missing before ':'", at: SourceRange(at, at + 1), hint: "write \"\" for an empty key")
    case Byte.asterisk:
      throw refusal(
        .alias, "aliases are not supported", at: wordRange(at),
        hint: "repeat the value; text that begins with '*' needs quotes")
    case Byte.at, Byte.backquote, Byte.percent:
      let first = excerpt(from: at, to: at + 1)
      throw refusal(
        .reservedCharacter, "a value cannot begin with '\(first)'", at: SourceRange(at, at + 1),
        hint: "put it in quotes: '\(excerpt(from: at))'")
    case Byte.comma:
      throw refusal(
        .unexpectedComma, "a value cannot begin with ','", at: SourceRange(at, at + 1), hint: "put it in quotes")
    case Byte.closeBracket, Byte.closeBrace: throw strayBracket()
    case Byte.hash: throw unspacedComment()
    default: break
    }
  }

  private mutating func strayBracket() -> Refusal {
    if unclosedBrackets > 0 { return Refusal(resume: at) }
    return refusal(
      .unexpectedBracket, "'\(excerpt(from: at, to: at + 1))' closes nothing", at: SourceRange(at, at + 1),
      hint: "remove it, or put the value in quotes")
  }

  private mutating func dashInFlow() -> Refusal {
    refusal(
      .misplacedCollection, "'- ' cannot stand in brackets", at: SourceRange(at, at + 1),
      hint: "entries in brackets need no dash: [a, b]")
  }

  mutating func unspacedComment() -> Refusal {
    refusal(
      .missingSpace, "expected a space before '#'", at: SourceRange(at, at + 1),
      hint: "a comment needs a space before it; a value that begins with '#' needs quotes")
  }

  mutating func unquotedTemplate() -> Refusal {
    refusal(
      .unquotedTemplate, "'{{' begins a map as the key of a map, which is not supported", at: SourceRange(at, at + 2),
      hint: "put a template in quotes: '\(excerpt(from: at))'")
  }

  mutating func collectionKey(_ offset: Int) -> Refusal {
    refusal(
      .collectionKey, "a map or list as a key is not supported", at: SourceRange(offset, offset + 1),
      hint: "put a key that begins with a bracket in quotes", resume: max(offset, at))
  }

  mutating func tabRefusal() -> Refusal {
    let tab = max(tabAt, 0)
    var end = tab
    while byte(end) == Byte.tab { end += 1 }
    return refusal(
      .tabIndentation, "a tab cannot indent", at: SourceRange(tab, end), hint: "indent with spaces", resume: tab)
  }

  /// Nothing when a collection may begin at the cursor.
  mutating func permit(_ collections: Collections, _ noun: String, start: Int) throws(Refusal) {
    switch collections {
    case .allowed: break
    case .afterTab(let tab):
      tabAt = tab
      throw tabRefusal()
    case .onLineOf(let opener):
      let what = opener == .marker ? "'---'" : "its key"
      throw refusal(
        .misplacedCollection, "a \(noun) cannot begin on the line of \(what)", at: SourceRange(start, start + 1),
        hint: noun == "list" ? "begin it on the next line, or write [a, b]" : "begin it on the next line")
    }
  }

  /// The same for a map, whose first `:` is at the cursor.
  mutating func permitMap(_ collections: Collections, start: Int) throws(Refusal) {
    if case .onLineOf(.key) = collections { throw unexpectedColon(valueAt: start) }
    try permit(collections, "map", start: start)
  }

  mutating func unexpectedColon(valueAt start: Int? = nil) -> Refusal {
    let value = start.map { excerpt(from: $0) } ?? ""
    let isShort = !value.isEmpty && !value.hasSuffix("…") && value.first != "\"" && value.first != "'"
    let hint: String
    if let first = value.first, Self.curlyQuotes.contains(first) {
      hint = "curly quotes do not quote: replace them by straight ones"
    } else if isShort {
      hint = "put the value in quotes: \(value.contains("'") ? "\"\(value)\"" : "'\(value)'")"
    } else {
      hint = "put the value in quotes"
    }
    return refusal(
      .unexpectedColon, "': ' cannot stand inside a plain value", at: SourceRange(at, at + 1), hint: hint)
  }

  private static let curlyQuotes: [Character] = ["“", "”", "„", "‘", "’", "‚"]

  /// After a complete value.
  mutating func unexpectedText(after end: Int) -> Refusal {
    if peek == Byte.hash { return unspacedComment() }
    if peek == Byte.colon, Byte.isBlankOrEnd(byte(at + 1)) { return unexpectedColon() }
    let quote = end > 0 ? bytes[end - 1] : Byte.none
    let hint: String? =
      switch quote {
      case Byte.singleQuote: "write '' for a single quote inside single quotes"
      case Byte.doubleQuote: "write \\\" for a double quote inside double quotes"
      default: nil
      }
    return refusal(
      .unexpectedText, "expected the end of the line after the value, found '\(excerpt(from: at))'",
      at: lineRange(from: at),
      hint: hint ?? "put the whole value in quotes")
  }

  mutating func expectedDash(entry: Int) -> Refusal {
    let note = ("the list begins here", SourceRange(entry, entry + 1))
    if peek == Byte.dash {
      return refusal(
        .missingSpace, "expected a space after '-'", at: SourceRange(at + 1, at + 1),
        hint: "write '- \(excerpt(from: at + 1))'",
        note: note)
    }
    return refusal(
      .unexpectedText, "expected '- ' for a further list entry, found '\(excerpt(from: at))'", at: wordRange(at),
      note: note)
  }

  /// A line deeper than the entries of its collection, which cannot be part of the value above it.
  mutating func wrongIndentation(column: Int, entry: Int) -> Refusal {
    // The sibling meant is the collection's entry or the last one of what ended before this line; dashes go with dashes.
    let isOfInner =
      lastClosed.entry > entry && lastClosed.indent > indent
      && (bytes[entry] != bytes[at] || bytes[lastClosed.entry] == bytes[at] || !isAtDash)
    let sibling = isOfInner ? lastClosed : (indent: column, entry: entry)
    return refusal(
      .wrongIndentation, "indented by \(spaces(indent)), but the entry above it by \(sibling.indent)",
      at: wordRange(at),
      hint: endsWithComment(contentEnd)
        ? "' #' in the line above begins a comment, which ends the value; quotes keep it in the value"
        : "indent it like the entry that it stands beside",
      note: ("the entry above", wordRange(sibling.entry)))
  }

  private func endsWithComment(_ end: Int) -> Bool {
    var index = end
    while Byte.isBlank(byte(index)) { index += 1 }
    return index > end && byte(index) == Byte.hash
  }

  private func spaces(_ count: Int) -> String {
    count == 1 ? "1 space" : "\(count) spaces"
  }
}
