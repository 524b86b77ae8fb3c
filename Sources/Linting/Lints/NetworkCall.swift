/// A command that speaks to another host.
struct NetworkCall {
  /// The name of its program.
  let word: ShellWord
  /// Its own options, or the `timeout` that runs it, end it.
  let isLimited: Bool
  /// It gives up by itself, after long.
  let givesUp: Bool

  /// nil for other commands. Those that give up by themselves soon enough, such as dig, are none.
  private init?(_ words: ArraySlice<ShellWord>, isTimed: Bool) {
    guard let name = words.first, name.isStatic, let program = NetworkProgram.known[Self.program(name)] else {
      return nil
    }
    let arguments = words.dropFirst().map(\.text)
    guard program.usesNetwork(arguments) else { return nil }
    word = name
    isLimited = isTimed || program.isLimited(arguments)
    givesUp = program.givesUp
  }

  /// The calls of a text; those inside of `sh -c '…'` count as its words. A function of the text hides the program that
  /// it is named like, and what the function calls is in the text, too.
  static func calls(in script: ShellScript) -> [NetworkCall] {
    script.commands.flatMap { command -> [NetworkCall] in
      if let name = command.name, script.functions.contains(name) { return [] }
      return calls(of: command, depth: 0)
    }
  }

  private static func calls(of command: ShellCommand, depth: Int) -> [NetworkCall] {
    let (words, isTimed) = command.wrapped
    guard let name = words.first, name.isStatic, depth < 4 else { return [] }
    let inner: [ShellCommand]
    switch program(name) {
    case "sh", "bash", "dash", "su", "runuser":
      let arguments = words.dropFirst()
      guard let option = arguments.firstIndex(where: { isCommandOption($0.text) }), option + 1 < words.endIndex,
        program(name) == "su" || program(name) == "runuser" || areOptions(arguments[..<option])
      else { return [] }
      let text = words[option + 1]
      inner = ShellScript(text.text, shell: .bash).commands.map { $0.standing(at: text.range) }
    case "find":
      inner = words.indices.filter { ["-exec", "-execdir", "-ok", "-okdir"].contains(words[$0].text) }.map { start in
        var command = ShellCommand()
        command.words = Array(words[(start + 1)...].prefix { $0.text != ";" && $0.text != "+" })
        return command
      }
    default: return NetworkCall(words, isTimed: isTimed).map { [$0] } ?? []
    }
    return isTimed ? [] : inner.flatMap { calls(of: $0, depth: depth + 1) }
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

  private static func program(_ name: ShellWord) -> String { String(name.text.split(separator: "/").last ?? "") }
}

extension ShellCommand {
  /// A command of a text that is a word of another text.
  fileprivate func standing(at range: Range<Int>) -> ShellCommand {
    var command = self
    for index in command.words.indices { command.words[index].range = range }
    return command
  }
}
