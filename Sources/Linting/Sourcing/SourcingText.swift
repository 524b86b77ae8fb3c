import Catalog
import TextSearch

/// A shell text taken apart, with what every look at it would find again.
struct SourcingText {
  /// What a command can have to do with what is read in.
  enum Interest {
    case none
    /// Only what a function of that name runs of its arguments.
    case ofRunner(String)
    case any
  }

  struct Arguments {
    /// In the body of which they are.
    let function: String?
    /// As they are written.
    let words: [String]
  }

  let script: ShellScript
  /// What the text itself does to variables and functions.
  let settings: ShellSettings
  /// Of each command.
  let interests: [Interest]
  /// The function in whose body a command stands.
  let functions: [Int: String]
  /// How many arguments `shift` may take off in a function; nil: any number.
  let shifts: [String: Int?]
  /// The arguments that it gives itself: `set -- a b`.
  let arguments: [Arguments]
  /// What nobody can follow, whatever stands around it.
  let hazards: [Range<Int>]

  init(_ text: String, shell: Step.Shell) {
    let script = ShellScript(text, shell: shell)
    var functions: [Int: String] = [:]
    for body in script.bodies {
      for index in body.commands where functions[index] == nil { functions[index] = body.name }
    }
    (self.script, self.functions) = (script, functions)
    settings = ShellSettings(of: script, functions)
    interests = script.commands.map { Self.interest($0, script) }
    shifts = Self.shifts(script, functions)
    arguments = script.commands.indices.compactMap { index in
      let command = script.commands[index]
      guard command.name == "set", Self.setsArguments(command.words.dropFirst()) else { return nil }
      let words = command.words.drop { $0.text != "--" }.dropFirst()
      let operands = words.isEmpty ? command.words.dropFirst() : words
      return Arguments(function: functions[index], words: operands.map { script.raw($0) })
    }
    hazards = Self.hazards(script, shell)
  }

  /// Most commands of a text are plain ones such as `printf` and `[`: to know them once is what makes looks quick.
  private static func interest(_ command: ShellCommand, _ script: ShellScript) -> Interest {
    guard let word = command.words.first else {
      return command.assignments.isEmpty || !command.isCertain ? .none : .any
    }
    let name = word.text
    let isLiteral = script.bytes[word.range].allSatisfy { ShellByte.isNamePart($0) || $0 == UInt8(ascii: "-") }
    guard isLiteral || name == "[" || name == "[[", SourcingLook.isIdle(name) else { return .any }
    let arguments = command.words.dropFirst()
    let isFree =
      SourcingLook.takingNames.contains(name)
      || SourcingLook.shell(in: arguments) == nil && !SourcingLook.givesShell(arguments)
    return isFree ? .ofRunner(name) : .any
  }

  private static func setsArguments(_ words: ArraySlice<ShellWord>) -> Bool {
    guard let first = words.first else { return false }
    if first.text == "--" { return words.count > 1 }
    return !(first.text.hasPrefix("-") || first.text.hasPrefix("+")) || words.contains { $0.text == "--" }
  }

  private static func shifts(_ script: ShellScript, _ functions: [Int: String]) -> [String: Int?] {
    var shifts: [String: Int?] = [:]
    for (index, command) in script.commands.enumerated() {
      guard let function = functions[index], let last = command.words.first,
        command.words.contains(where: { $0.text == "shift" })
      else { continue }
      let count = command.words.count == 1 ? 1 : Int(command.words[1].text)
      let isPlain = last.text == "shift" && !command.isInLoop && command.words.count < 3
      let known = shifts[function] ?? .some(0)
      shifts[function] = .some(isPlain ? count.flatMap { more in known.map { $0 + more } } : nil)
    }
    return shifts
  }

  // MARK: - Texts that are run where nobody would look for them

  private static func hazards(_ script: ShellScript, _ shell: Step.Shell) -> [Range<Int>] {
    var hazards = [script.unclear].compactMap(\.self)
    // What it runs, no text calls.
    if let body = script.bodies.first(where: { $0.name == "command_not_found_handle" }),
      let command = script.commands[body.commands].first?.words.first
    {
      hazards.append(command.range)
    }
    guard shell == .bash || script.assigned.contains("PS4") else { return hazards }
    for command in script.commands {
      let isTold = command.name.map(takingNames.contains) ?? false
      let words = command.assignments + (isTold ? Array(command.words.dropFirst()) : [])
      hazards += words.filter { runsText($0, script) }.map(\.range)
    }
    return hazards
  }

  private static let takingNames: Set<String> = [
    "export", "readonly", "local", "declare", "typeset", "let", "read", "unset", "printf", "[", "test", "[[", "mapfile",
    "readarray", "wait", "getopts",
  ]

  /// A value that bash expands once more: `PS4`, the words of aliases, and what stands in the brackets of a name.
  private static func runsText(_ word: ShellWord, _ script: ShellScript) -> Bool {
    let text = word.text
    if text.hasPrefix("BASH_ALIASES") { return true }
    if text.hasPrefix("PS4=") { return !word.isStatic || text.contains(text: "$(") || text.contains(text: "`") }
    guard let bracket = text.firstRange(ofText: "[") else { return false }
    let behind = text[bracket.upperBound...]
    return behind.contains(text: "$(") || behind.contains(text: "`")
  }
}
