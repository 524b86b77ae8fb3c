/// A document for a terminal, or a mail.
struct DocumentText {
  let appearance: Appearance
  let width: Int

  func render(_ document: Document) -> String {
    var lines = [StyledText(HarmlessText.words(document.title))] + filled(document.preface)
    for section in document.sections {
      lines += ["", StyledText(section.title), StyledText(String(repeating: "─", count: section.title.count), .faint)]
      for (index, block) in section.blocks.enumerated() {
        if index > 0 { lines.append("") }
        lines += self.lines(of: block)
      }
    }
    lines += [""] + filled(document.footer)
    return appearance.render(lines)
  }

  private func lines(of block: DocumentBlock) -> [StyledText] {
    switch block {
    case .heading(let phrase): return filled(phrase)
    case .paragraph(let phrase): return filled(phrase)
    case .list(let points): return points.flatMap { filled($0, first: "- ", indentation: 2) }
    case .table(let table):
      let columns = table.columns.map { Table.Column(heading: $0.heading.uppercased(), isRight: $0.isRight) }
      return Table(columns: columns, rows: table.rows.map { $0.map(styled) }).lines
    case .preformatted(let output): return output.map { StyledText("  │ " + HarmlessText.line($0.utf8)) }
    case .group(let blocks):
      // A heading and what it says stand together.
      return blocks.flatMap(lines)
    }
  }

  private func styled(_ phrase: Phrase) -> StyledText {
    phrase.pieces.reduce(into: StyledText("")) { $0 += StyledText(HarmlessText.words($1.text), $1.kind.style) }
  }

  /// Lines of at most `width` columns; a longer word keeps a line to itself, and a command is one word, so that it can be
  /// copied.
  private func filled(_ phrase: Phrase, first: String = "", indentation: Int = 0) -> [StyledText] {
    let margin = StyledText(String(repeating: " ", count: indentation))
    var lines: [StyledText] = []
    var line = StyledText(first)
    var (isEmpty, hasSpace) = (true, false)
    for word in Self.words(of: phrase) {
      if word.isSpace {
        hasSpace = true
        continue
      }
      if !isEmpty, hasSpace, line.width + 1 + word.text.width > width {
        lines.append(line)
        line = margin
      } else if !isEmpty, hasSpace {
        line += " "
      }
      line += word.text
      (isEmpty, hasSpace) = (false, false)
    }
    return lines + [line]
  }

  private struct Word {
    var text: StyledText
    var isSpace: Bool
  }

  private static func words(of phrase: Phrase) -> [Word] {
    phrase.pieces.flatMap { piece -> [Word] in
      let text = HarmlessText.words(piece.text)
      if piece.kind == .code { return [Word(text: StyledText(text, piece.kind.style), isSpace: false)] }
      return text.split(separator: " ", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
        (index > 0 ? [Word(text: "", isSpace: true)] : [])
          + (part.isEmpty ? [] : [Word(text: StyledText(String(part), piece.kind.style), isSpace: false)])
      }
    }
  }
}

extension Phrase.Kind {
  /// On a terminal.
  fileprivate var style: Style {
    switch self {
    case .plain, .strong, .code: .plain
    case .faint: .faint
    case .good: .good
    case .caution: .caution
    case .bad: .bad
    }
  }
}
