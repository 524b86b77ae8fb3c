/// How far a checklist is, by its markers and by the tasks that have succeeded.
package struct ChecklistProgress: Sendable {
  package let checklist: Checklist
  private let succeeded: Set<String>

  /// `succeeded`: the tasks that count as done now, as the items name them.
  package init(of checklist: Checklist, succeeded: Set<String>) {
    self.checklist = checklist
    self.succeeded = succeeded
  }

  /// Somebody marked it so, or all tasks that it names have succeeded.
  package func isComplete(_ item: ChecklistItem) -> Bool {
    item.marker == .done || !item.tasks.isEmpty && item.tasks.allSatisfy { succeeded.contains($0.name) }
  }

  package func tally(of section: ChecklistSection) -> Tally {
    section.items.reduce(into: Tally()) { tally, item in
      tally.count += 1
      if isComplete(item) { tally.done += 1 } else if item.marker == .inProgress { tally.inProgress += 1 }
    }
  }

  package var total: Tally { checklist.sections.map(tally).reduce(Tally(), +) }

  /// With the notes that stand in the table of the file.
  package var table: TableText {
    let (notes, totalNote, _) = checklist.notes
    let rows = zip(checklist.sections, notes).map { section, note in
      [Checklist.cell(section.title), tally(of: section).text, note]
    }
    return TableText(
      rows: rows + [["**\(TableText.total)**", total.text, totalNote]],
      alignments: checklist.table?.alignments ?? ProgressTable.headings.map { _ in "---" })
  }

  /// The file with the table in the place of the one that stands there, all else byte for byte; nil: none stands there.
  package var bytesWithTable: [UInt8]? {
    guard let old = checklist.table else { return nil }
    let text = table.lines.joined(separator: old.lineBreak + String(decoding: old.indentation, as: UTF8.self))
    var bytes = checklist.source.bytes
    bytes.replaceSubrange(old.range.lower..<old.range.upper, with: text.utf8)
    return bytes
  }
}
