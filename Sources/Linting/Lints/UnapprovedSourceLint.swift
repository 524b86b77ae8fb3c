import Catalog
import Diagnostics

/// Shell texts of what must be approved that read in files of which nobody can tell beforehand which they are: what is in
/// them is no part of what is approved.
enum UnapprovedSourceLint {
  /// `copy`: the `copy_to` of the defaults.
  static func warnings(of linted: LintedRunbook, copy: ScriptText?) -> [Diagnostic] {
    let isApproved = linted.runbook.approval != nil
    let tasks = linted.tasks.filter { isApproved || $0.approval != nil }
    guard isApproved || !tasks.isEmpty else { return [] }
    let takesCopies = linted.runbook.copyTo == nil && !linted.runbook.backup.isEmpty
    let texts = linted.texts + (takesCopies ? [copy].compactMap(\.self) : [])
    // By itself it has the values that are given then, and what it has by default.
    let values =
      tasks.map { self.values(of: linted.runbook, $0) } + (isApproved ? [self.values(of: linted.runbook, nil)] : [])
    return texts.flatMap { text in
      var seen: Set<Range<Int>> = []
      return values.flatMap { unknown(in: text, with: $0) }.filter { seen.insert($0).inserted }
        .sorted { $0.lowerBound < $1.lowerBound }.map { warning(at: text.place(of: $0)) }
    }
  }

  /// As a run will know them; of a parameter that only its command line gives, any path.
  private static func values(of runbook: Runbook, _ task: MaintenanceTask?) -> [String: String] {
    var values = Dictionary(runbook.parameters.map { ($0.name, $0.defaultValue ?? "/value") }) { first, _ in first }
    for argument in task?.arguments ?? [] { values[argument.name] = argument.value }
    values[StepVariable.project.rawValue] = "/project"
    return values
  }

  private static func unknown(in text: ScriptText, with values: [String: String]) -> [Range<Int>] {
    var sourced = SourcedFiles { _ in .missing }
    // The command of a secret is given no parameters.
    let own = text.step.map { values.merging($0.environment.map { ($0.name, $0.value) }) { $1 } } ?? [:]
    sourced.add(text.text, shell: text.shell, variables: own, folder: text.step?.workingDirectory ?? "/")
    return sourced.unknown.compactMap(\.range)
  }

  private static func warning(at place: Place) -> Diagnostic {
    Diagnostic(
      .unapprovedSource,
      "approval does not cover what is read in here: only the shell will know which file that is", severity: .warning,
      at: place,
      hint:
        "write its path with $\(StepVariable.project.rawValue) and parameters alone, and with a '/': a name without one is "
        + "looked for in PATH")
  }
}
