import Catalog
import Diagnostics

/// Shell texts of what must be approved, or drilled before it runs, that read in files or run texts of which nobody can tell
/// beforehand which they are: what is in them is no part of what is approved or proven.
struct UnapprovedSourceLint {
  private let linted: LintedRunbook
  private let copy: ScriptText?
  private let mustBeApproved: Bool

  /// `copy`: the `copy_to` of the defaults.
  static func warnings(
    of linted: LintedRunbook, copy: ScriptText?, demandsDrill: (MaintenanceTask) -> Bool
  ) -> [Diagnostic] {
    let isApproved = linted.runbook.approval != nil
    let tasks = linted.tasks.filter { isApproved || $0.approval != nil }
    if isApproved || !tasks.isEmpty {
      let lint = UnapprovedSourceLint(linted: linted, copy: copy, mustBeApproved: true)
      return lint.warnings(for: tasks, byItself: isApproved)
    }
    let drilled = linted.tasks.filter(demandsDrill)
    let lint = UnapprovedSourceLint(linted: linted, copy: copy, mustBeApproved: false)
    return lint.warnings(for: drilled, byItself: false)
  }

  private func warnings(for tasks: [MaintenanceTask], byItself: Bool) -> [Diagnostic] {
    let takesCopies = linted.runbook.copyTo == nil && !linted.runbook.backup.isEmpty
    let texts = linted.texts + (takesCopies ? [copy].compactMap(\.self) : [])
    // By itself it has the values that are given then, and what it has by default.
    let values =
      tasks.map { Self.values(of: linted.runbook, $0) } + (byItself ? [Self.values(of: linted.runbook, nil)] : [])
    return texts.flatMap { text in
      var seen: Set<Range<Int>> = []
      return values.flatMap { unknown(in: text, with: $0) }.filter { seen.insert($0.0).inserted }
        .sorted { $0.0.lowerBound < $1.0.lowerBound }.map { warning($0.1, at: text.place(of: $0.0)) }
    }
  }

  /// As a run will know them; of a parameter that only its command line gives, any path.
  private static func values(of runbook: Runbook, _ task: MaintenanceTask?) -> [String: String] {
    var values = Dictionary(runbook.parameters.map { ($0.name, $0.defaultValue ?? "/value") }) { first, _ in first }
    for argument in task?.arguments ?? [] { values[argument.name] = argument.value }
    values[StepVariable.project.rawValue] = "/project"
    return values
  }

  private func unknown(
    in text: ScriptText, with values: [String: String]
  ) -> [(Range<Int>, SourcedFiles.Unknown.Kind)] {
    var sourced = SourcedFiles { _ in .missing }
    // The command of a secret is given no parameters.
    let own = text.step.map { values.merging($0.environment.map { ($0.name, $0.value) }) { $1 } } ?? [:]
    sourced.add(text.text, shell: text.shell, variables: own, folder: text.step?.workingDirectory ?? "/")
    // What a drill has started, it has proven as much as any other program.
    let found = sourced.unknown + (mustBeApproved ? sourced.started : [])
    return found.compactMap { unknown in unknown.range.map { ($0, unknown.kind) } }
  }

  private func warning(_ kind: SourcedFiles.Unknown.Kind, at place: Place) -> Diagnostic {
    let (what, mends) = Self.words(kind)
    let whose = mustBeApproved ? "approval does not cover" : "require_drill demands a drill, and none proves"
    return Diagnostic(.unapprovedSource, "\(whose) what is \(what)", severity: .warning, at: place, hint: mends)
  }

  private static func words(_ kind: SourcedFiles.Unknown.Kind) -> (what: String, mends: String) {
    let project = "$\(StepVariable.project.rawValue)"
    switch kind {
    case .path:
      return (
        "read in here: only the shell will know which file that is",
        "write its path with \(project) and parameters alone, and with a '/': a name without one is looked for in PATH; "
          + "what the text sets counts where it is set once, to such a path, in no branch, loop, function or subshell"
      )
    case .text:
      return (
        "run here: only the shell will know the text",
        "write the text in single quotes, and give it its values as arguments: sh -c 'tar -C \"$1\" .' sh \"$folder\""
      )
    case .command:
      return (
        "run here: only the shell will know what that does",
        "write the name of the command; a shell that reads a profile, an alias, and a function that runs its arguments can "
          + "each read in any file"
      )
    case .started:
      return (
        "run here: a program is given a shell, and nobody looks at what that runs",
        "a script of the project is covered where it is read in instead: (. \"\(project)/bin/tool.sh\")"
      )
    case .tooMany:
      return (
        "read in here: no more than 100 files are looked at, each of 1 MiB at most, and no more than can be followed in a moment",
        "put some of them together, in one file, and read in each once"
      )
    }
  }
}
