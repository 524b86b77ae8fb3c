import Catalog
import TextSearch

/// Texts within texts: for `eval` and `trap`, and for shells that the text starts.
extension SourcingLook {
  /// In the same shell, at any time.
  mutating func evaluate(
    _ call: Call, _ words: ArraySlice<ShellWord>, _ kind: Step.Shell, _ shell: inout Shell
  ) {
    let values = words.map { value($0, call, shell) }
    guard let first = words.first else { return }
    guard values.allSatisfy({ $0 != nil }), !settings.functions.contains("eval") else {
      return note(call, .text, at: first, &shell)
    }
    let text = values.compactMap { $0?.text }.joined(separator: " ")
    var inner = shell
    (inner.isAtTop, inner.isCertain, inner.hasArguments) = (false, false, true)
    read(text: text, kind, at: call.origin?.range ?? first.range, &inner)
    (shell.values, shell.mayHaveEnded) = (inner.values, inner.mayHaveEnded)
    shell.projectFolder = inner.projectFolder
  }

  /// A program: a shell is one, and those that start shells.
  mutating func start(_ call: Call, _ program: String, _ shell: inout Shell) {
    let arguments = call.words.dropFirst()
    switch program {
    case _ where Self.shells.contains(program): startShell(call, &shell)
    case "su", "runuser": becomeUser(call, program, &shell)
    case _ where Self.textTakers.contains(program):
      if program == "script" || !arguments.isEmpty || call.command.before == .other { note(call, .text, &shell) }
    case "find":
      let starts = arguments.indices.filter { ["-exec", "-execdir", "-ok", "-okdir"].contains(arguments[$0].text) }
      for start in starts {
        var inner = call
        inner.words = arguments[(start + 1)...].prefix { $0.text != ";" && $0.text != "+" }
        (inner.isFed, inner.isOpaque) = (true, inner.isOpaque || arguments[start].text.hasSuffix("dir"))
        (inner.mark, inner.isDerived) = ("{}", true)
        carryOut(inner, .sh, &shell)
      }
    case _ where Self.takingNames.contains(program):
      if !Self.others.contains(program), let word = call.words.first { note(program: word, call, shell) }
    default:
      if let word = call.words.first { note(program: word, call, shell) }
      // What it is given may be a shell's text.
      let isStarter = Self.starters.contains(program)
      if !program.isEmpty, Self.givesShell(arguments) { note(started: call, shell) }
      guard
        let start = isStarter
          ? arguments.indices.first(where: { Self.shells.contains(arguments[$0].program) }) : Self.shell(in: arguments)
      else {
        let isUnknown = isStarter && arguments.contains { SourcingLook.isShell($0, call.script.raw($0)) }
        return isUnknown ? note(call, .command, &shell) : ()
      }
      var inner = call
      (inner.words, inner.isElsewhere) = (arguments[start...], true)
      startShell(inner, &shell)
    }
  }

  /// Where a shell with a text of its own stands among the arguments of a program.
  static func shell(in arguments: ArraySlice<ShellWord>) -> Int? {
    arguments.indices.dropLast().first { index in
      guard shells.contains(arguments[index].program) else { return false }
      // `sh -e -o pipefail -c`
      var options = arguments[(index + 1)...]
      while let word = options.popFirst(), word.text.hasPrefix("-") || word.text.hasPrefix("+") || !word.isStatic {
        if takesText(word.text) || !word.isStatic { return true }
        if word.text.hasSuffix("o") { options = options.dropFirst() }
      }
      return false
    }
  }

  /// Whether a shell stands among the arguments of a program, with something behind it that it may run and that is no text.
  static func givesShell(_ arguments: ArraySlice<ShellWord>) -> Bool {
    arguments.indices.dropLast().contains { index in
      let options = arguments[(index + 1)...].prefix { word in
        word.isStatic && (word.text.hasPrefix("-") || word.text.hasPrefix("+"))
      }
      return arguments[index].isStatic && shells.contains(arguments[index].program)
        && !options.contains { takesText($0.text) }
    }
  }

