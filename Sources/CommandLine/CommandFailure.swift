import Diagnostics

/// Why a verb could not do its work: what happened and what to do next, and the exit code that says it to scripts.
struct CommandFailure: Error {
  var message: String
  var hint: String?
  var exitCode: ExitCode
  /// Those of the project, where they are why.
  var mistakes: DiagnosticBag?

  init(_ message: String, hint: String? = nil, exitCode: ExitCode) {
    self.message = message
    self.hint = hint
    self.exitCode = exitCode
  }

  /// As it goes to standard error.
  var text: String {
    "maint: \(message)\n" + (hint.map { "hint: \($0)\n" } ?? "")
  }
}
