import Diagnostics

/// Diagnostics as a SARIF 2.1.0 log, for editors and code scanning.
///
/// One run of the tool maint, with a rule for each kind of problem that occurs. Columns count code points, as
/// `columnKind` says; a hint is the second line of its message, a note a related location.
package struct SARIFReport: Sendable {
  private let diagnostics: [Diagnostic]
  private let version: String
  /// Those that occur, in the order of their first problem.
  private let rules: [DiagnosticID]

  /// `version` is that of maint.
  package init(_ diagnostics: [Diagnostic], version: String) {
    self.diagnostics = diagnostics
    self.version = version
    var seen: Set<DiagnosticID> = []
    rules = diagnostics.map(\.id).filter { seen.insert($0).inserted }
  }

  package var json: String {
    let driver: JSONValue = [
      "name": "maint", "version": .text(version), "semanticVersion": .text(version),
      "rules": .array(rules.map(Self.rule)),
    ]
    let log: JSONValue = [
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        ["tool": ["driver": driver], "columnKind": "unicodeCodePoints", "results": .array(diagnostics.map(result))]
      ],
    ]
    return log.text
  }

  private static func rule(_ id: DiagnosticID) -> JSONValue {
    [
      "id": .text(id.rawValue),
      "shortDescription": ["text": .text(id.explanation.summary)],
      "fullDescription": ["text": .text(id.explanation.text)],
      "help": ["text": .text(ExplanationReport([id]).text)],
    ]
  }

  private func result(_ diagnostic: Diagnostic) -> JSONValue {
    let text = diagnostic.message + (diagnostic.hint.map { "\nhint: \($0)" } ?? "")
    let result: JSONValue = [
      "ruleId": .text(diagnostic.id.rawValue),
      "ruleIndex": .number(rules.firstIndex(of: diagnostic.id) ?? 0),
      "level": .text(diagnostic.severity.rawValue),
      "message": ["text": .text(text)],
      "locations": [["physicalLocation": Self.location(diagnostic.place)]],
    ]
    if diagnostic.notes.isEmpty { return result }
    let related = diagnostic.notes.map { note -> JSONValue in
      ["physicalLocation": Self.location(note.place), "message": ["text": .text(note.message)]]
    }
    return result.adding([("relatedLocations", .array(related))])
  }

  private static func location(_ place: Place) -> JSONValue {
    let file: JSONValue = ["artifactLocation": ["uri": .text(FileURI.text(of: place.path))]]
    guard case .text(let source, let range) = place else { return file }
    let start = source.location(at: range.lower, columns: .codePoints)
    let end = source.location(at: max(range.upper, range.lower), columns: .codePoints)
    return file.adding([
      (
        "region",
        [
          "startLine": .number(start.line), "startColumn": .number(start.column), "endLine": .number(end.line),
          "endColumn": .number(end.column),
        ]
      )
    ])
  }
}
