import JSON
import Catalog
import Planning
import Scheduling

/// `maint window check`: whether tasks may start now, why not, and when they may.
package struct WindowCheckReport: Sendable {
  package struct Entry: Sendable {
    package var task: TaskName
    /// nil: nothing ever holds it up.
    package var gate: Gate?

    package init(task: TaskName, gate: Gate?) {
      self.task = task
      self.gate = gate
    }
  }

  private let entries: [Entry]
  private let now: Timestamp

  package init(_ entries: [Entry], now: Timestamp) {
    self.entries = entries
    self.now = now
  }

  /// Whether all of them may.
  package var isOpen: Bool { entries.allSatisfy { $0.gate?.decision(at: now).isOpen ?? true } }

  package func text(appearance: Appearance) -> String {
    if entries.isEmpty { return "There is no task that could start.\n" }
    let width = TaskLine.width(of: entries.map(\.task))
    return appearance.render(
      entries.map { entry in
        let name = StyledText(entry.task.description).padded(to: width) + "  "
        guard let gate = entry.gate else { return StyledText("✓ ", .good) + name + "may start at any time" }
        let decision = gate.decision(at: now)
        if case .open(let open) = decision {
          let words = gate.allowance(open, at: now).map { "may start: \($0)" } ?? "may start, without a limit"
          return StyledText("✓ ", .good) + name + StyledText(HarmlessText.words(words))
        }
        return StyledText("– ", .caution) + name + StyledText(HarmlessText.words(gate.reason(decision, at: now) ?? ""))
      })
  }

  /// - `at`: when this was asked; `open`: whether all of them may start
  /// - `tasks`: each `task` and the fields that `JSONWriter.gateFields` documents; where nothing ever holds it up, only
  ///   `state`, `open`
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("at", now)
      json.field("open", isOpen)
      json.list("tasks", of: entries) { entry, json in
        json.field("task", entry.task.description)
        if let gate = entry.gate { json.gateFields(gate, at: now) } else { json.field("state", "open") }
      }
    }
    json.lineBreak()
    return json.text
  }
}
