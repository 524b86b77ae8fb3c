import Catalog
import TextSearch

/// Words in place of a command's name that are the values of something.
extension SourcingLook {
  /// What a variable there may be.
  private enum Spelling: Hashable {
    /// These words, as they would be written.
    case words(ExactText)
    /// What the function was given.
    case argument(Int?, String)
    case anything
    /// What stood in the environment before the text began.
    case given
  }

  private static let deepestSpelling = 4

  /// Carries out all that the command may be. A variable that the text does not set is taken for the name of a program where
  /// nothing stands behind it that another command could read in.
  mutating func spell(_ call: Call, _ word: ShellWord, _ kind: Step.Shell, _ shell: inout Shell) {
    let raw = call.script.raw(word)
    guard (call.origin?.depth ?? 0) < Self.deepestSpelling, let spellings = spellings(word, raw, call, kind) else {
      return carryOutAnything(call, word, kind, &shell)
    }
    let isQuoted = raw.hasPrefix("\"")
    for spelling in spellings.sorted(by: { "\($0)" < "\($1)" }) {
      switch spelling {
      case .anything: carryOutAnything(call, word, kind, &shell)
      case .given: carryOutAnything(call, word, isGiven: true, kind, &shell)
      case .argument(let number, let function):
        if shell.hasArguments || settings.hasOtherArguments || !call.arguments.isEmpty { note(call, .command, &shell) }
        run(argument: number, of: function, call)
      case .words(let text):
        // A name with blanks in it is no command that shells have.
        if isQuoted, text.text.contains(" ") { continue }
        carryOut(call, spelled: text.text, kind, &shell)
      }
    }
  }

  mutating func carryOut(_ call: Call, spelled text: String, _ kind: Step.Shell, _ shell: inout Shell) {
    let rest = call.words.dropFirst().map { call.script.raw($0) }.joined(separator: " ")
    let script = library.text("\(text) \(rest)", kind).script
    guard script.unclear == nil, let last = script.commands.last, last.assignments.isEmpty else {
      return note(call, .command, &shell)
    }
    var inner = call
    (inner.words, inner.isDerived) = (last.words[...], true)
    let shown = call.origin?.words ?? words(of: call)
    let range = call.origin?.range ?? call.words.first?.range ?? 0..<0
    inner = Call(last.words[...], call.command, script)
    (inner.isFed, inner.isOpaque, inner.isElsewhere) = (call.isFed, call.isOpaque, call.isElsewhere)
    (inner.function, inner.mark, inner.isDerived) = (call.function, call.mark, true)
    inner.origin = Origin(
      script: call.document, words: shown, range: range, depth: (call.origin?.depth ?? 0) + 1)
    carryOut(inner, kind, &shell)
  }

  func words(of call: Call) -> String {
    guard let first = call.words.first, let last = call.words.last else { return "" }
    return call.script.text(first.range.lowerBound..<max(first.range.upperBound, last.range.upperBound))
  }

  /// nil: it is not the value of one variable.
  private func spellings(_ word: ShellWord, _ raw: String, _ call: Call, _ kind: Step.Shell) -> Set<Spelling>? {
    var inner = Substring(raw)
    if inner.hasPrefix("\""), inner.hasSuffix("\""), inner.count > 1 { inner = inner.dropFirst().dropLast() }
    guard inner.hasPrefix("$") else { return nil }
    inner = inner.dropFirst()
    var operation: Substring = ""
    if inner.hasPrefix("{") {
      guard inner.hasSuffix("}") else { return nil }
      inner = inner.dropFirst().dropLast()
      let name = inner.prefix { $0.isASCII && $0.utf8.allSatisfy(ShellByte.isNamePart) }
      (inner, operation) = (name, inner[name.endIndex...])
    }
    let name = String(inner)
    guard ShellByte.isName(name.utf8), !Self.ofShells.contains(name) else { return nil }
    var found = values(of: name)
    if operation.isEmpty { return found }
    if operation.hasPrefix(":") { operation = operation.dropFirst() }
    guard let sign = operation.first, "-=+?".contains(sign) else { return nil }
    let other = Self.spelling(String(operation.dropFirst()), nil)
    switch sign {
    case "-", "=": found.formUnion([other, .words("")])
    case "+": found = [other, .words("")]
    default: break
    }
    return found
  }

  private static let ofShells: Set<String> = ["SHELL", "BASH", "BASH_ARGV0", "ZSH_NAME", "_"]

  private func values(of name: String) -> Set<Spelling> {
    let feeds = settings.feeds[name] ?? []
    var found = Set(feeds.map { Self.spelling($0.raw.text, $0.function) })
    if let value = given[name] { found.insert(.words(ExactText(value))) }
    // The text may be run before it is set, and something else may have set it before the text.
    if settings.fedOtherwise.contains(name) || settings.setsAnyVariable {
      found.insert(.anything)
    } else if found.isEmpty {
      found.insert(.given)
    }
    return found
  }

