import Diagnostics

/// The progress table as Markdown, its columns as wide as their widest cells.
package struct TableText: Sendable {
  static let total = "Total"

  /// Each the title, the progress and the note of a section; the total last.
  package var rows: [[String]]
  let alignments: [String]

  package var lines: [String] {
    let cells = [ProgressTable.headings] + rows
    let widths = alignments.indices.map { column in max(3, cells.map { Self.width($0[column]) }.max() ?? 0) }
    func line(_ cells: [String]) -> String {
      var line = "|"
      for (column, cell) in cells.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - Self.width(cell))
        let isRight = alignments[column].hasSuffix(":") && !alignments[column].hasPrefix(":")
        line += isRight ? " \(padding)\(cell) |" : " \(cell)\(padding) |"
      }
      return line
    }
    let rule = zip(alignments, widths).map { alignment, width in
      let (left, right) = (alignment.hasPrefix(":") ? ":" : "", alignment.hasSuffix(":") ? ":" : "")
      return left + String(repeating: "-", count: width - left.count - right.count) + right
    }
    return [line(ProgressTable.headings), line(rule)] + rows.map(line)
  }

  private static func width(_ text: String) -> Int {
    text.reduce(0) { $0 + (WideCharacter.matches($1) ? 2 : 1) }
  }
}
