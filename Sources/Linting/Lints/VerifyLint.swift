import Diagnostics

/// A change that nothing and nobody shows to work.
enum VerifyLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    let runbook = linted.runbook
    guard !runbook.change.isEmpty, runbook.verify.isEmpty, runbook.confirm == nil else { return [] }
    return [
      Diagnostic(
        .missingVerify, "nothing shows that this change works, so a bad one is not rolled back", severity: .warning,
        at: linted.place(ofKey: "change"),
        hint: "add verify: with a step that fails unless the host does what it should")
    ]
  }
}