  /// Of what stands behind the `=`.
  private static func spelling(_ raw: String, _ function: String?) -> Spelling {
    if let plain = WordValue(raw.utf8, .assigned, value: { _ in nil }) {
      return plain.text.utf8.contains(where: isOdd) ? .anything : .words(ExactText(plain.text))
    }
    let script = ShellScript(raw, shell: .bash)
    if let function, script.commands.count == 1, let word = script.commands[0].words.first,
      script.commands[0].words.count == 1, let number = argument(word, raw)
    {
      return .argument(number, function)
    }
    var inner = Substring(raw)
    if inner.hasPrefix("\""), inner.hasSuffix("\""), inner.count > 1 { inner = inner.dropFirst().dropLast() }
    // What is in it besides variables and their defaults, stands for itself.
    let hasQuotes = inner.utf8.contains {
      $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\\")
    }
    if hasQuotes || inner.utf8.contains(UInt8(ascii: "`")) { return .anything }
    let outside = withoutSubstitutions(Array(inner.utf8))
    return outside.contains(where: isOdd) ? .anything : .words(ExactText(String(inner)))
  }

  /// What no word of a command has that stands for itself.
  private static func isOdd(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\n"), UInt8(ascii: "'"), UInt8(ascii: "\""),
      UInt8(ascii: "`"), UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "\\"):
      true
    default: false
    }
  }

  /// `mark`: what stands for each, in place of its `$`.
  static func withoutSubstitutions(_ bytes: [UInt8], mark: String? = nil) -> [UInt8] {
    var (kept, depth): ([UInt8], Int) = ([], 0)
    for (at, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "("), depth > 0 || at > 0 && bytes[at - 1] == UInt8(ascii: "$") {
        if depth == 0, let mark { kept = kept.dropLast() + Array(mark.utf8) }
        depth += 1
      } else if byte == UInt8(ascii: ")"), depth > 0 {
        depth -= 1
      } else if depth == 0 {
        kept.append(byte)
      }
    }
    return kept
  }

  // MARK: - What may be any command

  private mutating func carryOutAnything(
    _ call: Call, _ word: ShellWord, isGiven: Bool = false, _ kind: Step.Shell, _ shell: inout Shell
  ) {
    let (raw, rest) = (call.script.raw(word), call.words.dropFirst())
    if Self.isShell(word, raw) || call.isFed && raw.hasPrefix("{") { return note(call, .command, &shell) }
    guard let next = rest.first else {
      // Alone, a name reads in nothing, and a shell what it is given.
      let isFed = call.command.before == .other || call.command.redirections.contains { $0.operation.hasPrefix("<") }
      let isOne = raw.hasPrefix("\"") && !raw.contains("@") && !raw.contains("[")
      return isGiven || isOne && !isFed ? () : note(call, .command, &shell)
    }
    let text = call.script.raw(next)
    if text.hasPrefix("-"), text.count > 1, text != "--", text != "-p" {
      if next.isStatic, !text.hasPrefix("--"), next.text.contains("c"), mayBeText(rest.dropFirst(), call, shell) {
        return note(call, .command, &shell)
      }
      return start(call, "", &shell)
    }
    // Before it, anything may be nothing.
    if !call.arguments.isEmpty, call.arguments.allSatisfy(Self.beginsWithOption), Self.isAll(text) {
      return start(call, "", &shell)
    }
    guard isCommand(next, text) || isVariable(text) && rest.count > 1 else { return note(call, .command, &shell) }
    start(call, "", &shell)
    var inner = call
    (inner.words, inner.isDerived) = (rest, true)
    if Self.reading.contains(next.text) { return note(call, .command, &shell) }
    carryOut(inner, kind, &shell)
  }

  static func isShell(_ word: ShellWord, _ raw: String) -> Bool {
    let bare = raw.filter { $0 != "\"" && $0 != "{" && $0 != "}" }
    return bare == "$0" || word.variables.contains { ofShells.contains($0) }
  }

  private static func isAll(_ raw: String) -> Bool { raw == "\"$@\"" || raw == "$@" }

  private static func beginsWithOption(_ words: [String]) -> Bool {
    guard let first = words.first(where: { !isAll($0) }) else { return true }
    return first.hasPrefix("-") && first != "-p" && first != "--" && first != "-"
  }

  /// A name that is looked for in `PATH`, or that of a shell's own command.
  private func isCommand(_ word: ShellWord, _ raw: String) -> Bool {
    guard word.isStatic, word.isPlain, !raw.isEmpty, !raw.hasPrefix("+") else { return false }
    if Self.reading.contains(raw) { return true }
    return raw.utf8.allSatisfy { ShellByte.isNamePart($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
  }

  private func isVariable(_ raw: String) -> Bool {
    raw.hasPrefix("$") && ShellByte.isName(raw.dropFirst().utf8)
  }

  /// Whether a shell that was given this text would read in something.
  private mutating func mayBeText(_ words: ArraySlice<ShellWord>, _ call: Call, _ shell: Shell) -> Bool {
    guard let word = words.first else { return false }
    let text = value(word, call, shell)?.text ?? call.script.raw(word)
    let pieces = text.split { " \t\n\"';()&|`$".contains($0) }
    return pieces.contains { Self.reading.contains(String($0)) || Self.shells.contains(Self.program(String($0))) }
  }
}
