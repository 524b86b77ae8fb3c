import Diagnostics

/// The frame of a file: directives, markers, the one document.
extension Parser {
  /// What a value stands after; it decides what may stand on the same line.
  enum Opener {
    case start, marker, key, dash
  }

  /// True when the file has a document.
  mutating func parseStream() -> Bool {
    at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    startLine()
    _ = skipToContent()
    refuseDirectives()
    // The end of a document that has not begun says nothing.
    while isAtMarker, peek == Byte.dot {
      if !passEndMarker() { return false }
      refuseDirectives()
    }
    if indent < 0, peek != Byte.dash {
      records.append(NodeRecord(.plain, from: at, to: at))
      return false
    }
    var opener = Opener.start
    if indent < 0 {
      at += 3
      indent = 0
      opener = .marker
    }
    parseRoot(opener)
    refuseMoreDocuments()
    return true
  }

  private mutating func refuseDirectives() {
    while indent == 0, peek == Byte.percent, at == lineStart {
      report(
        .directive, "directives are not supported", at: lineRange(from: at),
        hint: "remove this line: files are YAML 1.2 in UTF-8")
      skipLine()
      _ = skipToContent()
    }
  }

  private mutating func parseRoot(_ opener: Opener) {
    do throws(Refusal) {
      try parseValue(parent: -1, after: opener)
      if indent >= 0 { throw contentAfterRoot() }
    } catch {
      recoverRoot(from: error.resume)
    }
  }

  /// Goes on after an error outside of any entry, to find further ones; the tree is lost anyway.
  private mutating func recoverRoot(from offset: Int) {
    var offset = offset
    for _ in 0..<20 {
      (depth, records) = (0, [])
      recover(from: offset, column: 0)
      if indent < 0 { return }
      do throws(Refusal) {
        if isAtDash {
          // The value of a key that was refused; further keys may stand beside it.
          try parseList(indent: indent, sharesIndent: true)
          if indent < 0 { return }
          offset = lineStart - 1
          continue
        }
        try parseNode(parent: -1, collections: .allowed)
        if indent < 0 { return }
        throw contentAfterRoot()
      } catch {
        offset = error.resume
      }
    }
    at = bytes.count
    indent = -1
  }

  private mutating func contentAfterRoot() -> Refusal {
    if tabAt >= 0 { return tabRefusal() }
    let note = ("the file's first value stands here", wordRange(Int(records[0].lower)))
    let isBlock = !records[0].isCollection || !Byte.isFlowIndicator(bytes[Int(records[0].lower)])
    if records[0].isCollection, isBlock {
      return refusal(
        .wrongIndentation, "this line is indented less than the lines above it that it should go with",
        at: wordRange(at), hint: "give lines that belong together the same indentation", note: note)
    }
    return refusal(
      .unexpectedText, "the file has a value already, so '\(excerpt(from: at))' cannot follow", at: wordRange(at),
      note: note)
  }

  private mutating func refuseMoreDocuments() {
    while isAtMarker, peek == Byte.dot {
      if !passEndMarker() { return }
      if indent >= 0 { return reportSecondDocument() }
    }
    if isAtMarker { reportSecondDocument() }
  }

  /// Over `...` to the next content. False where that is on its line, which is noted.
  private mutating func passEndMarker() -> Bool {
    at += 3
    indent = 0
    if skipToContent() { return true }
    report(
      .misplacedMarker, "only a comment may follow '...', which ends the document", at: lineRange(from: at),
      hint: "remove it, or the '...'")
    return false
  }

  private mutating func reportSecondDocument() {
    let range = isAtMarker ? SourceRange(at, at + 3) : lineRange(from: at)
    report(
      .secondDocument, "a second document begins here: one document a file is supported", at: range,
      hint: "put it into a file of its own")
  }
}
