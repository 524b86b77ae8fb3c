import JSON
import Checklists
import Scheduling

/// `maint checklist`: how far a checklist is, section by section, and on request item by item.
package struct ChecklistReport: Sendable {
  private let progress: ChecklistProgress
  /// As the items name them.
  private let tasks: [String: ChecklistTask]
  private let now: Timestamp
  private let zone: Zone

  /// `tasks`: those that items name, as they name them.
  package init(_ checklist: Checklist, tasks: [String: ChecklistTask], at now: Timestamp, zone: Zone) {
    progress = ChecklistProgress(of: checklist, succeeded: Set(tasks.filter(\.value.counts).keys))
    self.tasks = tasks
    self.now = now
    self.zone = zone
  }

  package var isComplete: Bool { progress.total.isComplete }

  /// The file with its table rewritten; nil: it has none.
  package var bytesWithTable: [UInt8]? { progress.bytesWithTable }

  /// The table, as it would stand in the file; `listsItems`: also each item, with its number.
  package func text(appearance: Appearance, listsItems: Bool) -> String {
    var table = progress.table
    table.rows = table.rows.map { $0.map(HarmlessText.words) }
    let list = listsItems ? progress.checklist.sections.flatMap(lines) : []
    return appearance.render(table.lines.map { StyledText($0) } + list)
  }

  /// The item alone, as the list shows it.
  /// Of one that was given its marker, also where it had that before. What it counts as may rest on tasks instead.
  package static func lines(marked item: ChecklistItem, wasMarked: Bool, appearance: Appearance) -> String {
    let names = item.tasks.map(\.name).joined(separator: " and ")
    let notes = [
      wasMarked ? "as it was before" : nil,
      item.tasks.isEmpty
        ? nil
        : item.marker == .done
          ? "complete whatever becomes of \(names); undo leaves it to \(item.tasks.count == 1 ? "the task" : "the tasks")"
          : "complete for as long as \(names) \(item.tasks.count == 1 ? "has" : "have") succeeded in the current period",
    ].compactMap(\.self)
    return appearance.render([line(item)] + notes.map { StyledText("       \(HarmlessText.words($0))", .faint) })
  }

  private static func line(_ item: ChecklistItem) -> StyledText {
    StyledText("\(item.name)  \(item.marker.rawValue)  \(HarmlessText.words(item.text))")
  }

  private func lines(_ section: ChecklistSection) -> [StyledText] {
    ["", StyledText(HarmlessText.words(section.heading), .faint)] + section.items.flatMap(lines)
  }

  private func lines(_ item: ChecklistItem) -> [StyledText] {
    let symbol = progress.isComplete(item) ? StyledText("✓ ", .good) : "  "
    return [symbol + Self.line(item)]
      + item.tasks.compactMap { tasks[$0.name] }.map { StyledText("       \(words(of: $0))", .faint) }
  }

  private func words(of task: ChecklistTask) -> String {
    if task.counts, let last = task.lastSuccess { return "\(task.name): succeeded \(zone.minute(last))" }
    let before = task.lastSuccess.map { "the last was \(zone.minute($0))" }
    guard let withdrawn = task.withdrawn else {
      return "\(task.name): " + (before.map { "no success in this period; \($0)" } ?? "no success yet")
    }
    let what = withdrawn.isTakenBack ? "was taken back" : "could not be taken back, and counts no more"
    let by = "\(zone.minute(withdrawn.at)), by run \(withdrawn.by)"
    return "\(task.name): the success of run \(withdrawn.run) \(what): \(by)"
      + (before.map { "; of those that count, \($0)" } ?? "")
  }
}

extension ChecklistReport {
  /// - `file`: its path, as given; `at`: when this was asked
  /// - `items`, `done`, `in_progress`: how many items there are, are complete, and are marked `{IP}` and not complete
  /// - `is_complete`: all are
  /// - `sections`: each `number`, `title`, the same three counts, `note` of the table in the file, and `list`, its items:
  ///   - `item`, its number, such as `3.2`; `marker`; `text`; `line` in the file
  ///   - `is_complete`: marked `{X}`, or all its tasks count
  ///   - `tasks`: each `task`, its full name; `last_success`, when that began, or null; `counts`: it is of the current period;
  ///     `taken_back`: when a success since was taken back by `maint rollback`, or null
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("file", progress.checklist.source.path)
      json.field("at", now)
      json.fields(of: progress.total)
      json.field("is_complete", isComplete)
      json.list("sections", of: zip(progress.checklist.sections, progress.table.rows)) { entry, json in
        let (section, row) = entry
        json.field("number", section.number)
        json.field("title", section.title)
        json.fields(of: progress.tally(of: section))
        json.field("note", row.last.flatMap { $0.isEmpty ? nil : $0 })
        json.list("list", of: section.items, write)
      }
    }
    json.lineBreak()
    return json.text
  }

  private func write(_ item: ChecklistItem, _ json: inout JSONWriter) {
    json.field("item", item.name)
    json.field("marker", item.marker.rawValue)
    json.field("text", item.text)
    json.field("line", item.line)
    json.field("is_complete", progress.isComplete(item))
    json.list("tasks", of: item.tasks.compactMap { tasks[$0.name] }) { task, json in
      json.field("task", task.name.description)
      json.field("last_success", task.lastSuccess)
      json.field("counts", task.counts)
      json.field("taken_back", task.withdrawn?.at)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func fields(of tally: Tally) {
    field("items", tally.count)
    field("done", tally.done)
    field("in_progress", tally.inProgress)
  }
}
