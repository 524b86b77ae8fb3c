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
    (inner.isAtTop, inner.isCertain) = (false, false)
    read(text: text, kind, at: first, &inner)
    shell.values = inner.values
  }

  /// A program: a shell is one, and those that start shells.
  mutating func start(_ call: Call, _ program: String, _ shell: inout Shell) {
    let arguments = call.words.dropFirst()
    switch program {
    case _ where Self.shells.contains(program): startShell(call, &shell)
    case "su", "runuser": becomeUser(call, program, &shell)
    case "find":
      let starts = arguments.indices.filter { ["-exec", "-execdir", "-ok", "-okdir"].contains(arguments[$0].text) }
      for start in starts {
        var inner = call
        inner.words = arguments[(start + 1)...].prefix { $0.text != ";" && $0.text != "+" }
        (inner.isFed, inner.isOpaque) = (true, inner.isOpaque || arguments[start].text.hasSuffix("dir"))
        carryOut(inner, .sh, &shell)
      }
    case _ where Self.others.contains(program): break
    default:
      if let word = call.words.first { note(program: word, call, shell) }
      // What it is given may be a shell's text.
      guard let start = Self.shell(in: arguments) else { return }
      var inner = call
      (inner.words, inner.isElsewhere) = (arguments[start...], true)
      startShell(inner, &shell)
    }
  }

  /// Where a shell with a text of its own stands among the arguments of a program.
  static func shell(in arguments: ArraySlice<ShellWord>) -> Int? {
    arguments.indices.dropLast().first { index in
      shells.contains(arguments[index].program) && takesText(arguments[index + 1].text)
    }
  }

  mutating func run(_ call: Call, _ word: ShellWord, _ shell: inout Shell) {
    start(call, word.text.contains("/") ? word.program : "", &shell)
  }

  /// What they are given runs on another system, or nowhere.
  static let others: Set<String> = [
    "ssh", "docker", "podman", "nerdctl", "kubectl", "echo", "printf", "logger", "wall", "say", "grep", "[", "[[",
    "test",
    "which", "type", "hash", "man", "apt", "apt-get", "pgrep", "pkill", "killall", "pidof",
  ]

  private static func takesText(_ option: String) -> Bool {
    option.hasPrefix("-") && !option.hasPrefix("--") && option.contains("c")
  }

  private mutating func startShell(_ call: Call, _ shell: inout Shell) {
    var words = call.words.dropFirst()
    var (takesText, readsInput, endsOnFailure, readsProfile) = (false, false, false, false)
    while let word = words.first, let option = value(word, call, shell)?.text, option.count > 1,
      option.hasPrefix("-") || option.hasPrefix("+")
    {
      words = words.dropFirst()
      if option == "--" { break }
      if option.hasPrefix("--") {
        readsProfile = readsProfile || !["--posix", "--norc", "--noprofile"].contains(option)
        continue
      }
      if option.hasPrefix("-") {
        takesText = takesText || option.contains("c")
        readsInput = readsInput || option.contains("s")
        endsOnFailure = endsOnFailure || option.contains("e")
        readsProfile = readsProfile || option.contains("l") || option.contains("i")
      }
      if option.lowercased().hasSuffix("o") { words = words.dropFirst() }
    }
    let mayReadFirst = readsProfile || settings.isSet("BASH_ENV")
    if mayReadFirst { note(call, .command, &shell, inChild: true) }
    if takesText { return runText(of: call, words.first, &shell, endsOnFailure: endsOnFailure) }
    if let operand = words.first, !readsInput { return note(program: operand, call, shell) }
    readInput(call, &shell)
  }

  /// A shell that reads what it does: from a here-document, or from what nobody knows.
  private mutating func readInput(_ call: Call, _ shell: inout Shell) {
    let input = call.command.redirections.last { $0.operation.hasPrefix("<") }
    guard let index = input?.document, let input, !call.isFed, let word = call.words.first else {
      return note(call, .text, &shell, inChild: true)
    }
    let text = call.script.documents[index].text
    let known = input.target.isPlain ? values(at: call, shell).value(Array(text.utf8), .document)?.text : text
    guard let known else { return note(call, .text, &shell, inChild: true) }
    read(known, at: word, of: call, &shell)
  }

  /// A text that stands in one word.
  mutating func runText(of call: Call, _ word: ShellWord?, _ shell: inout Shell, endsOnFailure: Bool = false) {
    // `find` and `xargs` put into it what they find.
    guard let word, let value = value(word, call, shell), !(call.isFed && value.text.contains(text: "{}")) else {
      return note(call, .text, at: word, &shell, inChild: true)
    }
    read(value.text, at: word, of: call, &shell, endsOnFailure: endsOnFailure)
  }

  private mutating func becomeUser(_ call: Call, _ program: String, _ shell: inout Shell) {
    let arguments = call.words.dropFirst()
    var inner = call
    inner.isOpaque = true
    if arguments.contains(where: { ["-", "-l", "--login"].contains($0.text) }) {
      note(call, .command, &shell, inChild: true)
    }
    let option = arguments.firstIndex { $0.text.hasPrefix("--command") || Self.takesText($0.text) }
    if let option, arguments[option].text.hasSuffix("c") || arguments[option].text == "--command" {
      return runText(of: inner, arguments[(option + 1)...].first, &shell)
    }
    if option != nil || !call.command.redirections.isEmpty { return note(call, .text, &shell, inChild: true) }
    guard program == "runuser", arguments.contains(where: { $0.text.hasPrefix("-u") }) else { return }
    inner.words = CommandWrapper(valued: "ugGsw").strip(arguments)
    carryOut(inner, .sh, &shell)
  }

  /// By a shell that is started for it.
  private mutating func read(
    _ text: String, at word: ShellWord, of call: Call, _ shell: inout Shell, endsOnFailure: Bool = false
  ) {
    var inner = shell
    inner.values = values(at: call, shell).child(given: call.isOpaque ? [] : given, keepsFolder: !call.isOpaque)
    (inner.isChild, inner.isElsewhere) = (true, shell.isElsewhere || call.isElsewhere)
    (inner.isAtTop, inner.isCertain, inner.endsOnFailure) = (true, true, endsOnFailure)
    read(text: text, .bash, at: word, &inner)
  }

  private mutating func read(text: String, _ kind: Step.Shell, at word: ShellWord, _ inner: inout Shell) {
    inner.place = inner.place ?? word.range
    inner.identity += "\0\(word.range.lowerBound)"
    inner.depth += 1
    guard inner.depth < Self.deepest else {
      return note("a text that is nested too deeply", .text, at: word.range, &inner)
    }
    // bash reads all that sh does.
    look(at: library.text(text, .bash), kind, &inner)
  }
}
