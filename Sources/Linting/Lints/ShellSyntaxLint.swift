import Catalog
import Diagnostics
import Syntax
import TextSearch

/// A text that its shell cannot parse: what `sh -n` says of it, as a diagnostic.
package enum ShellSyntaxLint {
  /// The whole argv, its first word the path of the shell. The text is parsed and nothing of it executed: sh(1), `-n`.
  /// bash is told of what a text would only turn on while it runs, `shopt -s extglob`, for it changes the grammar.
  package static func arguments(for text: ScriptText) -> [String] {
    switch text.shell {
    case .sh: ["/bin/sh", "-n", "-c", "--", text.text]
    case .bash:
      ["/bin/bash"] + (text.text.contains(text: "extglob") ? ["-O", "extglob"] : []) + ["-n", "-c", "--", text.text]
    }
  }

  /// Whether a shell that runs the text may read it otherwise than with `-n`, which expands no alias.
  package static func isUncertain(_ text: ScriptText) -> Bool { text.script.commands.contains { $0.name == "alias" } }

  /// The beginnings of a text that end with a line on which nothing but `exit` or `exec` stands, up to where the shell
  /// found the error: where it can parse one of them, nothing reads on to the error, for a shell runs line by line.
  package static func beginnings(of text: ScriptText, output: String) -> [ScriptText] {
    let bytes = Array(text.text.utf8)
    let (line, _) = parse(output)
    let starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    let error = starts[min(max((line ?? starts.count) - 1, 0), starts.count - 1)]
    var found: [ScriptText] = []
    for command in text.script.commands where found.count < 8 {
      guard let word = command.words.first, command.name == "exit" || command.name == "exec" && command.words.count > 1,
        word.range.upperBound < error
      else { continue }
      let start = starts.last { $0 <= word.range.lowerBound } ?? 0
      let end = bytes[word.range.upperBound...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let isAlone =
        bytes[start..<word.range.lowerBound].allSatisfy(ShellByte.isBlank)
        && !bytes[word.range.upperBound..<end].contains { "&|".utf8.contains($0) }
      let before = bytes[..<start].last { !ShellByte.isBlank($0) && $0 != UInt8(ascii: "\n") }
      if isAlone, before.map({ !"&|\\".utf8.contains($0) }) ?? true {
        found.append(text.cut(after: String(decoding: bytes[..<end], as: UTF8.self)))
      }
    }
    return found
  }

  /// An error: such a step fails where its shell comes to that place. `output` is what the shell wrote to standard error.
  package static func diagnostic(of text: ScriptText, output: String) -> Diagnostic {
    if let cause = OddityLint.cause(in: text) { return cause }
    let (line, said) = parse(output)
    // What the shell says quotes the text.
    let message = text.step == nil ? "sh -n refuses it" : said
    let name = text.shell.rawValue
    return Diagnostic(
      .shellSyntax, "\(name) cannot parse this text: \(message)", at: text.place(of: range(in: text, line, said)),
      hint: hint(for: text, said))
  }

  private static func hint(for text: ScriptText, _ message: String) -> String {
    let node = text.source.node
    if node.style == .plain, let cut = commentAfter(node) {
      let cut = text.step == nil ? "#…" : cut
      return "YAML ends the text at ' #' and takes '\(cut)' for a comment: write '|' and the text on the next line"
    }
    if node.style == .plain, !node.foldedBreaks.isEmpty {
      return "YAML folds these lines into one: write '|' first, and the text on the lines below"
    }
    if message.contains(text: "quot") || message.contains(text: "matching") {
      return "close the quote, or write \\' or \\\" for one that is meant as it is"
    }
    for (opener, closer) in [
      ("then", "if … then … fi"), ("fi", "if … then … fi"), ("do", "for … do … done"),
      ("done", "for … do … done"), ("esac", "case … esac"), ("}", "{ …; }"), (")", "( … )"),
    ]
    where message.contains(text: "\"\(opener)\"") { return "look for what is missing of \(closer)" }
    return "a text of several commands needs '|' and a line for each, or ';' between them"
  }

  /// The comment that ends a plain text on its last line.
  private static func commentAfter(_ node: Node) -> String? {
    let source = node.tree.source
    let rest = source.text(in: SourceRange(node.range.upper, source.line(containing: node.range.upper).upper))
    let comment = rest.drop { $0 == " " || $0 == "\t" }
    return comment.hasPrefix("#") && comment.count < rest.count ? String(comment.prefix(20)) : nil
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
    if message.contains(text: "quot") || message.contains(text: "matching"), let quote = text.script.unclosedQuote {
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
