/// The lines at the bottom of a terminal that are redrawn in place: turns each frame into the text that draws it.
///
/// Pure: it remembers what stands there and returns one text a frame, to be written by one `write`. Lines are
/// overwritten and only what is left of the old ones is erased, so nothing flickers. Between frames the cursor rests
/// at the end of the last line.
package struct LiveArea: Sendable {
  private var drawn: [String] = []
  private var drawnWidth = 0

  package init() {}

  /// The text that puts `text`, whole lines which stay, above the area and `lines` into it; empty if nothing changes.
  ///
  /// `lines` are at most `width` columns wide, `width` being the terminal's at this moment, and hold no control
  /// characters but styles. Fewer lines than the terminal has rows, or the topmost cannot be erased again.
  package mutating func frame(text: String = "", lines: [String], width: Int) -> String {
    let width = max(1, width)
    if text.isEmpty, lines == drawn, width == drawnWidth { return "" }
    let permanent = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    var result = moveToStart(width: width)
    for line in permanent + lines.dropLast() { result += Self.overwrite(line, width: width, erase: "\u{1B}[K") + "\n" }
    result += Self.overwrite(lines.last ?? "", width: width, erase: "\u{1B}[J")
    (drawn, drawnWidth) = (lines, width)
    return result
  }

  /// The text that removes the area and leaves the cursor where it began; to be drawn before anyone else writes.
  package mutating func erase(width: Int) -> String { frame(lines: [], width: width) }

  /// A terminal that was made narrower has wrapped what stood there, so the rows are counted at the new width.
  private func moveToStart(width: Int) -> String {
    guard !drawn.isEmpty else { return "" }
    let rows = drawn.reduce(0) { $0 + max(1, (DisplayWidth.of($1) + width - 1) / width) }
    return rows > 1 ? "\r\u{1B}[\(rows - 1)A" : "\r"
  }

  /// After a line that fills its row the cursor stands on the last character, which erasing there would take with it.
  private static func overwrite(_ line: String, width: Int, erase: String) -> String {
    let columns = DisplayWidth.of(line)
    return columns > 0 && columns.isMultiple(of: width) ? erase + line : line + erase
  }
}
