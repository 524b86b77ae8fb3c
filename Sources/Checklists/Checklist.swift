import Diagnostics

/// A Markdown file of things to do: items with the markers `{ }`, `{IP}` and `{X}` under headings, and perhaps a table
/// of their progress.
///
/// Changes are made to the bytes of the file, so that all that is not meant by them stays as it is.
package struct Checklist: Sendable {
  package let source: Source
  /// Those that have items, in the order of the file.
  package let sections: [ChecklistSection]
  let table: ProgressTable?

  /// What is wrong is noted; with an error among it, the items are not all that were meant.
  package init(_ source: Source, diagnostics: inout DiagnosticBag) {
    let reader = ChecklistReader(source)
    self.source = source
    sections = reader.sections
    table = reader.table
    diagnostics.append(contentsOf: reader.diagnostics)
  }

  package var items: [ChecklistItem] { sections.flatMap(\.items) }

  package var hasTable: Bool { table != nil }

  /// Warnings of the rows that have a note and no section any more: in a new table these would be lost.
  package var strayNotes: DiagnosticBag {
    var diagnostics = DiagnosticBag()
    for row in notes.stray {
      diagnostics.append(
        Diagnostic(
          .strayNote, "no section with items is called '\(row.title)'", severity: .warning,
          at: .text(source, row.range), hint: "rename the row as the section whose note it has, or remove it"))
    }
    return diagnostics
  }

  var notes: (notes: [String], total: String, stray: [ProgressTable.Row]) {
    let titles = sections.map { Self.cell($0.title) }
    return table?.notes(of: titles) ?? (titles.map { _ in "" }, "", [])
  }

  /// The file with another marker before the item, all else byte for byte.
  package func bytes(marking item: ChecklistItem, _ marker: Marker) -> [UInt8] {
    var bytes = source.bytes
    bytes.replaceSubrange(item.markerRange.lower..<item.markerRange.upper, with: marker.rawValue.utf8)
    return bytes
  }

  /// A title as it stands in a row, where a bar would end the cell.
  static func cell(_ title: String) -> String {
    if title.isEmpty { return "(no heading)" }
    var cell = ""
    for character in title { cell += character == "|" && cell.last != "\\" ? "\\|" : String(character) }
    return cell
  }
}
