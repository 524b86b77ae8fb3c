import Diagnostics
import TextSearch

/// What is outside the language, and the slips that people make inside it.
extension Parser {
  /// A tag or an anchor.
  var isAtProperty: Bool { peek == Byte.exclamation || peek == Byte.ampersand }

  /// Noted, and reading goes on behind it. Of several before one node the first is noted: a `further` one is passed over.
  mutating func refuseProperty(isFurther: Bool = false) {
    var end = at + 1
    while !Byte.isBlankOrEnd(byte(end)), !Self.endsProperty.contains(byte(end)) { end += 1 }
    let range = SourceRange(at, end)
    if isFurther {
      at = range.upper
      return
    }
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
        hint: "repeat the value; text that begins with '*' needs quotes" + replacement(inFlow: inFlow))
    case Byte.at, Byte.backquote, Byte.percent:
      let first = excerpt(from: at, to: at + 1)
      throw refusal(
        .reservedCharacter, "a value cannot begin with '\(first)'", at: SourceRange(at, at + 1),
        hint: "put it in quotes" + replacement(inFlow: inFlow))
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

  mutating func unquotedTemplate(inFlow: Bool) -> Refusal {
    let line = lineRange(from: at)
    let close = zip(line.lower..<line.upper, line.lower + 1..<line.upper + 1).first { first, second in
      byte(first) == Byte.closeBrace && byte(second) == Byte.closeBrace
    }
    // Outside of brackets the value reaches to the end of the line.
    let end = inFlow ? close.map { $0.1 + 1 } : line.upper
    let isComplete = end.map { !inFlow || Byte.isBlankOrEnd(byte($0)) || Byte.isFlowIndicator(byte($0)) } ?? false
    return refusal(
      .unquotedTemplate, "'{{' begins a map as the key of a map, which is not supported", at: SourceRange(at, at + 2),
      hint: shellHint(to: line.upper) ?? "put a template in quotes" + (isComplete ? replacement(to: end ?? at) : ""))
  }

  /// In a shell text quotes would not help: a parameter is a variable there.
  private func shellHint(to end: Int) -> String? {
    let before = source.text(in: SourceRange(source.line(containing: at).lower, at))
    let opener = before.drop { $0 == " " || $0 == "-" }
    guard ["run: ", "undo: ", "if: "].contains(String(opener)) || opener.isEmpty && before.hasSuffix("- "),
      let text = whole(from: at, to: end), let close = text.firstRange(ofText: "}}")
    else { return nil }
    let name = text[text.index(text.startIndex, offsetBy: 2)..<close.lowerBound].filter { $0 != " " }
    guard name.utf8.allSatisfy({ $0 >= 0x30 && !Byte.isSign($0) || $0 == UInt8(ascii: "_") }), !name.isEmpty else {
      return nil
    }
    let meant = Replacement.quoted("\"$\(name)\"" + text[close.upperBound...])
    return "a step reads a parameter as a variable" + (meant.map { ": write \($0)" } ?? ": \"$\(name)\"")
  }

  /// `: 'text'`, what stands from the cursor to `end` in quotes, or nothing where none leave it as it is.
  private func replacement(to end: Int) -> String {
    whole(from: at, to: end).flatMap(Replacement.quoted).map { ": \($0)" } ?? ""
  }

  /// The same for the plain text at the cursor, as far as it reaches on this line: in brackets, and where it may be a
  /// key, not always to its end.
  private func replacement(inFlow: Bool) -> String {
    if !inFlow, !isAloneOnLine(at) { return replacement(to: lineRange(from: at).upper) }
    var probe = self
    return replacement(to: probe.scanPlainLine(inFlow: inFlow).end)
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
    refusal(
      .unexpectedColon, "': ' cannot stand inside a plain value", at: SourceRange(at, at + 1),
      hint: start.map { quoteHint(valueAt: $0) } ?? "put the value in quotes")
  }

