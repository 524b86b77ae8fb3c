import Diagnostics

/// The table `| Section | Progress | Notes |` that stands in the file: where, and which notes are in it.
struct ProgressTable {
  struct Row {
    let title: String
    let note: String
    let range: SourceRange
  }

  static let headings = ["Section", "Progress", "Notes"]

  /// From the first bar of the headings to the end of the last row.
  private(set) var range: SourceRange
  /// What stands before the bars of the headings.
  let indentation: ArraySlice<UInt8>
  let lineBreak: String
  /// What the second line says of each column, such as `:--`; empty until it was read.
  private(set) var alignments: [String] = []
  private(set) var rows: [Row] = []

  /// nil: another table.
  init?(heading cells: [String], line: Line) {
    guard cells.map({ $0.lowercased() }) == Self.headings.map({ $0.lowercased() }) else { return nil }
    range = SourceRange(line.body.startIndex, line.body.endIndex)
    indentation = line.whole[..<line.body.startIndex]
    lineBreak = line.whole.last == Byte.carriageReturn ? "\r\n" : "\n"
  }

  /// A table has a second line of hyphens, or it is none.
  var isWhole: Bool { !alignments.isEmpty }

  /// The next row; false: it was no table.
  mutating func append(_ cells: [String], line: Line) -> Bool {
    let place = SourceRange(line.body.startIndex, line.body.endIndex)
    if isWhole {
      // A bar that was not escaped has cut a note.
      rows.append(Row(title: cells.first ?? "", note: cells.dropFirst(2).joined(separator: " \\| "), range: place))
    } else {
      guard cells.count == Self.headings.count, cells.allSatisfy(Self.isAlignment) else { return false }
      alignments = cells
    }
    range.upper = place.upper
    return true
  }

  private static func isAlignment(_ cell: String) -> Bool {
    cell.contains("-") && cell.drop { $0 == ":" }.drop { $0 == "-" }.drop { $0 == ":" }.isEmpty
  }

  /// The note of each title, that of a total, and the rows with a note that belong to none of them.
  func notes(of titles: [String]) -> (notes: [String], total: String, stray: [Row]) {
    var left = rows[...]
    func take(_ title: String) -> String {
      guard let index = left.firstIndex(where: { Self.key($0.title) == Self.key(title) }) else { return "" }
      return left.remove(at: index).note
    }
    let notes = titles.map(take)
    let total = take(TableText.total)
    return (notes, total, left.filter { !$0.note.isEmpty })
  }

  /// The same for a title as a heading and as a cell may write it: emphasis, escapes and its number make no difference.
  private static func key(_ title: String) -> String {
    let plain = title.lowercased().filter { !"*_`\\".contains($0) }
    guard ChecklistSection(title: plain).ownNumber != nil else { return plain }
    return String(plain.drop(while: \.isNumber).dropFirst().drop { $0 == " " })
  }
}
