import Diagnostics

/// Why one file was left as it was.
enum FormatRefusal: Error {
  case diagnostics(DiagnosticBag, ExitCode)
  case failure(CommandFailure)
}