  mutating func run(_ call: Call, _ word: ShellWord, _ shell: inout Shell) {
    start(call, word.text.contains("/") ? word.program : "", &shell)
  }

  /// What they are given runs on another system, or nowhere.
  static let others: Set<String> = [
    "ssh", "docker", "podman", "nerdctl", "kubectl", "echo", "printf", "logger", "wall", "say", "grep", "[", "[[",
    "test",
    "which", "type", "hash", "man", "apt", "apt-get", "pgrep", "pkill", "killall", "pidof", "ls", "stat", "readlink",
    "realpath", "basename", "dirname", "cmp", "diff", "sha256sum", "dpkg", "dpkg-query", "rpm", "dnf", "yum", "zypper",
    "apk", "chsh", "useradd", "usermod", "getent",
  ]

  private static func takesText(_ option: String) -> Bool {
    option.hasPrefix("-") && !option.hasPrefix("--") && option.contains("c")
  }

  /// What the options of a shell make it do.
  private struct Options {
    var (takesText, readsInput, endsOnFailure, readsProfile) = (false, false, false, false)

    mutating func take(_ option: String) {
      if option.hasPrefix("--") {
        readsProfile = readsProfile || !["--posix", "--norc", "--noprofile", "--version", "--help"].contains(option)
      } else if option.hasPrefix("-") {
        takesText = takesText || option.contains("c")
        readsInput = readsInput || option.contains("s")
        endsOnFailure = endsOnFailure || option.contains("e")
        readsProfile = readsProfile || option.contains("l") || option.contains("i")
      } else if option.contains("e") || option.contains("o") {
        endsOnFailure = false
      }
    }
  }

  private mutating func startShell(_ call: Call, _ shell: inout Shell) {
    var words = call.words.dropFirst()
    var options = Options()
    while let word = words.first, let option = value(word, call, shell)?.text,
      option.hasPrefix("-") || option.hasPrefix("+")
    {
      words = words.dropFirst()
      if option == "--" || option == "-" { break }
      options.take(option)
      // Each takes a word, wherever in the option it stands.
      if !option.hasPrefix("--") { words = words.dropFirst(option.lazy.filter { $0 == "o" || $0 == "O" }.count) }
    }
    if options.readsProfile || settings.isSet("BASH_ENV") || readsElsewhereFirst(call) {
      note(call, .command, &shell, inChild: true)
    }
    let program = call.words.first.flatMap { value($0, call, shell)?.text }.map { Self.program($0) } ?? ""
    let kind: Step.Shell = ["sh", "dash", "ash", "posh"].contains(program) ? .sh : .bash
    if options.takesText { return runText(of: call, words.first, kind, &shell, endsOnFailure: options.endsOnFailure) }
    guard let operand = words.first, !options.readsInput else { return readInput(call, kind, &shell) }
    runFile(operand, of: call, isLast: words.count == 1, &shell)
  }

  /// What `BASH_ENV` says is another file in another folder, and where the shell is given other variables.
  private func readsElsewhereFirst(_ call: Call) -> Bool {
    guard let value = given["BASH_ENV"], !value.isEmpty else { return false }
    if value.contains("$") && call.isOpaque { return true }
    return !value.hasPrefix("/") && !value.hasPrefix("$") && (settings.folderChanges > 0 || call.isOpaque)
  }

  private mutating func runFile(_ operand: ShellWord, of call: Call, isLast: Bool, _ shell: inout Shell) {
    let raw = call.script.raw(operand)
    if let value = value(operand, call, shell) {
      let parts = value.text.split(separator: "/").filter { $0 != "." }
      let isOpened = value.text.hasPrefix("/") && (parts.first == "dev" || parts.first == "proc")
      if isOpened { return note(call, .text, &shell, inChild: true) }
      note(program: operand, isFile: true, call, shell)
      return
    }
    let isFed =
      call.isFed || call.command.before == .other || call.command.redirections.contains { $0.operation.hasPrefix("<") }
    // It may be an option.
    let isInFolder =
      raw.hasPrefix("$") && raw.contains("/") && ShellByte.isName(raw.dropFirst().prefix { $0 != "/" }.utf8)
    guard Self.isPath(raw) || isInFolder || isLast && raw.hasPrefix("\"") && !isFed else {
      return note(call, .text, &shell, inChild: true)
    }
    // Which file it is, only the shell will know.
    if !note(program: operand, call, shell) { note(started: call, shell) }
  }

