/// What a step reported through `$MAINT_METRICS`, `$MAINT_SUMMARY`, `$MAINT_ENV` and `$MAINT_WARNINGS`.
package struct StepReport: Sendable, Hashable {
  package struct Variable: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var samples: [Sample] = []
  /// Markdown.
  package var summary: String = ""
  package var environment: [Variable] = []
  /// One a line; also what maint itself has to say about a report that it could not read.
  package var warnings: [String] = []

  package init() {}

  package var isEmpty: Bool { self == StepReport() }
}
