import Catalog
import Diagnostics

/// A variable that a step or the command of a channel reads, and that nothing gives a value: with `-u` the shell ends there.
enum VariableLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    warnings(in: linted.texts, RunbookVariables(linted))
  }

  static func warnings(in texts: [ScriptText], _ variables: RunbookVariables) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for text in texts where !text.script.hidesVariables {
      guard variables.areKnown(to: text) else { continue }
      // What is guarded once is known to be optional by who wrote it.
      var settled = text.script.assigned.union(text.script.reads.filter(\.isGuarded).map(\.name))
      for read in text.script.reads where settled.insert(read.name).inserted && !variables.has(read.name, in: text) {
        let isKept = found.count < DiagnosticBag.keptPerFile
        found.append(
          isKept
            ? warning(read, in: text, known: variables.names(for: text).union(text.script.assigned)) : uncounted(text))
      }
    }
    return found
  }

  private static func warning(_ read: ShellScript.Read, in text: ScriptText, known: Set<String>) -> Diagnostic {
    Diagnostic(
      .unknownVariable,
      "nothing gives \(text.step == nil ? "this variable" : "'\(read.name)'") a value, so the shell ends here",
      severity: .warning,
      at: text.place(of: read.range), hint: hint(for: read.name, in: text, known: known))
  }

  /// One that is counted and never shown, of however many a hostile file has: no place is looked for.
  private static func uncounted(_ text: ScriptText) -> Diagnostic {
    Diagnostic(
      .unknownVariable, "nothing gives a further variable a value", severity: .warning, at: text.source.node.place)
  }

  private static func hint(for name: String, in text: ScriptText, known: Set<String>) -> String {
    if name == "MAINT_OUTCOME" || name == "MAINT_FAILED_STEP" {
      return "only the steps of rollback and cleanup have it"
    }
    if text.step == nil { return "the command of a secret gets no parameters and no other secrets" }
    if text.shell == .sh, ShellEnvironment.bash.contains(name) {
      return "it is a variable of bash: give the step shell: bash"
    }
    if let near = NearestName.suggest(name, among: known.sorted()) { return "did you mean '$\(near)'?" }
    if text.source.origin == .channel {
      let given = ChannelVariable.allCases.map { "$\($0.rawValue)" }.joined(separator: ", ")
      return "a channel's command is given \(given); write ${\(name):-} where it may be unset"
    }
    return "add it to params:, set it in the step, or write ${\(name):-} where it may be unset"
  }
}
