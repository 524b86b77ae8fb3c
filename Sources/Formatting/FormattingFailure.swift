import Diagnostics

/// The formatter's own check refused its result: a bug in maint, and nothing that the file's author did.
package struct FormattingFailure: Error {
  /// What would have happened to the file.
  package let message: String
  /// What the parser says of the result; places are those of the result, not of the file.
  package let diagnostics: DiagnosticBag

  init(_ message: String, diagnostics: DiagnosticBag = DiagnosticBag()) {
    self.message = message
    self.diagnostics = diagnostics
  }
}
