import Diagnostics
import Syntax

/// Lines of a plain or quoted scalar that look like commands of their own, and that YAML folds into one line.
///
/// `>` says that folding is meant, and nothing is said of it. Elsewhere a line counts as a command where it begins with
/// a bare word, and neither it nor the line before shows that it goes on.
enum FoldedShellLint {
  static func warnings(of linted: LintedRunbook) -> [Diagnostic] {
    linted.texts.compactMap { text in
      let node = text.source.node
      guard node.style != .folded, node.style != .literal else { return nil }
      let bytes = Array(text.text.utf8)
      guard let seam = node.foldedBreaks.first(where: { isWrong(at: $0, bytes, in: text.script) }) else { return nil }
      let end = bytes[(seam + 1)...].firstIndex(of: UInt8(ascii: " ")) ?? bytes.count
      return Diagnostic(
        .foldedShell, "YAML folds these lines into one, so this is an argument of the command above it",
        severity: .warning, at: text.place(of: seam + 1..<end),
        hint: "write '|' after the key, so that each line is a command; or '>', if it is one")
    }
  }

  /// `seam` is the blank that was a line break.
  private static func isWrong(at seam: Int, _ bytes: [UInt8], in script: ShellScript) -> Bool {
    guard seam > 0, seam + 1 < bytes.count else { return false }
    // The backslash escapes the blank instead of the line break.
    if bytes[seam - 1] == UInt8(ascii: "\\") { return true }
    guard isBareWord(bytes[(seam + 1)...]) else { return false }
    // An argument of a command in which both sides of the seam stand, not inside quotes or another command's list.
    return script.commands.contains { command in
      guard let next = command.words.dropFirst().first(where: { $0.range.lowerBound == seam + 1 }) else { return false }
      return next.isPlain && command.words[0].range.upperBound <= seam
    }
  }

  /// Letters first: no option, path, value or operator.
  private static func isBareWord(_ bytes: ArraySlice<UInt8>) -> Bool {
    let word = bytes.prefix { !ShellByte.isMeta($0) }
    guard let first = word.first, ShellByte.isNameStart(first) else { return false }
    return word.allSatisfy { ShellByte.isNamePart($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }
}
