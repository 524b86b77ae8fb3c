/// What stands on a terminal after some bytes were written to it: just enough of a VT100 for what maint writes.
///
/// A sequence that it does not know is kept in `unknown`, for the test to fail on.
struct Screen {
  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var unknown: [String] = []
  private(set) var isCursorShown = true
  /// The alternate screen is shown; what is on the other comes back.
  private(set) var isAlternate = false
  private var other: (lines: [[Character]], row: Int, column: Int, top: Int)?
  /// From the first row, with what has scrolled off at the top.
  private var lines: [[Character]] = [[]]
  private var row = 0
  private var column = 0
  /// Rows that have scrolled off.
  private var top = 0

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
  }

  /// What is shown stays where it is; programs that fill the screen draw it anew.
  mutating func resize(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }

  /// All of it, with what has scrolled off; no spaces at the ends of lines, no empty lines at the end.
  var text: String {
    var texts = lines.map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }
    while texts.last?.isEmpty == true { texts.removeLast() }
    return texts.joined(separator: "\n")
  }

  mutating func write(_ text: String) {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}": escape(&rest)
      case "\r": column = 0
      case "\n": lineFeed()
      case "\u{8}": column = max(0, column - 1)
      default: put(Character(scalar))
      }
    }
  }

  private mutating func put(_ character: Character) {
    // A terminal wraps when the next character comes, not when the row is full.
    if column == columns {
      column = 0
      lineFeed()
    }
    while lines[row].count <= column { lines[row].append(" ") }
    lines[row][column] = character
    column += 1
  }

  private mutating func lineFeed() {
    row += 1
    if row == lines.count { lines.append([]) }
    top = max(top, row - rows + 1)
  }

  private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
    guard rest.popFirst() == "[" else { return unknown.append("escape") }
    var digits = ""
    while let scalar = rest.popFirst() {
      if scalar == "?" || scalar == ";" || scalar.properties.numericType != nil {
        digits.unicodeScalars.append(scalar)
        continue
      }
      let count = Int(digits) ?? 1
      switch scalar {
      case "H": move(to: digits)
      case "h", "l": switchMode(digits, isOn: scalar == "h")
      case "J" where digits == "2": for index in top..<lines.count { lines[index] = [] }
      case "A": row = max(top, row - count)
      case "B": row = min(top + rows - 1, row + count)
      case "K": lines[row] = Array(lines[row].prefix(column))
      case "J":
        lines[row] = Array(lines[row].prefix(column))
        lines.removeLast(lines.count - row - 1)
      case "m": break
      default: unknown.append("[\(digits)\(scalar)")
      }
      return
    }
  }

  private mutating func move(to place: String) {
    let parts = place.split(separator: ";").compactMap { Int($0) }
    row = top + min(rows, parts.first ?? 1) - 1
    column = min(columns, parts.dropFirst().first ?? 1) - 1
    while lines.count <= row { lines.append([]) }
  }

  private mutating func switchMode(_ mode: String, isOn: Bool) {
    switch mode {
    case "?25": isCursorShown = isOn
    case "?1049":
      isAlternate = isOn
      if isOn { other = (lines, row, column, top) }
      (lines, row, column, top) = isOn ? ([[]], 0, 0, 0) : other ?? ([[]], 0, 0, 0)
    default: unknown.append("mode \(mode)")
    }
  }
}
