import Catalog
import Diagnostics
import Syntax

/// What shellcheck says of the texts, placed where it stands in the runbooks. Running it is somebody else's work: this
/// makes its files and arguments and reads its output.
package enum ShellcheckLint {
  /// Before the names of the files, which are those that `diagnostics` is told.
  package static let arguments = [
    "--norc", "--format=json1", "--exclude=" + excluded.map { "SC\($0.code)" }.joined(separator: ","),
  ]

  /// Findings that would be wrong of a step, or are maint's own to make.
  private static let excluded: [(code: Int, reason: String)] = [
    (1090, "a file that is sourced is named by a variable, and is the host's"),
    (1091, "a file that is sourced is not among those given, and is the host's"),
    (2016, "single quotes hold programs for awk and sh -c on purpose"),
    (2153, "variables come from params, secrets and $MAINT_ENV: unknown-variable knows which"),
    (2154, "likewise"),
    (2317, "functions that a trap calls are taken for unreachable"),
  ]

  /// A file for shellcheck: how maint starts the shell, then the text. dash is what /bin/sh is on Debian, and knows
  /// nothing that another /bin/sh does not; with -e, `cd` needs no `|| exit`.
  package static func file(for text: ScriptText) -> String {
    switch text.shell {
    case .sh: "#!/bin/dash -eu\n\(text.text)\n"
    case .bash: "#!/bin/bash -eu\n\(text.text)\n"
    }
  }

  /// `output` is JSON, which maint's own language contains; the name of each file is the index of its text. nil where
  /// it is something else.
  package static func diagnostics(from output: [UInt8], texts: [ScriptText]) -> [Diagnostic]? {
    var problems = DiagnosticBag()
    let tree = Parser.parse(Source(path: "shellcheck", bytes: output), diagnostics: &problems)
    guard !problems.hasErrors, let comments = tree?.root["comments"], comments.kind == .list else { return nil }
    var offsets: [Int: LineOffsets] = [:]
    var found: [Diagnostic] = []
    for comment in comments.items {
      guard let comment = Comment(comment), texts.indices.contains(comment.file) else { return nil }
      let text = texts[comment.file]
      let lines = offsets[comment.file] ?? LineOffsets(text.text)
      offsets[comment.file] = lines
      // The first line is the header's.
      let lower = lines.offset(line: comment.line - 2, column: comment.column - 1)
      let upper = lines.offset(line: comment.endLine - 2, column: comment.endColumn - 1)
      let end = comment.endLine == comment.line ? upper : lines.end(ofLine: comment.line - 2)
      found.append(comment.diagnostic(at: text.place(of: lower..<max(lower, end))))
    }
    return found
  }

  private struct Comment {
    let file: Int
    let line: Int
    let column: Int
    let endLine: Int
    let endColumn: Int
    let level: String
    let code: String
    let message: String

    init?(_ node: Node) {
      func number(_ key: String) -> Int? { node[key].flatMap { Int($0.text) } }
      guard let file = number("file"), let line = number("line"), let column = number("column"),
        let endLine = number("endLine"), let endColumn = number("endColumn"), let level = node["level"]?.text,
        let code = node["code"]?.text, let message = node["message"]?.text
      else { return nil }
      (self.file, self.line, self.column, self.endLine, self.endColumn) = (file, line, column, endLine, endColumn)
      (self.level, self.code, self.message) = (level, code, message)
    }

    func diagnostic(at place: Place) -> Diagnostic {
      var words = message.split(separator: "\n").joined(separator: " ")
      while words.hasSuffix(".") { words.removeLast() }
      // `Double quote …` as maint's own messages begin; not `POSIX …`.
      if words.dropFirst().first?.isLowercase == true { words = words.prefix(1).lowercased() + words.dropFirst() }
      return Diagnostic(
        .shellcheck, "\(words) (SC\(code))", severity: level == "error" ? .error : .warning, at: place,
        hint: "see https://www.shellcheck.net/wiki/SC\(code)")
    }
  }

  /// Finds the byte of a line and a column that counts code points, both from 0.
  private struct LineOffsets {
    private let bytes: [UInt8]
    private var starts = [0]

    init(_ text: String) {
      bytes = Array(text.utf8)
      for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
    }

    func offset(line: Int, column: Int) -> Int {
      guard starts.indices.contains(line) else { return line < 0 ? 0 : bytes.count }
      var offset = starts[line]
      var left = column
      let end = end(ofLine: line)
      while left > 0, offset < end {
        offset += 1
        // Bytes that go on with a code point.
        while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        left -= 1
      }
      return offset
    }

    /// Without its line break.
    func end(ofLine line: Int) -> Int {
      guard starts.indices.contains(line) else { return line < 0 ? 0 : bytes.count }
      return line + 1 < starts.count ? starts[line + 1] - 1 : bytes.count
    }
  }
}
