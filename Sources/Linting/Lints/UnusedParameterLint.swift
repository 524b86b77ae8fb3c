import Catalog
import Diagnostics

/// A parameter that no step reads.
///
/// Parameters are environment variables, so a program may read one without a word of it in the runbook: nothing is said
/// where a step runs a program of the operator's own, nor of names such as `DEBIAN_FRONTEND` or `http_proxy`, which
/// programs take from their environment by themselves.
enum UnusedParameterLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    let steps = linted.texts.filter { $0.step != nil }.map(\.script)
    if steps.contains(where: { $0.hidesVariables || $0.commands.contains(where: isForeign) }) { return [] }
    let used = steps.reduce(into: Set<String>()) { $0.formUnion(names(in: $1)) }
    return linted.runbook.parameters.filter { parameter in
      !isForPrograms(parameter.name) && !used.contains(parameter.name)
    }.map { parameter in
      Diagnostic(
        .unusedParameter, "no step reads the parameter '\(parameter.name)'", severity: .warning, at: parameter.place,
        hint: "read it as \"$\(parameter.name)\", or remove it")
    }
  }

  /// What may be the name of a parameter that is used.
  private static func names(in script: ShellScript) -> [String] {
    script.reads.map(\.name) + script.mentioned + script.commands.flatMap { $0.words.dropFirst().map(\.text) }
  }

  private static func isForPrograms(_ name: String) -> Bool {
    !name.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } || name.hasSuffix("_proxy")
  }

  /// A program that did not come with the system, or one that reads its whole environment.
  private static func isForeign(_ command: ShellCommand) -> Bool {
    guard let program = command.wrapped.words.first else { return command.name == "env" }
    if !program.variables.isEmpty { return true }
    if program.text.contains("/") { return !systemFolders.contains { program.text.hasPrefix($0) } }
    if ["env", "printenv", "envsubst"].contains(program.text) { return true }
    guard interpreters.contains(where: { program.text.hasPrefix($0) }) || shells.contains(program.text) else {
      return false
    }
    // A program given as an argument is in `mentioned`; one in a file is not known.
    return !command.words.contains { $0.text.hasPrefix("-") && ($0.text.hasSuffix("c") || $0.text.hasSuffix("e")) }
  }

  private static let shells: Set<String> = ["sh", "bash", "dash", "ksh", "zsh"]
  private static let systemFolders = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/lib/"]
  private static let interpreters = ["python", "perl", "ruby", "node", "php"]
}