  /// A shell that reads what it does: from a here-document, or from what nobody knows.
  private mutating func readInput(_ call: Call, _ kind: Step.Shell, _ shell: inout Shell) {
    let input = call.command.redirections.last { $0.operation.hasPrefix("<") && ($0.descriptor ?? "0") == "0" }
    guard let index = input?.document, let input, !call.isFed, let word = call.words.first else {
      return note(call, .text, &shell, inChild: true)
    }
    let text = call.document.documents[index].text
    let known = input.target.isPlain ? values(at: call, shell).value(Array(text.utf8), .document)?.text : text
    guard let known else { return note(call, .text, &shell, inChild: true) }
    read(known, kind, at: word, of: call, &shell)
  }

  /// A text that stands in one word.
  mutating func runText(
    of call: Call, _ word: ShellWord?, _ kind: Step.Shell, _ shell: inout Shell, endsOnFailure: Bool = false
  ) {
    // `find` and `xargs` put into it what they find.
    let isKnown = { (text: String) in !call.isFed || call.mark.map { !text.contains(text: $0.text) } ?? false }
    guard let word, let value = value(word, call, shell), isKnown(value.text) else {
      return note(call, .text, at: word, &shell, inChild: true)
    }
    read(value.text, kind, at: word, of: call, &shell, endsOnFailure: endsOnFailure)
  }

  private mutating func becomeUser(_ call: Call, _ program: String, _ shell: inout Shell) {
    let arguments = call.words.dropFirst()
    var inner = call
    inner.isOpaque = true
    if arguments.contains(where: { ["-", "-l", "--login"].contains($0.text) }) {
      note(call, .command, &shell, inChild: true)
    }
    let wrapper = CommandWrapper(valued: "ugGsw", longValued: ["--user", "--group", "--supp-group"])
    // What comes behind the options of `runuser -u` is the command, with options of its own.
    if program == "runuser",
      wrapper.options(of: arguments).contains(where: { $0.text.hasPrefix("-u") || $0.text.hasPrefix("--user") })
    {
      (inner.words, inner.isDerived) = (wrapper.strip(arguments), true)
      return carryOut(inner, .sh, &shell)
    }
    let option = arguments.firstIndex { $0.text.hasPrefix("--command") || Self.takesText($0.text) }
    if let option, arguments[option].text.hasSuffix("c") || arguments[option].text == "--command" {
      return runText(of: inner, arguments[(option + 1)...].first, .bash, &shell)
    }
    note(call, .text, &shell, inChild: true)
  }

  /// By a shell that is started for it.
  private mutating func read(
    _ text: String, _ kind: Step.Shell, at word: ShellWord, of call: Call, _ shell: inout Shell,
    endsOnFailure: Bool = false
  ) {
    var inner = shell
    let isNow = shell.isAtTop && call.command.isAtTop && !call.isDerived
    inner.values = values(at: call, shell).child(
      given: call.isOpaque ? [] : Set(given.keys), keepsFolder: !call.isOpaque && (isNow || !shell.values.mayGo))
    (inner.isChild, inner.isElsewhere) = (true, shell.isElsewhere || call.isElsewhere)
    (inner.isAtTop, inner.isCertain, inner.endsOnFailure) = (true, true, endsOnFailure)
    (inner.mayHaveEnded, inner.hasArguments) = (false, true)
    read(text: text, kind, at: call.origin?.range ?? word.range, &inner)
  }

  private mutating func read(text: String, _ kind: Step.Shell, at range: Range<Int>, _ inner: inout Shell) {
    inner.place = inner.place ?? range
    inner.identity = ExactText("\(inner.identity.text)\0\(range.lowerBound)\0\(text)")
    inner.depth += 1
    guard inner.depth < Self.deepest else {
      return note("a text that is nested too deeply", .text, at: range, &inner)
    }
    look(at: library.text(text, kind), kind, &inner)
  }
}
