import Catalog

/// What commands do that reads in files, or changes which they are.
extension SourcingLook {
  /// What stands in place of a command's name.
  enum Name {
    case known(String)
    /// A path, and so nothing that the shell does itself.
    case program
    /// What the function was given, from this argument on; nil: from any.
    case positional(Int?)
    case unknown
  }

  static let shells: Set<String> = [
    "sh", "bash", "dash", "ash", "ksh", "zsh", "rbash", "mksh", "ksh93", "yash", "posh", "fish", "csh", "tcsh",
  ]

  /// What is more than the program that is called so.
  static let meaningful = shells.union(reading).union(setting).union(textTakers).union(starters).union([
    "cd", "chdir", "pushd", "popd", "set", "shopt", "return", "break", "continue", "su", "runuser", "find", "hash",
    "-c",
    "--command",
  ]).union(CommandWrapper.known.keys)

  /// What reads in files, or makes names mean something else.
  static let reading: Set<String> = [".", "source", "eval", "trap", "alias", "enable", "compgen", "complete"]

  /// What sets variables: those of a command that stands there as it is, the text tells by itself.
  private static let setting: Set<String> = [
    "export", "readonly", "declare", "typeset", "local", "read", "mapfile", "readarray", "getopts", "unset", "printf",
    "let", "wait",
  ]

  /// Those of them that can be told at once.
  private static let idle: Set<String> = ["local", "read", "getopts", "unset", "printf", "let", "wait", "hash"]

  /// Programs that give a text, or what they read, to a shell.
  static let textTakers: Set<String> = [
    "script", "sg", "newgrp", "watch", "parallel", "at", "batch", "machinectl",
  ]

  /// Programs that run another one on this host.
  static let starters: Set<String> = [
    "unshare", "setpriv", "nsenter", "prlimit", "numactl", "setarch", "linux32", "linux64", "bwrap", "firejail",
    "faketime", "runcon", "capsh", "ip", "systemd-run", "systemd-inhibit", "gosu", "su-exec", "strace", "ltrace",
    "perf",
    "fakeroot", "pkexec", "dbus-run-session", "xvfb-run", "setuidgid", "chpst", "softlimit", "unbuffer", "eatmydata",
  ]

  /// Whether a command of that name reads in nothing, where no function of that name runs its arguments.
  static func isIdle(_ name: String) -> Bool { !meaningful.contains(name) || idle.contains(name) }

  mutating func carryOut(_ plain: Call, _ kind: Step.Shell, _ shell: inout Shell) {
    var call = plain
    while let word = call.words.first {
      switch name(word, call, shell) {
      case .known(""):
        call.words = call.words.dropFirst()
        call.isDerived = true
      case .known(let name):
        // It is the value of something.
        if !word.isStatic { call.isDerived = true }
        let program = Self.program(name)
        guard let wrapper = CommandWrapper.known[program], !settings.functions.contains(name) else {
          return carryOut(call, name, kind, &shell)
        }
        guard unwrap(&call, wrapper, program, &shell) else { return }
      case .program: return run(call, word, &shell)
      case .positional(let number): return carryOutArguments(call, from: number, kind, &shell)
      case .unknown: return spell(call, word, kind, &shell)
      }
    }
    // `xargs env`: what it reads is the command.
    if call.isFed, call.command.words.count - call.words.startIndex == 0, call.command.words.count > 1 {
      let isPlain =
        call.command.words.first?.text == "xargs" && call.command.words.dropFirst().allSatisfy(\.text.isOption)
      if !isPlain { note(call, .command, &shell) }
    }
  }

  static func program(_ name: String) -> String { String(name.split(separator: "/").last ?? "") }

  func name(_ word: ShellWord, _ call: Call, _ shell: Shell) -> Name {
    if word.isPlain, word.isStatic, word.text == "[" || word.text == "[[" { return .known(word.text) }
    if let value = value(word, call, shell) { return .known(value.text) }
    let raw = call.script.raw(word)
    let bare = String(raw.filter { $0 != "\"" && $0 != "{" && $0 != "}" })
    if let number = Self.argument(word, raw) { return .positional(number) }
    if bare == "$\(StepVariable.executable.rawValue)", !settings.isSet(StepVariable.executable.rawValue) {
      return .program
    }
    if Self.isPath(raw) { return .program }
    return .unknown
  }

  /// Its first word has a `/` in it, whatever the shell makes of it.
  static func isPath(_ raw: String) -> Bool {
    if raw.hasPrefix("<") || raw.hasPrefix(">") { return false }
    if raw.hasPrefix("\"") {
      let rest = raw.dropFirst()
      guard let end = rest.firstIndex(of: "\"") else { return false }
      let behind = rest[rest.index(after: end)...]
      return behind.hasPrefix("/") || behind.isEmpty && rest[..<end].contains("/") && !rest.contains("(")
    }
    let plain = raw.prefix { $0 != "$" && $0 != "`" && $0 != "{" && $0 != "*" && $0 != "?" && $0 != "[" && $0 != "\\" }
    return plain.contains("/")
  }

