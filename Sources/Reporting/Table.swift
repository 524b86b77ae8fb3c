/// Rows of cells under headings, each column as wide as its widest cell.
struct Table {
  struct Column {
    var heading: String
    var isRight = false
  }

  var columns: [Column]
  var rows: [[StyledText]]

  /// The headings, then the rows; two spaces between columns, none at the end of a line.
  var lines: [StyledText] {
    let headings = columns.map { StyledText($0.heading, .faint) }
    let widths = columns.indices.map { index in ([headings] + rows).map { $0[index].width }.max() ?? 0 }
    return ([headings] + rows).map { row in
      let shown = row.prefix((row.lastIndex { !$0.isEmpty } ?? -1) + 1)
      var line = StyledText("")
      for (index, cell) in shown.enumerated() {
        if index > 0 { line += "  " }
        let isLast = index == shown.count - 1 && !columns[index].isRight
        line += isLast ? cell : cell.padded(to: widths[index], right: columns[index].isRight)
      }
      return line
    }
  }
}
