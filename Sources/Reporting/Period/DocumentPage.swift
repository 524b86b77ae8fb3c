/// A document as one HTML page: it needs no other file, no script and no network, follows the reader's choice of dark or light,
/// and prints well on paper or into a PDF.
enum DocumentPage {
  static func render(_ document: Document) -> String {
    let title = escaped(document.title)
    let sections = document.sections.map { section in
      "<section>\n<h2>\(escaped(section.title))</h2>\n" + section.blocks.map(block).joined() + "</section>\n"
    }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(style)</style>
      </head>
      <body>
      <header>
      <h1>\(title)</h1>
      <p>\(words(document.preface))</p>
      </header>
      <main>
      \(sections)</main>
      <footer>
      <p>\(words(document.footer))</p>
      </footer>
      </body>
      </html>

      """
  }

  private static func block(_ block: DocumentBlock) -> String {
    switch block {
    case .heading(let phrase): "<h3>\(words(phrase))</h3>\n"
    case .paragraph(let phrase): "<p>\(words(phrase))</p>\n"
    case .list(let points): "<ul>\n" + points.map { "<li>\(words($0))</li>\n" }.joined() + "</ul>\n"
    case .table(let table): self.table(table)
    case .preformatted(let lines):
      "<pre>\(lines.map { escaped(HarmlessText.line($0.utf8)) }.joined(separator: "\n"))</pre>\n"
    case .group(let blocks): "<article>\n" + blocks.map(self.block).joined() + "</article>\n"
    }
  }

  /// Wide ones scroll by themselves on a phone.
  private static func table(_ table: DocumentTable) -> String {
    let heads = table.columns.map { column in
      "<th scope=\"col\"\(column.isRight ? " class=\"number\"" : "")>\(escaped(column.heading))</th>"
    }
    let head = "<thead><tr>\(heads.joined())</tr></thead>\n"
    let rows = table.rows.map { row in
      "<tr>" + zip(table.columns, row).map { cell($1, isRight: $0.isRight) }.joined() + "</tr>\n"
    }.joined()
    return "<div class=\"table\"><table>\n\(head)<tbody>\n\(rows)</tbody>\n</table></div>\n"
  }

  /// Moments and names stay on one line; a word that would push the table off the page may be broken.
  private static func cell(_ phrase: Phrase, isRight: Bool) -> String {
    let text = phrase.pieces.map(\.text).joined()
    let longest = text.split(separator: " ").map(\.count).max() ?? 0
    let name = isRight ? "number" : text.count <= 20 ? "short" : longest > 40 ? "long" : ""
    return "<td\(name.isEmpty ? "" : " class=\"\(name)\"")>\(words(phrase))</td>"
  }

  private static func words(_ phrase: Phrase) -> String {
    phrase.pieces.map { piece in
      let text = escaped(HarmlessText.words(piece.text))
      return switch piece.kind {
      case .plain: text
      case .strong: "<strong>\(text)</strong>"
      case .code: "<code>\(text)</code>"
      case .faint: "<span class=\"faint\">\(text)</span>"
      case .good: "<span class=\"good\">\(text)</span>"
      case .caution: "<span class=\"caution\">\(text)</span>"
      case .bad: "<strong class=\"bad\">\(text)</strong>"
      }
    }.joined()
  }

  private static func escaped(_ text: String) -> String { HTMLText.escaped(text) }

  /// Colours have a contrast of 4.5 to 1 at least against what is behind them, in both schemes.
  private static let style = """
    :root { color-scheme: light dark; --back: #fff; --text: #1a1c1f; --faint: #5a6068; --line: #c9ced6; --shade: #f3f5f7;
      --good: #17692b; --caution: #8a5200; --bad: #b3161b; }
    @media screen and (prefers-color-scheme: dark) {
      :root { --back: #16181b; --text: #e6e8eb; --faint: #a3aab3; --line: #3c424a; --shade: #22262b;
        --good: #6fcf85; --caution: #e5a94b; --bad: #ff8a85; }
    }
    * { box-sizing: border-box; }
    body { font: 15px/1.5 system-ui, "Liberation Sans", sans-serif; color: var(--text); background: var(--back);
      max-width: 62em; margin: 0 auto; padding: 1.5em 1em 3em; }
    h1 { font-size: 1.7em; line-height: 1.2; margin: 0 0 .2em; }
    h2 { font-size: 1.25em; margin: 2em 0 .6em; padding-bottom: .2em; border-bottom: 2px solid var(--line); }
    h3 { font-size: 1em; margin: 1.3em 0 .3em; }
    p, ul { margin: .4em 0 .8em; }
    header p, footer { color: var(--faint); }
    footer { margin-top: 2.5em; border-top: 1px solid var(--line); font-size: .85em; }
    li { margin: .25em 0; }
    li, p, h1, h3, .long { overflow-wrap: anywhere; }
    .short { white-space: nowrap; }
    code, pre { font: .88em/1.45 ui-monospace, "Liberation Mono", monospace; }
    code { background: var(--shade); padding: .1em .3em; border-radius: 3px; }
    pre { background: var(--shade); border-left: 3px solid var(--line); padding: .6em .8em; margin: .5em 0;
      white-space: pre-wrap; overflow-wrap: anywhere; }
    .table { overflow-x: auto; margin: .5em 0 1em; }
    table { border-collapse: collapse; font-size: .92em; }
    th { text-align: left; font-weight: 600; color: var(--faint); white-space: nowrap; }
    th, td { padding: .28em .9em .28em 0; border-bottom: 1px solid var(--line); vertical-align: top; }
    td { min-width: 3.5em; }
    .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .faint { color: var(--faint); } .good { color: var(--good); } .caution { color: var(--caution); }
    .bad { color: var(--bad); }
    @page { size: A4; margin: 17mm 15mm 18mm; @bottom-right { content: counter(page) " / " counter(pages);
      font: 8pt sans-serif; color: #555; } }
    @media print {
      :root { color-scheme: light; }
      body { font-size: 9.5pt; max-width: none; padding: 0; }
      .table { overflow: visible; }
      h2, h3 { break-after: avoid; }
      article, tr, li, pre { break-inside: avoid; }
      thead { display: table-header-group; }
      p, li { orphans: 3; widows: 3; }
      h2 { margin-top: 1.6em; }
      a { color: inherit; }
    }

    """
}
