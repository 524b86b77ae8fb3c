import Catalog
import Diagnostics

/// A text that its shell cannot parse: what `sh -n` says of it, as a diagnostic.
package enum ShellSyntaxLint {
  /// The whole argv, its first word the path of the shell. The text is parsed and nothing of it executed: sh(1), `-n`.
  package static func arguments(for text: ScriptText) -> [String] {
    switch text.shell {
    case .sh: ["/bin/sh", "-n", "-c", text.text]
    case .bash: ["/bin/bash", "-n", "-c", text.text]
    }
  }

  /// An error: such a step fails whenever it is run. `output` is what the shell wrote to standard error.
  package static func diagnostic(of text: ScriptText, output: String) -> Diagnostic {
    let (line, message) = parse(output)
    let name = text.shell.rawValue
    return Diagnostic(
      .shellSyntax, "\(name) cannot parse this text: \(message)", at: text.place(of: range(in: text, line, message)),
      hint: text.shell == .sh && text.text.utf8.contains(UInt8(ascii: "("))
        ? "sh knows no [[ ]], arrays or process substitution: what needs them takes shell: bash"
        : "nothing of a step runs that its shell cannot parse")
  }

  /// `sh: 4: Syntax error: …`, `bash: -c: line 3: syntax error …`, and busybox's `sh: syntax error: …`.
  private static func parse(_ output: String) -> (line: Int?, message: String) {
    let first = output.split(separator: "\n").first.map(String.init) ?? "it gives no reason"
    var parts = first.split(separator: ":", omittingEmptySubsequences: false)[...]
    var line: Int?
    while parts.count > 1, line == nil {
      let part = parts.removeFirst().drop { $0 == " " }
      line = Int(part.hasPrefix("line ") ? part.dropFirst(5) : part)
      if line == nil, part.lowercased() == "syntax error" { break }
    }
    var message = Substring(parts.joined(separator: ":")).drop { $0 == " " }
    for prefix in ["Syntax error: ", "syntax error: "] where message.hasPrefix(prefix) {
      message = message.dropFirst(prefix.count)
    }
    return (line, String(message))
  }

  /// The line that the shell names; for a quote that nothing closes, the quote.
  private static func range(in text: ScriptText, _ line: Int?, _ message: String) -> Range<Int> {
    if message.contains("quot") || message.contains("matching"), let quote = text.script.unclosedQuote {
      return quote..<quote + 1
    }
    let bytes = Array(text.text.utf8)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // The end of the text is named as the line after its last.
    let last = lines.lastIndex { !$0.isEmpty } ?? 0
    let found = lines[min(max((line ?? 1) - 1, 0), last)]
    let start = found.firstIndex { !ShellByte.isBlank($0) } ?? found.startIndex
    return start..<found.endIndex
  }
}
