/// Sets ASCII text for a terminal of 80 columns.
package enum TextColumns {
  package static let width = 80

  /// Filled lines of at most `width` columns behind the indentation; a longer word keeps a line to itself.
  package static func filled(_ text: String, indentation: Int = 0, width: Int = width) -> [String] {
    let margin = String(repeating: " ", count: indentation)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indentation + line.utf8.count + 1 + word.utf8.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { lines.append(margin + line) }
    return lines
  }

  /// Two columns, the right one filled. A left text that reaches into the right column stands above it.
  package static func table(_ rows: [(left: String, right: String)], column: Int) -> [String] {
    rows.flatMap { row -> [String] in
      let left = "  " + row.left
      var right = filled(row.right, indentation: column)
      if left.utf8.count + 2 > column { return [left] + right }
      guard let first = right.first else { return [left] }
      right[0] = left + String(repeating: " ", count: column - left.utf8.count) + first.dropFirst(column)
      return right
    }
  }

  /// A column that suits the left texts, within reason.
  package static func column(for lefts: [String], most: Int) -> Int {
    let fitting = lefts.map { $0.utf8.count + 4 }.filter { $0 <= most }
    return fitting.max() ?? most
  }
}
