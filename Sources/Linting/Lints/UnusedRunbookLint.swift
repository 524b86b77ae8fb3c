import Diagnostics

/// A runbook that stands in no schedule, though it could: one with a parameter that somebody has to give each time is run
/// by hand.
enum UnusedRunbookLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    guard linted.tasks.isEmpty, !linted.runbook.parameters.contains(where: \.isRequired) else { return [] }
    let name = linted.runbook.name
    return [
      Diagnostic(
        .unusedRunbook, "no task uses the runbook '\(name)'", severity: .note, at: linted.runbook.place,
        hint: "name it in a tier of a schedule (emergency: it runs only when asked), or remove the file")
    ]
  }
}
