import Catalog
import Diagnostics

/// What a shell takes for something else than its reader does: bash's own constructs in sh, and what a web page pastes.
package enum OddityLint {
  /// Each kind once for a text. Where the shell has parsed the text, they are warnings.
  package static func diagnostics(of text: ScriptText, severity: Diagnostic.Severity = .warning) -> [Diagnostic] {
    var seen: Set<ShellOddity.Kind> = []
    return text.script.oddities.filter { seen.insert($0.kind).inserted }.map { oddity in
      let (id, message, hint) = words(oddity.kind, in: text)
      return Diagnostic(id, message, severity: severity, at: text.place(of: oddity.range), hint: hint)
    }
  }

  /// Of a text that its shell could not parse: what was probably the reason.
  static func cause(in text: ScriptText) -> Diagnostic? {
    diagnostics(of: text, severity: .error).first { $0.id == .bashOnly }
  }

  private static func words(_ kind: ShellOddity.Kind, in text: ScriptText) -> (DiagnosticID, String, hint: String) {
    switch kind {
    case .bash(let construct):
      let shown = text.step == nil ? "this" : "'\(construct)'"
      return (.bashOnly, "\(shown) is bash's, and the text is run by sh", bashHint(construct, in: text))
    case .curlyQuote:
      return (.curlyQuote, "curly quotes do not quote: they are part of the word", "write straight quotes")
    case .noBreakSpace:
      return (.noBreakSpace, "a no-break space does not separate words", "replace it by a space")
    case .dash:
      return (.pastedDash, "a dash of typography begins no option", "write '-', or '--' where the program has it")
    case .template(let name):
      let shown = text.step == nil ? "…" : name
      return (
        .unfilledTemplate, "templates are not filled in: the shell is given these braces",
        "a parameter arrives as a variable: \"$\(shown)\""
      )
    }
  }

  private static func bashHint(_ construct: String, in text: ScriptText) -> String {
    switch construct {
    case "==": return "write '=', which every shell knows"
    case "source": return "write '.', which every shell knows"
    default: break
    }
    if text.step == nil { return "write it for sh: the command of a secret has no other shell" }
    let isMap = text.source.node.tree.source.text(in: text.lineBefore).contains(":")
    return isMap ? "give the step the key shell: bash" : "write the step as {run: …, shell: bash}"
  }
}
