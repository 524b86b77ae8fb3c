import Diagnostics
import TextSearch

/// Reads a checklist line by line: headings, items and the table of Markdown, as far as they matter.
///
/// What stands in fenced code and in comments is neither. Code that is only indented is not told from nested items.
struct ChecklistReader {
  private let source: Source
  private(set) var sections = [ChecklistSection(title: "")]
  private(set) var table: ProgressTable?
  private(set) var diagnostics = DiagnosticBag()
  /// The signs of the block of code that is open.
  private var fence: ArraySlice<UInt8>?
  /// The sign of the comment that is open.
  private var comment: SourceRange?
  /// Of the line that is read.
  private var number = 0
  private var isInTable = false
  /// The lines so far of a paragraph that is no item; an underline makes a heading of it.
  private var paragraph: [String] = []
  /// The next line may go on with the text of the last item.
  private var isInItem = false

  init(_ source: Source) {
    self.source = source
    var rest = source.bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: Byte.lineFeed) ?? rest.endIndex
      number += 1
      read(Line(rest[..<end]))
      rest = rest[end...].dropFirst()
    }
    sections.removeAll { $0.items.isEmpty }
    ChecklistSection.number(&sections)
    tellProblems()
  }

  private mutating func read(_ line: Line) {
    if let fence {
      if line.closes(fence) { self.fence = nil }
      return
    }
    if comment != nil {
      if line.contains("-->") { comment = nil }
      return
    }
    if readRow(line) { return }
    // Else it is a rule across the page.
    if line.isUnderline { return paragraph.isEmpty ? endText() : begin(paragraph.joined(separator: " ")) }
    if let title = line.heading { return begin(title) }
    if let signs = line.fence {
      endText()
      fence = signs
    } else if line.body.starts(with: "<!--".utf8) {
      endText()
      let start = line.body.startIndex
      if !line.contains("-->") { comment = SourceRange(start, start + 4) }
    } else if line.isBlank {
      endText()
    } else {
      readText(line)
    }
  }

  private mutating func begin(_ title: String) {
    endText()
    sections.append(ChecklistSection(title: title))
  }

  private mutating func endText() {
    paragraph = []
    isInItem = false
  }

  private mutating func readText(_ line: Line) {
    switch ItemLine(line) {
    case .item(let marker, let range, let text):
      endText()
      isInItem = true
      let tasks = TaskMention.all(in: text, of: source, diagnostics: &diagnostics)
      let item = ChecklistItem(
        line: number, marker: marker, markerRange: range, text: String(decoding: text, as: UTF8.self), tasks: tasks)
      sections[sections.count - 1].items.append(item)
    case .slip(let range, let message, let hint):
      endText()
      diagnostics.append(Diagnostic(.badMarker, message, at: .text(source, range), hint: hint))
    case .hidden(let range, let hint):
      endText()
      diagnostics.append(
        Diagnostic(
          .hiddenItem, "this line does not count as an item", severity: .warning, at: .text(source, range), hint: hint))
    case .other: endText()
    case .text:
      guard isInItem else { return paragraph.append(line.text) }
      let section = sections.count - 1
      let item = sections[section].items.count - 1
      let text = sections[section].items[item].text
      sections[section].items[item].text = text.isEmpty ? line.text : "\(text) \(line.text)"
      sections[section].items[item].tasks += TaskMention.all(in: line.body, of: source, diagnostics: &diagnostics)
    }
  }

  /// A row of a table, the second line of one among them; only the first progress table counts.
  private mutating func readRow(_ line: Line) -> Bool {
    guard let cells = line.cells else {
      isInTable = false
      return false
    }
    endText()
    if isInTable {
      isInTable = table?.append(cells, line: line) ?? false
    } else if table?.isWhole != true, let begun = ProgressTable(heading: cells, line: line) {
      table = begun
      isInTable = true
    } else if let (range, hint) = ItemLine.hidden(inCells: line.cellBodies ?? []) {
      let message = "this row of a table does not count as an item"
      diagnostics.append(
        Diagnostic(.hiddenItem, message, severity: .warning, at: .text(source, range), hint: hint))
    }
    return true
  }

  private mutating func tellProblems() {
    if table?.isWhole != true { table = nil }
    if let fence {
      diagnostics.append(
        Diagnostic(
          .unclosedFence, "this block of code is never closed, so nothing below it is an item",
          at: .text(source, SourceRange(fence.startIndex, fence.endIndex)),
          hint: "end it with a line '\(String(decoding: fence, as: UTF8.self))'"))
    }
    if let comment {
      diagnostics.append(
        Diagnostic(
          .unclosedComment, "this comment is never closed, so nothing below it is an item", at: .text(source, comment),
          hint: "end it with '-->'"))
    }
    if sections.isEmpty, !diagnostics.hasErrors {
      diagnostics.append(
        Diagnostic(
          .noItems, "there is no item in this file", at: .path(source.path),
          hint: "an item is a line such as '- { } Write down who is called at night'"))
    }
  }
}

extension Line {
  fileprivate func contains(_ text: String) -> Bool { body.contains(bytes: text.utf8) }
}
