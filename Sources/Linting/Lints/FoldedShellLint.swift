import Diagnostics
import Syntax

/// Lines of a plain or quoted scalar that look like commands of their own, and that YAML folds into one line.
///
/// `>` says that folding is meant, and nothing is said of it. Elsewhere a line counts as a command where it begins with
/// the name of one and is no argument that the command above may want, or where the lines above set what it reads.
enum FoldedShellLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    linted.texts.compactMap { text in
      let node = text.source.node
      guard node.style != .folded, node.style != .literal else { return nil }
      let bytes = Array(text.text.utf8)
      guard let seam = node.foldedBreaks.first(where: { isWrong(at: $0, bytes, in: text.script) }) else { return nil }
      let end = bytes[(seam + 1)...].firstIndex(of: UInt8(ascii: " ")) ?? bytes.count
      return Diagnostic(
        .foldedShell, "YAML folds these lines into one command, and this one looks like another",
        severity: .warning, at: text.place(of: seam + 1..<end),
        hint: "write '|' after the key, so that each line is a command; or '>', if it is one")
    }
  }

  /// `seam` is the blank that was a line break.
  private static func isWrong(at seam: Int, _ bytes: [UInt8], in script: ShellScript) -> Bool {
    guard seam > 0, seam + 1 < bytes.count else { return false }
    // The backslash escapes the blank instead of the line break.
    if bytes[seam - 1] == UInt8(ascii: "\\") { return true }
    // Both sides of the seam stand in one command, not inside quotes or another command's list.
    return script.commands.contains { command in
      guard let next = command.words.first(where: { $0.range.lowerBound == seam + 1 }), next.isPlain else {
        return false
      }
      guard let first = command.words.first, first.range.upperBound <= seam else {
        // `x=1` on a line, and `$x` on the next, which is read before x is set.
        let set = Set(command.assignments.compactMap(\.assignedName))
        return command.words.contains { !set.isDisjoint(with: $0.variables) }
      }
      if first.text == next.text { return true }
      return CommonCommand.names.contains(next.text) && !CommonCommand.takers.contains(first.text)
    }
  }
}