  private mutating func carryOut(_ call: Call, _ name: String, _ kind: Step.Shell, _ shell: inout Shell) {
    let arguments = call.words.dropFirst()
    if settings.functions.contains(name) {
      handOn(call, name, kind, &shell)
      // It may be called before it is one.
      guard Self.meaningful.contains(name) else { return }
    }
    if Self.setting.contains(name) { return setVariables(call, name, &shell) }
    switch name {
    case ".", "source": source(call, kind, &shell)
    case "eval": evaluate(call, arguments, kind, &shell)
    case "trap":
      let words = arguments.drop { $0.text == "--" }
      if words.count > 1 { evaluate(call, words.prefix(1), kind, &shell) }
    case "cd", "chdir": changeFolder(call, &shell)
    case "pushd", "popd": goSomewhere(&shell)
    case "set", "shopt": changeOptions(call, name)
    case "return": if call.function == nil { shell.mayHaveEnded = true }
    case "break", "continue":
      if call.function == nil, call.isDerived || call.command.isAtTop { shell.mayHaveEnded = true }
    case "alias", "enable", "compgen", "complete": if !arguments.isEmpty { note(call, .command, &shell) }
    // `flock FILE -c 'text'`
    case "-c", "--command":
      runText(of: call, arguments.first, .bash, &shell)
    default: start(call, Self.program(name), &shell)
    }
  }

  private mutating func setVariables(_ call: Call, _ name: String, _ shell: inout Shell) {
    let arguments = call.words.dropFirst()
    let isPlain = !call.isDerived && call.words.startIndex == call.command.words.startIndex
    switch name {
    case "mapfile" where arguments.contains(where: Self.takesCallback),
      "readarray" where arguments.contains(where: Self.takesCallback):
      note(call, .text, &shell)
    case "printf", "wait":
      let first = arguments.first?.text ?? ""
      if !isPlain, first.hasPrefix("-") || arguments.first?.isStatic == false { found.setsAnyVariable = true }
    default: if !isPlain { found.setsAnyVariable = true }
    }
  }

  private static func takesCallback(_ word: ShellWord) -> Bool {
    !word.isStatic || word.text.hasPrefix("-") && word.text.contains("C") || word.text.hasPrefix("{")
  }

  private mutating func changeOptions(_ call: Call, _ name: String) {
    let words = call.words.dropFirst().prefix { $0.text != "--" }
    let isPlain = words.allSatisfy { $0.isPlain && $0.isStatic && !$0.text.contains("{") }
    if !isPlain || call.isDerived
      || words.contains(where: { $0.text.hasPrefix("+") || $0.text == "errexit" && name == "shopt" })
    {
      found.goesOnAfterFailures = true
    }
    // `set -k` makes assignments of arguments.
    let takesAll = words.contains { $0.text.hasPrefix("-") && $0.text.contains("k") || $0.text == "keyword" }
    if name == "set", call.isDerived { found.hasOtherArguments = true }
    if name == "set", !isPlain || takesAll || call.isDerived { found.setsAnyVariable = true }
  }

  /// A folder is known after one plain `cd` whose failure ends all.
  private mutating func changeFolder(_ call: Call, _ shell: inout Shell) {
    let (command, arguments) = (call.command, call.words.dropFirst())
    let isInList = command.isAtTop && command.before == .end && command.after == .and
    let isUnsure = shell.isChild ? settings.childHasUnknown : settings.hasUnknown
    let endsAll = command.isCertain && shell.endsOnFailure && !settings.goesOnAfterFailures && !isUnsure
    guard shell.isCertain, !shell.mayHaveEnded, shell.isAtTop, !call.isDerived,
      isInList && Self.isPlain(command.list, call.script) || endsAll,
      call.words.startIndex == command.words.startIndex, command.assignments.isEmpty, arguments.count == 1,
      !settings.functions.contains("cd"), !settings.isSet("CDPATH"), let word = arguments.first,
      let value = value(word, call, shell), value.text.hasPrefix("/"),
      !value.text.split(separator: "/").contains("..")
    else { return goSomewhere(&shell) }
    found.folderChanges += 1
    guard settings.folderChanges < 2 else { return }
    shell.values.go(to: value, list: isInList ? (text: shell.identity, number: command.list) : nil)
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

extension String {
  fileprivate var isOption: Bool { hasPrefix("-") }
}
