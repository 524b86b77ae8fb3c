import Catalog

/// What commands do that reads in files, or changes which they are.
extension SourcingLook {
  /// What stands in place of a command's name.
  private enum Name {
    case known(String)
    /// A path, and so nothing that the shell does itself.
    case program
    /// What the function was given.
    case positional
    case unknown
  }

  static let shells: Set<String> = ["sh", "bash", "dash", "ash", "ksh", "zsh", "rbash", "mksh"]

  /// What is more than the program that is called so.
  private static let meaningful = shells.union([
    ".", "source", "eval", "trap", "cd", "chdir", "pushd", "popd", "set", "export", "readonly", "declare", "typeset",
    "local", "read", "mapfile", "readarray", "getopts", "unset", "printf", "let", "alias", "enable", "compgen",
    "complete",
    "su", "runuser", "find", "wait", "hash", "shopt", "-c", "--command",
  ]).union(CommandWrapper.known.keys)

  /// Those of them that only set variables, which the text tells by itself.
  private static let setting: Set<String> = [
    "local", "read", "getopts", "unset", "printf", "let", "wait", "hash", "shopt",
  ]

  /// Whether a command of that name reads in nothing, where no function of that name runs its arguments.
  static func isIdle(_ name: String) -> Bool { !meaningful.contains(name) || setting.contains(name) }

  mutating func carryOut(_ plain: Call, _ kind: Step.Shell, _ shell: inout Shell) {
    var call = plain
    while let word = call.words.first {
      switch name(word, call, shell) {
      case .known(""): call.words = call.words.dropFirst()
      case .known(let name):
        let program = Self.program(name)
        guard let wrapper = CommandWrapper.known[program], !settings.functions.contains(name) else {
          return carryOut(call, name, kind, &shell)
        }
        if program == "command", call.words.dropFirst().first?.text.lowercased() == "-v" { return }
        wrap(&call, program)
        call.words = wrapper.strip(call.words.dropFirst())
      case .program: return run(call, word, &shell)
      case .positional:
        if let function = call.function {
          found.runners.insert(function)
        } else if Self.setsReading(call.script) {
          note(call, .command, &shell)
        }
        return
      case .unknown: return mayRead(word, call) ? note(call, .command, &shell) : start(call, "", &shell)
      }
    }
  }

  /// `set -- . file`, and then `"$@"`.
  private static func setsReading(_ script: ShellScript) -> Bool {
    script.commands.contains { command in
      command.name == "set" && command.words.contains { sources.contains($0.text) }
    }
  }

  static func program(_ name: String) -> String { String(name.split(separator: "/").last ?? "") }

  private func wrap(_ call: inout Call, _ program: String) {
    let isPlain = call.words.dropFirst().first?.text.hasPrefix("-") != true
    switch program {
    case "command", "builtin", "time", "nohup", "setsid", "chronic", "nice", "ionice", "chrt", "taskset", "stdbuf",
      "timeout", "flock", "systemd-cat":
      break
    case "exec" where isPlain: break
    case "xargs": call.isFed = true
    case "chroot": call.isElsewhere = true
    default: call.isOpaque = true
    }
  }

  private func name(_ word: ShellWord, _ call: Call, _ shell: Shell) -> Name {
    if word.isPlain, word.isStatic, word.text == "[" || word.text == "[[" { return .known(word.text) }
    if let value = value(word, call, shell) { return .known(value.text) }
    let raw = call.script.raw(word)
    let bare = String(raw.filter { $0 != "\"" && $0 != "{" && $0 != "}" })
    if bare == "$@" || bare == "$*" || bare.hasPrefix("$") && bare.dropFirst().allSatisfy(\.isNumber) {
      return .positional
    }
    if bare == "$\(StepVariable.executable.rawValue)", !settings.isSet(StepVariable.executable.rawValue) {
      return .program
    }
    if Self.isPath(raw) { return .program }
    return .unknown
  }

  /// Its first word has a `/` in it, whatever the shell makes of it.
  private static func isPath(_ raw: String) -> Bool {
    if raw.hasPrefix("\"") {
      let rest = raw.dropFirst()
      guard let end = rest.firstIndex(of: "\"") else { return false }
      let behind = rest[rest.index(after: end)...]
      return behind.hasPrefix("/") || behind.isEmpty && rest[..<end].contains("/") && !rest.contains("(")
    }
    let plain = raw.prefix { $0 != "$" && $0 != "`" && $0 != "{" && $0 != "*" && $0 != "?" && $0 != "[" && $0 != "\\" }
    return plain.contains("/")
  }

