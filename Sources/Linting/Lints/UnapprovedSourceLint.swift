import Catalog
import Diagnostics

/// Shell texts of what must be approved that read in files of which nobody can tell beforehand which they are: what is in
/// them is no part of what is approved.
enum UnapprovedSourceLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    guard linted.runbook.approval != nil || linted.tasks.contains(where: { $0.approval != nil }) else { return [] }
    // What a run will know of them, wherever they lead.
    var values = Dictionary(linted.runbook.parameters.map { ($0.name, "/value") }) { first, _ in first }
    values[StepVariable.project.rawValue] = "/project"
    return linted.texts.flatMap { text -> [Diagnostic] in
      guard let step = text.step, text.stage != nil else { return [] }
      var sourced = SourcedFiles { _ in .missing }
      sourced.add(
        text.text, shell: text.shell, variables: values.merging(step.environment.map { ($0.name, $0.value) }) { $1 },
        folder: step.workingDirectory ?? "/")
      return sourced.unknown.compactMap { unknown in unknown.range.map { warning(at: text.place(of: $0)) } }
    }
  }

  private static func warning(at place: Place) -> Diagnostic {
    Diagnostic(
      .unapprovedSource,
      "approval does not cover what is read in here: only the shell will know which file that is", severity: .warning,
      at: place, hint: "write its path with $\(StepVariable.project.rawValue) and parameters alone")
  }
}
