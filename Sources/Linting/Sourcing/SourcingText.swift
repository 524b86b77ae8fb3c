import Catalog

/// A shell text taken apart, with what every look at it would find again.
struct SourcingText {
  /// What a command can have to do with what is read in.
  enum Interest {
    case none
    /// Only what a function of that name runs of its arguments.
    case ofRunner(String)
    case any
  }

  let script: ShellScript
  /// What the text itself does to variables and functions.
  let settings: ShellSettings
  /// Of each command.
  let interests: [Interest]
  /// The function in whose body a command stands.
  let functions: [Int: String]

  init(_ text: String, shell: Step.Shell) {
    let script = ShellScript(text, shell: shell)
    var functions: [Int: String] = [:]
    for body in script.bodies {
      for index in body.commands where functions[index] == nil { functions[index] = body.name }
    }
    (self.script, self.functions) = (script, functions)
    settings = ShellSettings(of: script)
    interests = script.commands.map { Self.interest($0, script) }
  }

  /// Most commands of a text are plain ones such as `printf` and `[`: to know them once is what makes looks quick.
  private static func interest(_ command: ShellCommand, _ script: ShellScript) -> Interest {
    guard let word = command.words.first else {
      return command.assignments.isEmpty || !command.isCertain ? .none : .any
    }
    let name = word.text
    let isLiteral = script.bytes[word.range].allSatisfy { ShellByte.isNamePart($0) || $0 == UInt8(ascii: "-") }
    guard isLiteral || name == "[" || name == "[[", SourcingLook.isIdle(name) else { return .any }
    let isFree = SourcingLook.others.contains(name) || SourcingLook.shell(in: command.words.dropFirst()) == nil
    return isFree ? .ofRunner(name) : .any
  }
}
