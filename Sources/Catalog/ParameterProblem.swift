import Diagnostics

/// Why a value is not allowed for a parameter, in the words of a diagnostic.
package struct ParameterProblem: Sendable, Hashable {
  package let id: DiagnosticID
  package let message: String
  package let hint: String

  init(_ id: DiagnosticID, _ message: String, hint: String = "remove it") {
    self.id = id
    self.message = message
    self.hint = hint
  }
}
