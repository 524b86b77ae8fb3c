import JSON
import Catalog
import Diagnostics

/// What `maint check` found, in the form that was asked for.
package struct CheckReport: Sendable {
  package enum Format: String, CaseIterable, Sendable {
    /// For people.
    case text
    case json
    /// For editors and code scanning: SARIF 2.1.0.
    case sarif
    /// For GitHub Actions: workflow commands.
    case github
  }

  private let catalog: Catalog
  private let diagnostics: DiagnosticBag
  /// Whether warnings were made errors.
  private let isStrict: Bool

  /// With `isStrict` every warning counts, and is shown, as an error.
  package init(catalog: Catalog, diagnostics: DiagnosticBag, isStrict: Bool = false) {
    self.catalog = catalog
    self.isStrict = isStrict && diagnostics.warningCount > 0
    self.diagnostics = isStrict ? diagnostics.withWarningsAsErrors : diagnostics
  }

  package var hasErrors: Bool { diagnostics.hasErrors }

  /// `version` is that of maint.
  package func render(_ format: Format, appearance: Appearance, version: String) -> String {
    switch format {
    case .text: DiagnosticRenderer(color: appearance.color).render(diagnostics) + summary(appearance: appearance)
    case .json: json
    case .sarif: SARIFReport(diagnostics.shown, version: version).json
    case .github: GitHubReport(diagnostics.shown).text + summary(appearance: appearance)
    }
  }

  /// The last line: `4 tasks, 4 runbooks, no problems`, or `3 errors, 1 warning in 2 files`.
  func summary(appearance: Appearance) -> String {
    let contents = "\(Count(taskCount, "task")), \(Count(catalog.runbooks.count, "runbook"))"
    if diagnostics.isEmpty {
      return appearance.render([StyledText("✓ ", .good) + StyledText("\(contents), no problems")])
    }
    let files = " in \(Count(Set(diagnostics.sorted.map(\.place.path)).count, "file"))"
    let counts = [
      (diagnostics.errorCount, "error"), (diagnostics.warningCount, "warning"), (diagnostics.noteCount, "note"),
    ]
    let problems = counts.filter { $0.0 > 0 }.map { "\(Count($0.0, $0.1))" }.joined(separator: ", ")
    guard diagnostics.hasErrors else {
      let sign = diagnostics.warningCount > 0 ? StyledText("! ", .caution) : StyledText("✓ ", .good)
      return appearance.render([sign + StyledText("\(contents), \(problems)\(files)")])
    }
    let strict = isStrict ? "; warnings count as errors (--strict)" : ""
    return appearance.render([StyledText("✗ ", .bad) + StyledText("\(problems)\(files)\(strict)")])
  }

  /// - `tasks`, `runbooks`, `errors`, `warnings`, `notes`: their numbers
  /// - `diagnostics`: by path and place, each `severity` (`error`, `warning`, `note`), `id`, `message`, `path`, `line` and
  ///   `column` where it begins, `endLine` and `endColumn` behind its end (all from 1, columns in characters, null where
  ///   the whole file is meant), `hint` (or null), and `notes`, each `message`, `path` and the four numbers. Of one file
  ///   at most `DiagnosticBag.shownPerFile`, errors before the others; the numbers count all.
  private var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("tasks", taskCount)
      json.field("runbooks", catalog.runbooks.count)
      json.field("errors", diagnostics.errorCount)
      json.field("warnings", diagnostics.warningCount)
      json.field("notes", diagnostics.noteCount)
      json.field("diagnostics") { json in
        json.array { json in for diagnostic in diagnostics.shown { Self.write(diagnostic, to: &json) } }
      }
    }
    json.lineBreak()
    return json.text
  }

  private var taskCount: Int { catalog.tiers.values.reduce(0) { $0 + $1.tasks.count } }

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
    var start: SourceLocation?
    var end: SourceLocation?
    if case .text(let source, let range) = place {
      start = source.location(at: range.lower)
      end = source.location(at: max(range.upper, range.lower))
    }
    json.field("path", place.path)
    json.field("line", start?.line)
    json.field("column", start?.column)
    json.field("endLine", end?.line)
    json.field("endColumn", end?.column)
  }
}
