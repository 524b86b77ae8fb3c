import JSON
import Diagnostics

/// What `maint explain` prints: explanations of kinds of problems, in ASCII and at most 80 columns wide.
package struct ExplanationReport: Sendable {
  private let ids: [DiagnosticID]

  package init(_ ids: [DiagnosticID]) { self.ids = ids }

  /// Each with its one line.
  package var list: String {
    TextColumns.table(ids.map { ($0.rawValue, $0.explanation.summary) }, column: 28).map { $0 + "\n" }.joined()
  }

  /// Each in full, with both examples.
  package var text: String {
    ids.map { id in
      let explanation = id.explanation
      return
        (["\(id.rawValue): \(explanation.summary)", ""]
        + TextColumns.filled(explanation.text) + ["", "Wrong:"] + Self.lines(of: explanation.wrong) + ["", "Right:"]
        + Self.lines(of: explanation.right)).map { $0 + "\n" }.joined()
    }.joined(separator: "\n")
  }

  /// An array in the order of `list`, each `id`, `summary`, `text`, and `wrong` and `right`, which have one or two of
  /// `schedule`, `runbook`, `checklist` (texts of files) and `commands` (for a shell in a project as `maint init` writes it).
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.array { json in
      for id in ids {
        json.object { json in
          json.field("id", id.rawValue)
          json.field("summary", id.explanation.summary)
          json.field("text", id.explanation.text)
          json.field("wrong") { Self.write(id.explanation.wrong, to: &$0) }
          json.field("right") { Self.write(id.explanation.right, to: &$0) }
        }
      }
    }
    json.lineBreak()
    return json.text
  }

  private static func write(_ example: Explanation.Example, to json: inout JSONWriter) {
    json.object { json in
      switch example {
      case .schedule(let text): json.field("schedule", text)
      case .runbook(let text): json.field("runbook", text)
      case .project(let schedule, let runbook):
        json.field("schedule", schedule)
        json.field("runbook", runbook)
      case .checklist(let text): json.field("checklist", text)
      case .commands(let text): json.field("commands", text)
      }
    }
  }

  /// Indented, each file under its name.
  private static func lines(of example: Explanation.Example) -> [String] {
    switch example {
    case .schedule(let text): indented("# schedules/web.yaml\n" + text)
    case .runbook(let text): indented("# runbooks/deploy.yaml\n" + text)
    case .project(let schedule, let runbook): lines(of: .schedule(schedule)) + [""] + lines(of: .runbook(runbook))
    case .checklist(let text): indented("<!-- adopting.md -->\n" + text)
    case .commands(let text): indented(text, by: "  $ ")
    }
  }

  private static func indented(_ text: String, by margin: String = "  ") -> [String] {
    text.split(separator: "\n").map { margin + $0 }
  }
}
