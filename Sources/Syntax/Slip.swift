import Diagnostics

/// Slips that leave a sound text behind: YAML reads it, but hardly as it was meant. Found only where someone asks, with
/// what was expected in mind; the text itself is never read differently.
package enum Slip {
  /// What stands where a map was expected: `key:value`, `key = value`, a key without its `:` above a list, or a list
  /// below a text.
  package static func insteadOfMap(_ node: Node) -> Diagnostic? {
    guard node.style == .plain, !node.isEmptyPlain else { return nil }
    return Parser.explain(node) { parser in
      if parser.slip(from: parser.at) == nil, parser.missingColonAboveList(from: parser.at) == nil {
        parser.noteListInText(node.range)
      }
    }
  }

  /// What stands where a list was expected: dashes without the space after them.
  package static func insteadOfList(_ node: Node) -> Diagnostic? {
    guard node.style == .plain, !node.isEmptyPlain else { return nil }
    return Parser.explain(node) { parser in
      if parser.peek == Byte.dash { _ = parser.unspacedDash(at: parser.at) }
    }
  }

  /// What makes a text suspicious: the line of a list that became part of it, curly quotes, no-break spaces, a Windows
  /// path whose backslashes are escapes. A warning where any text may stand, else an error, and then more is suspicious.
  package static func inText(_ node: Node, isAnyTextAllowed: Bool) -> Diagnostic? {
    guard isWorthALook(node) else { return nil }
    return Parser.explain(node, severity: isAnyTextAllowed ? .warning : .error) { parser in
      if node.style == .doubleQuoted { return parser.noteWindowsPath() }
      let text = node.range
      parser.notePasted(text, atBothEnds: isAnyTextAllowed)
      if parser.problems.isEmpty { parser.noteListInText(text) }
    }
  }

  /// Of nearly every text a few bytes tell that there is nothing to find.
  private static func isWorthALook(_ node: Node) -> Bool {
    let record = node.tree.records[node.index]
    let (lower, upper) = (Int(record.lower), Int(record.upper))
    switch record.shape {
    case .plain where upper > lower:
      return !record.isVerbatim || node.tree.source.bytes[lower] >= 0x80 || node.tree.source.bytes[upper - 1] >= 0x80
    case .doubleQuoted: return upper - lower > 4 && node.tree.source.bytes[lower + 3] == Byte.backslash
    default: return false
    }
  }
}
