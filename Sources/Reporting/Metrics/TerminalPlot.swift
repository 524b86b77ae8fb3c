/// Points on a terminal: of braille, eight dots in each cell, or of asterisks where that is all the device has.
struct TerminalPlot {
  let points: [(x: Double, y: Double)]
  /// In cells, without the labels.
  let width: Int
  let height: Int
  let isBraille: Bool
  /// What stands at the two ends of the horizontal axis.
  let ends: (String, String)
  /// Marked below the axis.
  var marks: [Double] = []

  /// Empty without points.
  var lines: [String] {
    guard let first = points.first else { return [] }
    var (low, high) = (first.y, first.y)
    for point in points { (low, high) = (min(low, point.y), max(high, point.y)) }
    let bottom = low == high ? low - 1 : low
    let top = low == high ? high + 1 : high
    let cells = cells(from: bottom, to: top)
    let labels = [
      0: MetricText.decimal(top, digits(top - bottom)), height - 1: MetricText.decimal(bottom, digits(top - bottom)),
    ]
    let margin = labels.values.map(\.count).max() ?? 0
    var lines = (0..<height).map { row -> String in
      let label = labels[row] ?? ""
      let line = String(repeating: " ", count: margin - label.count) + label + (label.isEmpty ? " │" : " ┤")
      return line + cells[row].joined().trimmedEnd
    }
    let space = String(repeating: " ", count: margin + 2)
    lines.append(String(repeating: " ", count: margin + 1) + "└" + String(repeating: "─", count: width))
    if !marks.isEmpty {
      var row = [Character](repeating: " ", count: width)
      for mark in marks { row[column(of: mark, of: width)] = "^" }
      lines.append((space + String(row)).trimmedEnd)
    }
    let gap = max(1, width - ends.0.count - ends.1.count)
    lines.append(space + ends.0 + String(repeating: " ", count: gap) + ends.1)
    return lines
  }

  /// By row from above, the text of each cell.
  private func cells(from bottom: Double, to top: Double) -> [[String]] {
    let (columns, rows) = isBraille ? (width * 2, height * 4) : (width, height)
    var dots = [[UInt32]](repeating: [UInt32](repeating: 0, count: width), count: height)
    for point in points {
      let x = column(of: point.x, of: columns)
      let share = top / 2 - bottom / 2 > 0 ? (point.y / 2 - bottom / 2) / (top / 2 - bottom / 2) : 0
      let y = min(rows - 1, max(0, Int(((1 - share) * Double(rows - 1)).rounded())))
      if isBraille { dots[y / 4][x / 2] |= Self.dots[y % 4][x % 2] } else { dots[y][x] = 1 }
    }
    return dots.map { row in
      row.map { dots in
        if dots == 0 { return " " }
        guard isBraille, let scalar = Unicode.Scalar(0x2800 + dots) else { return "*" }
        return String(Character(scalar))
      }
    }
  }

  private func column(of x: Double, of columns: Int) -> Int {
    guard let first = points.first?.x, let last = points.last?.x, last > first else { return 0 }
    return min(columns - 1, max(0, Int(((x - first) / (last - first) * Double(columns - 1)).rounded())))
  }

  /// Enough to tell the ends of the axis apart.
  private func digits(_ range: Double) -> Int { range >= 100 ? 0 : range >= 10 ? 1 : range >= 0.1 ? 3 : 6 }

  /// Unicode 15, "Braille Patterns": the bits of the dots, by row and column.
  private static let dots: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