  /// Whether what stands in place of a name may be `.` or its like. A variable is taken for a program, unless something is put
  /// into it that is none.
  private func mayRead(_ word: ShellWord, _ call: Call) -> Bool {
    guard !word.variables.isEmpty else { return word.isStatic }
    return word.variables.contains { variable in
      (settings.values[variable] ?? []).contains { value in
        let words = value.split { " \t\n\"';()".contains($0) }
        return words.contains { Self.sources.contains(String($0)) }
      }
    }
  }

  private static let sources: Set<String> = [".", "source", "eval"]

  /// What can read in a file, or change what others read in.
  private static let isReading = meaningful.subtracting(CommandWrapper.known.keys).subtracting([
    "-c", "--command", "printf", "wait", "hash",
  ]).union([".", "source", "eval"])

  private mutating func carryOut(_ call: Call, _ name: String, _ kind: Step.Shell, _ shell: inout Shell) {
    let arguments = call.words.dropFirst()
    if settings.functions.contains(name) {
      if settings.runners.contains(name) { handOn(call, arguments, kind, &shell) }
      // It may be called before it is one.
      guard Self.meaningful.contains(name) else { return }
    }
    switch name {
    case ".", "source": source(call, kind, &shell)
    case "eval": evaluate(call, arguments, kind, &shell)
    case "trap":
      let words = arguments.drop { $0.text == "--" }
      if words.count > 1 { evaluate(call, words.prefix(1), kind, &shell) }
    case "cd", "chdir": changeFolder(call, &shell)
    case "pushd", "popd": goSomewhere(&shell)
    case "set":
      if arguments.contains(where: { !$0.isStatic || $0.text.hasPrefix("+") }) { found.goesOnAfterFailures = true }
    case "alias", "enable", "compgen", "complete": if !arguments.isEmpty { note(call, .command, &shell) }
    case "mapfile", "readarray":
      if arguments.contains(where: { $0.text.hasPrefix("-") && $0.text.contains("C") }) { note(call, .text, &shell) }
    // `flock FILE -c 'text'`
    case "-c", "--command":
      runText(of: call, arguments.first, &shell)
    default: start(call, Self.program(name), &shell)
    }
  }

  /// To a function that runs it.
  private mutating func handOn(
    _ call: Call, _ arguments: ArraySlice<ShellWord>, _ kind: Step.Shell, _ shell: inout Shell
  ) {
    if let first = arguments.first, value(first, call, shell) == nil {
      switch name(first, call, shell) {
      case .positional:
        if let function = call.function { found.runners.insert(function) } else { note(call, .command, &shell) }
      case .known, .program, .unknown: break
      }
    }
    let start = arguments.indices.first { index in
      let name = Self.program(arguments[index].text)
      return Self.isReading.contains(name) || CommandWrapper.known[name] != nil
    }
    guard let start else { return }
    switch arguments[start].text {
    case ".", "source", "eval", "trap", "alias", "enable", "set", "mapfile", "readarray":
      note(call, .command, at: arguments[start], &shell)
    case "cd", "chdir", "pushd", "popd": goSomewhere(&shell)
    case "export", "readonly", "declare", "typeset", "local", "read", "getopts", "unset", "let":
      found.setsAnyVariable = true
    default:
      var inner = call
      (inner.words, inner.isOpaque) = (arguments[start...], true)
      carryOut(inner, kind, &shell)
    }
  }

  /// A folder is known after one plain `cd` whose failure ends all.
  private mutating func changeFolder(_ call: Call, _ shell: inout Shell) {
    let (command, arguments) = (call.command, call.words.dropFirst())
    let isInList = command.isAtTop && command.before == .end && command.after == .and
    let endsAll = command.isCertain && shell.endsOnFailure && !settings.goesOnAfterFailures
    guard shell.isCertain, shell.isAtTop, isInList && Self.isPlain(command.list, call.script) || endsAll,
      call.words.startIndex == command.words.startIndex, command.assignments.isEmpty, arguments.count == 1,
      !settings.functions.contains("cd"), !settings.isSet("CDPATH"), let word = arguments.first,
      let value = value(word, call, shell), value.text.hasPrefix("/"),
      !value.text.split(separator: "/").contains("..")
    else { return goSomewhere(&shell) }
    if !shell.isChild { found.folderChanges += 1 } else { found.folderChanges = max(found.folderChanges, 1) }
    guard settings.folderChanges < 2 else { return }
    shell.values.go(to: value, list: isInList ? (shell.identity, command.list) : nil)
  }

  /// Whether each command of the list comes only after the one before it has succeeded.
  private static func isPlain(_ list: Int, _ script: ShellScript) -> Bool {
    script.commands.allSatisfy { command in
      command.list != list || !command.isAtTop
        || [.end, .and].contains(command.before) && [.end, .and].contains(command.after)
    }
  }

  private mutating func goSomewhere(_ shell: inout Shell) {
    found.folderChanges += 2
    shell.values.goSomewhere()
  }
}
