/// Reads from a shell text which variables it reports to later steps through `$MAINT_ENV`.
enum ReportedVariables {
  /// nil where not all of them can be told from the text.
  static func names(in script: ShellScript) -> Set<String>? {
    var names: Set<String> = []
    var accounted = 0
    for command in script.commands {
      for redirection in command.redirections where redirection.target.variables.contains("MAINT_ENV") {
        accounted += 1
        guard redirection.operation.hasPrefix(">"), let written = written(by: command, in: script) else { return nil }
        names.formUnion(written)
      }
    }
    // Any other use of it: tee, a variable that holds its path, a program of its own.
    return accounted == script.reads.count(where: { $0.name == "MAINT_ENV" }) ? names : nil
  }

  private static func written(by command: ShellCommand, in script: ShellScript) -> Set<String>? {
    if let body = command.body {
      var names: Set<String> = []
      for inner in script.commands[body] where !isSilent(inner) {
        guard let written = written(by: inner, in: script) else { return nil }
        names.formUnion(written)
      }
      return names
    }
    guard let name = command.name else { return nil }
    switch name {
    case "cat":
      guard command.words.count == 1, let document = command.redirections.compactMap(\.document).last else {
        return nil
      }
      return names(inLines: script.documents[document].text)
    case "echo", "printf": return names(in: command)
    default: return script.functions.contains(name) ? names(in: command) : nil
    }
  }

  /// Of a command that prints its arguments.
  private static func names(in command: ShellCommand) -> Set<String>? {
    var words = command.words.dropFirst().drop { $0.text.hasPrefix("-") }
    guard words.first?.text.hasPrefix("%s\\n") == true else {
      return words.first.flatMap { Self.names(inLines: $0.text) }
    }
    words = words.dropFirst()
    var written: Set<String> = []
    for word in words {
      guard let found = Self.names(inLines: word.text) else { return nil }
      written.formUnion(found)
    }
    return written
  }

  /// Lines as they are, or as `\n` for printf and dash's echo. nil where the first has no name.
  private static func names(inLines text: String) -> Set<String>? {
    let lines = text.split(separator: "\n").flatMap { line -> [Substring] in
      var parts: [Substring] = []
      var rest = line
      while let slash = rest.firstRange(ofLineEscape: ()) {
        parts.append(rest[..<slash.lowerBound])
        rest = rest[slash.upperBound...]
      }
      return parts + [rest]
    }
    var names: Set<String> = []
    for line in lines where !line.isEmpty {
      guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else {
        if names.isEmpty { return nil }
        continue
      }
      let name = line[..<equals]
      if ShellByte.isName(name.utf8) {
        names.insert(String(name))
      } else if names.isEmpty || name.unicodeScalars.contains(ShellWord.hole) || name.utf8.contains(UInt8(ascii: "$")) {
        return nil
      }
    }
    return names
  }

  /// Prints nothing.
  private static func isSilent(_ command: ShellCommand) -> Bool {
    if command.body != nil { return command.redirections.contains { $0.operation.hasPrefix(">") } }
    guard let name = command.name else { return command.words.isEmpty }
    return silent.contains(name)
  }

  private static let silent: Set<String> = [
    "[", "[[", "test", ":", "true", "false", "exit", "return", "continue", "break", "read", "shift", "cd", "local",
    "export", "unset",
  ]
}

extension Substring {
  /// The first `\n` of two characters.
  fileprivate func firstRange(ofLineEscape: Void) -> Range<Index>? {
    var index = startIndex
    while let slash = self[index...].firstIndex(of: "\\") {
      let next = self.index(after: slash)
      guard next < endIndex else { return nil }
      let after = self.index(after: next)
      if self[next] == "n" { return slash..<after }
      index = after
    }
    return nil
  }
}
