/// A document as Markdown (CommonMark, and tables as GitHub has them).
enum DocumentMarkdown {
  static func render(_ document: Document) -> String {
    var text = MarkdownText()
    text.heading(document.title, level: 1)
    text.paragraph(block(document.preface))
    for section in document.sections {
      text.heading(section.title, level: 2)
      for block in section.blocks { add(block, to: &text) }
    }
    text.paragraph("---")
    text.paragraph(block(document.footer))
    return text.text
  }

  private static func add(_ block: DocumentBlock, to text: inout MarkdownText) {
    switch block {
    case .heading(let phrase): text.paragraph("### " + words(phrase))
    case .paragraph(let phrase): text.paragraph(self.block(phrase))
    case .list(let points): text.list(points.map(self.block))
    case .table(let table):
      text.table(table.columns.map { MarkdownText.escaped($0.heading) }, table.rows.map { $0.map(words) })
    case .preformatted(let lines): text.paragraph(MarkdownText.block(lines.joined(separator: "\n"), language: "text"))
    case .group(let blocks): for block in blocks { add(block, to: &text) }
    }
  }

  /// What begins a block: no mark of a list or a heading may begin it.
  private static func block(_ phrase: Phrase) -> String {
    guard let first = phrase.pieces.first, first.kind.mark.isEmpty, first.kind != .code else { return words(phrase) }
    let rest = phrase.pieces.dropFirst().map(words).joined()
    return MarkdownText.escapedAtStart(first.text) + rest
  }

  private static func words(_ phrase: Phrase) -> String { phrase.pieces.map(words).joined() }

  private static func words(_ piece: Phrase.Piece) -> String {
    if piece.kind == .code { return MarkdownText.code(piece.text) }
    let text = MarkdownText.escaped(piece.text)
    let mark = piece.kind.mark
    if mark.isEmpty { return text }
    // Emphasis begins and ends at a character that is no space (CommonMark 6.2).
    let body = text.drop { $0 == " " }
    let before = text.prefix(text.count - body.count)
    let after = body.reversed().prefix { $0 == " " }
    let inner = body.dropLast(after.count)
    return inner.isEmpty ? text : "\(before)\(mark)\(inner)\(mark)\(String(after))"
  }
}

extension Phrase.Kind {
  /// What stands around it; a table of numbers is read without.
  fileprivate var mark: String {
    switch self {
    case .plain, .faint, .good, .caution, .code: ""
    case .strong, .bad: "**"
    }
  }
}
