/// Redirections, process substitutions and here-documents.
extension ShellScanner {
  /// bash's `<(…)` and `>(…)`.
  mutating func substitution() {
    noteBashSyntax(text(at..<at + 1) + "( )", at..<at + 2)
    at += 2
    commands(until: .parenthesis)
  }

  /// The word that it is.
  mutating func substituted() -> ShellWord {
    let start = at
    substitution()
    return ShellWord(range: start..<at, text: String(ShellWord.hole), isStatic: false, isPlain: false)
  }

  var isAtSubstitution: Bool { isAt("<(") || isAt(">(") }

  mutating func redirection(of command: inout ShellCommand, descriptor: String? = nil) {
    if isAtSubstitution {
      command.words.append(substituted())
      return
    }
    let start = at
    while byte() == UInt8(ascii: "<") || byte() == UInt8(ascii: ">") || byte() == UInt8(ascii: "&") { at += 1 }
    let isDocument = at - start == 2 && bytes[start] == UInt8(ascii: "<") && bytes[start + 1] == UInt8(ascii: "<")
    let stripsTabs = isDocument && byte() == UInt8(ascii: "-")
    if stripsTabs || byte() == UInt8(ascii: "|") { at += 1 }
    let operation = text(start..<at)
    if operation == "<<<" || operation.hasPrefix("&>") { noteBashSyntax(operation, start..<at) }
    skipBlanks()
    let target = isAtSubstitution ? substituted() : word()
    var redirection = ShellCommand.Redirection(operation: operation, target: target, descriptor: descriptor)
    if isDocument {
      // What it is compared with is the word itself, and no value.
      let isExact = bytes[target.range].allSatisfy {
        $0 != UInt8(ascii: "$") && $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "\n")
      }
      if !isExact { script.noteUnclear(start..<at) }
      redirection.document = script.documents.count
      pending.append(
        PendingDocument(
          delimiter: target.text, isQuoted: !target.isPlain, stripsTabs: stripsTabs, index: script.documents.count))
      script.documents.append(ShellScript.Document(range: at..<at, text: ""))
    }
    command.redirections.append(redirection)
  }

  /// The bodies that begin on this line, in the order of their operators.
  mutating func hereDocuments() {
    guard !pending.isEmpty else { return }
    let documents = pending
    pending = []
    for document in documents {
      let body = body(of: document)
      script.documents[document.index] = ShellScript.Document(range: body, text: text(of: body, document))
      let next = at
      if document.isQuoted { mention(body) } else { expand(body) }
      at = next
    }
  }

  /// As the command will read it.
  private func text(of body: Range<Int>, _ document: PendingDocument) -> String {
    guard document.stripsTabs else { return text(body) }
    let lines = bytes[body].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let kept = lines.map { $0.drop { $0 == UInt8(ascii: "\t") } }.joined(separator: [UInt8(ascii: "\n")])
    return String(decoding: Array(kept), as: UTF8.self)
  }

  /// Moves behind the line of the delimiter.
  private mutating func body(of document: PendingDocument) -> Range<Int> {
    let start = at
    let delimiter = Array(document.delimiter.utf8)
    var isContinued = false
    while at < end {
      let line = at
      while at < end, bytes[at] != UInt8(ascii: "\n") { at += 1 }
      var text = bytes[line..<at]
      at = min(at + 1, end)
      if document.stripsTabs { text = text.drop { $0 == UInt8(ascii: "\t") } }
      if !isContinued, text.elementsEqual(delimiter) { return start..<line }
      isContinued = !document.isQuoted && !text.reversed().prefix { $0 == UInt8(ascii: "\\") }.count.isMultiple(of: 2)
    }
    return start..<end
  }

  /// Quotes stand for themselves here.
  private mutating func expand(_ body: Range<Int>) {
    var ignored: [UInt8] = []
    let outerEnd = end
    at = body.lowerBound
    end = body.upperBound
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "\\"):
        if byte(1) == UInt8(ascii: "$") { mentionName(at + 2) }
        at = min(at + 2, end)
      case UInt8(ascii: "$"), UInt8(ascii: "`"): _ = expansion(&ignored, inQuotes: true)
      default: at += 1
      }
      ignored.removeAll(keepingCapacity: true)
    }
    end = outerEnd
  }

  private mutating func mentionName(_ start: Int) {
    var stop = start
    while stop < end, ShellByte.isNamePart(bytes[stop]) || bytes[stop] == UInt8(ascii: "{") { stop += 1 }
    mention(start..<stop)
  }
}
