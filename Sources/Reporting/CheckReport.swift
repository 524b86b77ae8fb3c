import Catalog
import Diagnostics

/// The last line of `maint check`: `4 tasks, 4 runbooks, no problems`, or `3 errors, 1 warning in 2 files`.
package struct CheckReport: Sendable {
  private let catalog: Catalog
  private let diagnostics: DiagnosticBag

  package init(catalog: Catalog, diagnostics: DiagnosticBag) {
    self.catalog = catalog
    self.diagnostics = diagnostics
  }

  package func text(appearance: Appearance) -> String {
    let contents = "\(Count(taskCount, "task")), \(Count(catalog.runbooks.count, "runbook"))"
    if diagnostics.isEmpty {
      return appearance.render([StyledText("✓ ", .good) + StyledText("\(contents), no problems")])
    }
    let files = " in \(Count(Set(diagnostics.sorted.map(\.place.path)).count, "file"))"
    let warnings = warningCount > 0 ? "\(Count(warningCount, "warning"))" : nil
    guard diagnostics.hasErrors else {
      return appearance.render([StyledText("! ", .caution) + StyledText("\(contents), \(warnings ?? "")\(files)")])
    }
    let problems = ["\(Count(diagnostics.errorCount, "error"))", warnings].compactMap { $0 }.joined(separator: ", ")
    return appearance.render([StyledText("✗ ", .bad) + StyledText("\(problems)\(files)")])
  }

  /// - `tasks`, `runbooks`, `errors`, `warnings`: their numbers
  /// - `diagnostics`: by path and place, each `severity` (`error`, `warning`), `id`, `message`, `path`, `line` and
  ///   `column` (from 1, null where the whole file is meant), `hint` (or null), and `notes`, each `message`, `path`,
  ///   `line`, `column`. Of one file at most `DiagnosticBag.keptPerFile`.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("tasks", taskCount)
      json.field("runbooks", catalog.runbooks.count)
      json.field("errors", diagnostics.errorCount)
      json.field("warnings", warningCount)
      json.field("diagnostics") { json in
        json.array { json in for diagnostic in diagnostics.sorted { Self.write(diagnostic, to: &json) } }
      }
    }
    json.lineBreak()
    return json.text
  }

  private var taskCount: Int { catalog.tiers.values.reduce(0) { $0 + $1.tasks.count } }
  private var warningCount: Int { diagnostics.count - diagnostics.errorCount }

  private static func write(_ diagnostic: Diagnostic, to json: inout JSONWriter) {
    json.object { json in
      json.field("severity", diagnostic.severity.rawValue)
      json.field("id", diagnostic.id.rawValue)
      json.field("message", diagnostic.message)
      write(diagnostic.place, to: &json)
      json.field("hint", diagnostic.hint)
      json.field("notes") { json in
        json.array { json in
          for note in diagnostic.notes {
            json.object { json in
              json.field("message", note.message)
              write(note.place, to: &json)
            }
          }
        }
      }
    }
  }

  private static func write(_ place: Place, to json: inout JSONWriter) {
    let location: SourceLocation? =
      switch place {
      case .path: nil
      case .text(let source, let range): source.location(at: range.lower)
      }
    json.field("path", place.path)
    json.field("line", location?.line)
    json.field("column", location?.column)
  }
}
