/// A simple command that a text runs in the end: behind wrappers such as `sudo`, for `find` and `xargs`, and in texts that
/// it gives to another shell, to `eval` or to `trap`.
struct ShellCall {
  /// `name=value` before it or instead of it.
  var assignments: [ShellWord] = []
  /// Its name first; empty for assignments, and for the redirections of a compound command.
  var words: ArraySlice<ShellWord>
  var redirections: [ShellCommand.Redirection] = []
  /// `timeout` ends it.
  var isTimed = false
  /// `xargs` gives it further arguments, which stand nowhere.
  var isFed = false
  /// As of its command; none of them in a text within the text.
  var isStraight = false
  var isJoined = false
  var joinsNext = false
  /// Of the text in which its words stand.
  let script: ShellScript
  /// The word of the outermost text in which that text stands; nil: it is that text.
  var place: Range<Int>?

  /// Deeper texts are no operator's.
  private static let deepest = 8

  /// In the order of the text. A function of the text hides the program that it is named like, and what the function calls
  /// is in the text, too.
  static func all(in script: ShellScript) -> [ShellCall] { all(in: script, depth: 0) }

  private static func all(in script: ShellScript, depth: Int) -> [ShellCall] {
    script.commands.flatMap { command -> [ShellCall] in
      if let name = command.name, script.functions.contains(name) { return [] }
      let isOuter = depth == 0
      let call = ShellCall(
        assignments: command.assignments, words: command.words[...], redirections: command.redirections,
        isStraight: isOuter && command.isStraight, isJoined: isOuter && command.isJoined, joinsNext: command.joinsNext,
        script: script)
      return call.unwrapped(depth)
    }
  }

  private func unwrapped(_ depth: Int) -> [ShellCall] {
    let wrapped = ShellCommand.unwrap(named)
    var call = self
    call.words = wrapped.words
    call.isTimed = isTimed || wrapped.isTimed
    call.isFed = isFed || wrapped.isFed
    guard depth < Self.deepest, let name = call.words.first, name.isStatic else { return [call] }
    return call.inner(name, depth)
  }

  /// With what the text has put into the variable that stands in place of a name: `ctl=systemctl`, or `SUDO=`.
  private var named: ArraySlice<ShellWord> {
    guard let name = words.first, !name.isStatic, name.text.unicodeScalars.elementsEqual([ShellWord.hole]),
      let variable = name.variables.first, name.variables.count == 1
    else { return words }
    let values = script.values(of: variable).filter(\.isStatic).map { $0.text.drop { $0 != "=" }.dropFirst() }
    guard let value = values.first(where: { !$0.isEmpty && !$0.contains(" ") }) else {
      // Whoever calls it so puts sudo into it, or nothing.
      return values.isEmpty && variable.lowercased() != "sudo" ? words : words.dropFirst()
    }
    return [ShellWord(range: name.range, text: String(value))] + words.dropFirst()
  }

  private func inner(_ name: ShellWord, _ depth: Int) -> [ShellCall] {
    let arguments = words.dropFirst()
    switch name.program {
    case "sh", "bash", "dash", "ash", "ksh", "zsh", "rbash":
      if let option = arguments.firstIndex(where: { Self.isCommandOption($0.text) }) {
        return Self.areOptions(arguments[..<option]) ? nested(arguments[(option + 1)...].prefix(1), depth) : [self]
      }
      guard Self.areOptions(arguments), let document = redirections.compactMap(\.document).last else { return [self] }
      return nested(text: script.documents[document].text, at: name, depth)
    case "su", "runuser":
      if let option = arguments.firstIndex(where: { Self.isCommandOption($0.text) }) {
        return nested(arguments[(option + 1)...].prefix(1), depth)
      }
      guard name.program == "runuser", arguments.contains(where: { $0.text.hasPrefix("-u") }) else { return [self] }
      return with(CommandWrapper(valued: "ugGsw").strip(arguments)).unwrapped(depth + 1)
    case "eval": return nested(arguments, depth)
    case "trap":
      let words = arguments.drop { $0.text == "--" }
      return words.count > 1 ? nested(words.prefix(1), depth) : [self]
    // `flock FILE -c 'text'`
    case "-c", "--command": return nested(arguments.prefix(1), depth)
    case "find":
      let starts = arguments.indices.filter { ["-exec", "-execdir", "-ok", "-okdir"].contains(words[$0].text) }
      let found = starts.map { words[($0 + 1)...].prefix { $0.text != ";" && $0.text != "+" } }
      return [self] + found.flatMap { with($0).unwrapped(depth + 1) }
    default: return [self]
    }
  }

  private func with(_ words: ArraySlice<ShellWord>) -> ShellCall {
    var call = self
    call.words = words
    return call
  }

  private func nested(_ words: ArraySlice<ShellWord>, _ depth: Int) -> [ShellCall] {
    guard let first = words.first else { return [self] }
    return nested(text: words.map(\.text).joined(separator: " "), at: first, depth)
  }

  private func nested(text: String, at word: ShellWord, _ depth: Int) -> [ShellCall] {
    // bash reads all that sh does.
    let inner = Self.all(in: ShellScript(text, shell: .bash), depth: depth + 1)
    return [self]
      + inner.map { call in
        var call = call
        call.place = place ?? word.range
        call.isTimed = call.isTimed || isTimed
        return call
      }
  }

  /// `-c`, also among others: `-euc`.
  private static func isCommandOption(_ text: String) -> Bool {
    text.hasPrefix("-") && !text.hasPrefix("--") && text.hasSuffix("c") || text == "--command"
  }

  /// Before the `-c` of a shell: behind the name of a script it would be the script's.
  private static func areOptions(_ words: ArraySlice<ShellWord>) -> Bool {
    words.indices.allSatisfy { index in
      words[index].text.hasPrefix("-") || words[index].text.hasPrefix("+")
        || index > words.startIndex && words[index - 1].text.hasSuffix("o")
    }
  }
}

extension ShellScript {
  /// The assignments to a variable that stand in the text: `name=value`.
  func values(of name: String) -> [ShellWord] {
    commands.flatMap { command in
      let declared = ["export", "local", "readonly", "declare", "typeset"].contains(command.name ?? "")
      return (command.assignments + (declared ? command.words.dropFirst() : [])).filter { $0.assignedName == name }
    }
  }
}
