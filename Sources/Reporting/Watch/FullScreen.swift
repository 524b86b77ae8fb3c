/// The whole screen of a terminal, redrawn in place: turns each frame into the text that draws what differs from the last.
///
/// Pure: it remembers what stands there and returns one text a frame. It is the alternate screen, which terminals do not wrap
/// anew when their size changes; what was on the terminal before is back at the end.
package struct FullScreen: Sendable {
  /// To the alternate screen, without a cursor; and back.
  package static let entering = "\u{1B}[?1049h\u{1B}[?25l"
  package static let leaving = "\u{1B}[?25h\u{1B}[?1049l"

  private var drawn: [String] = []
  private var columns = 0
  private var rows = 0

  package init() {}

  /// The text that puts the lines on a screen of this size; empty if nothing changes. `lines`: at most `rows`, each at most
  /// `columns` wide, without control characters but styles.
  package mutating func frame(_ lines: [String], columns: Int, rows: Int) -> String {
    var text = ""
    if (columns, rows) != (self.columns, self.rows) {
      (self.columns, self.rows, drawn) = (columns, rows, [])
      text = "\u{1B}[2J"
    }
    for row in 0..<max(lines.count, drawn.count) {
      let line = row < lines.count ? lines[row] : ""
      if row < drawn.count ? line == drawn[row] : line.isEmpty { continue }
      // Erased first: after a line that fills its row the cursor stands on the last character.
      text += "\u{1B}[\(row + 1);1H\u{1B}[K\(line)"
    }
    drawn = lines
    return text
  }
}