  /// For a value that reaches to the end of its line.
  private func quoteHint(valueAt start: Int) -> String {
    let value = whole(from: start) ?? ""
    if let first = value.unicodeScalars.first, let last = value.unicodeScalars.last, Self.curlyQuotes.contains(first) {
      let isClosed = Self.curlyQuotes.contains(last) && value.unicodeScalars.count > 1
      return "curly quotes do not quote: "
        + straightQuotesHint(isClosed ? String(value.unicodeScalars.dropFirst().dropLast()) : nil)
    }
    if !value.isEmpty, let quoted = Replacement.quoted(value) { return "put the value in quotes: \(quoted)" }
    return blockHint(valueAt: start)
  }

  /// A text that no quotes leave as it is: a block has no need of any.
  private func blockHint(valueAt start: Int) -> String {
    if concealed.touches(SourceRange(at: start)) { return "put the value in quotes" }
    let line = source.line(containing: start).lower
    var opener = source.text(in: SourceRange(line, start))[...]
    while opener.hasPrefix(" ") || opener.hasPrefix("- ") { opener = opener.dropFirst() }
    return "write '\(opener)|' and the text on the next line, indented more"
  }

  /// After a complete value.
  mutating func unexpectedText(after end: Int) -> Refusal {
    if peek == Byte.hash { return unspacedComment() }
    if peek == Byte.colon, Byte.isBlankOrEnd(byte(at + 1)) { return unexpectedColon() }
    var end = end
    while end > 0, Byte.isBlank(bytes[end - 1]) { end -= 1 }
    if let refusal = swallowingQuote(endingAt: end) { return refusal }
    return refusal(
      .unexpectedText, "expected the end of the line after the value, found '\(excerpt(from: at))'",
      at: lineRange(from: at), hint: hint(afterValueEndingAt: end))
  }

  /// `'it's'` has a quote inside; `"$a" b` was meant to begin with a quoted word.
  private func hint(afterValueEndingAt end: Int) -> String {
    let isSpaced = at > end
    switch end > 0 ? bytes[end - 1] : Byte.none {
    case Byte.closeBracket, Byte.closeBrace:
      return whole(from: at).map { "remove '\($0)', or put the whole value in quotes" } ?? "remove it"
    case Byte.singleQuote where !isSpaced: return "write '' for a single quote inside single quotes"
    case Byte.doubleQuote where !isSpaced: return "write \\\" for a double quote inside double quotes"
    default:
      let line = source.line(containing: end).lower
      // The value's own beginning, where it stands on this line after its key or dash.
      guard let last = records.last, !last.isCollection, Int(last.upper) == end, Int(last.lower) >= line else {
        return "put the whole value in quotes"
      }
      return quoteHint(valueAt: Int(last.lower))
        .replacing(text: "the value", with: "the whole value", maxReplacements: 1)
    }
  }

  mutating func expectedDash(entry: Int) -> Refusal {
    let note = ("the list begins here", SourceRange(entry, entry + 1))
    if peek == Byte.dash { return unspacedDash(at: at, note: note) }
    let line = source.line(containing: entry).lower
    return refusal(
      .unexpectedText, "expected '- ' for a further list entry, found '\(excerpt(from: at))'", at: wordRange(at),
      hint: bytes[line..<entry].contains(Byte.dash)
        ? "one '-' too many stands where the list begins, if it is a map" : nil,
      note: note)
  }

  /// A line deeper than the entries of its collection, which cannot be part of the value above it.
  mutating func wrongIndentation(column: Int, entry: Int) -> Refusal {
    if let refusal = deepFirstLine() { return refusal }
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

  /// The line below a block whose indentation, that of its first line, is more than this line has.
  private mutating func deepFirstLine() -> Refusal? {
    guard let text = records.last, text.shape == .literal || text.shape == .folded, Int(text.upper) == lineStart,
      Int(text.link) > indent, BlockScalarHeader(bytes, at: Int(text.lower)).indentation == nil
    else { return nil }
    var first = Int(text.lower)
    while !Byte.isBreak(byte(first)) { first += 1 }
    while Byte.isBreak(byte(first)) || Byte.isBlank(byte(first)) { first += 1 }
    return refusal(
      .wrongIndentation,
      "the first line of this text is indented by \(spaces(Int(text.link))), and a further line by \(indent)",
      at: wordRange(first),
      hint: "indent it like the lines below it: the first line says where all lines of the text begin",
      note: ("the further line", wordRange(at)), resume: at)
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
