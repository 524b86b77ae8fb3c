import Catalog
import TextSearch

/// Programs and builtins whose arguments are a command.
extension SourcingLook {
  /// Takes it off; false where there is nothing behind it that is to be looked at.
  mutating func unwrap(
    _ call: inout Call, _ wrapper: CommandWrapper, _ program: String, _ shell: inout Shell
  ) -> Bool {
    let words = call.words.dropFirst()
    if program == "command", words.first?.text.lowercased() == "-v" { return false }
    let options = wrapper.options(of: words)
    var rest = words.dropFirst(options.count)
    if startsShell(program, options) || hidesCommand(wrapper, options, rest) {
      note(call, .command, &shell)
      return false
    }
    wrap(&call, program, options, shell)
    rest = rest.dropFirst(wrapper.operands)
    if program == "env" || program == "sudo" || program == "doas" {
      while let word = rest.first, word.text.contains("=") {
        // `BASH_ENV`, or a function that is handed on: a shell reads it before all else.
        guard let name = word.assignedName, !Self.readFirst.contains(name) else {
          note(call, .command, &shell)
          return false
        }
        found.feedOtherwise(name)
        rest = rest.dropFirst()
      }
    }
    call.words = rest
    return true
  }

  private static let readFirst: Set<String> = ["BASH_ENV", "ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND"]

  /// `sudo -s`, `env -S 'sh -c …'`, and a login shell, which reads a profile.
  private func startsShell(_ program: String, _ options: ArraySlice<ShellWord>) -> Bool {
    let letters: String
    switch program {
    case "sudo": letters = "si"
    case "doas": letters = "s"
    case "env": letters = "S"
    case "exec": letters = "l"
    default: return false
    }
    let valued = CommandWrapper.known[program]?.valued ?? ""
    return options.contains { word in
      let text = word.text
      if text.hasPrefix("--") { return ["--shell", "--login"].contains(text) || text.hasPrefix("--split-string") }
      guard text.hasPrefix("-") else { return false }
      let flags = text.dropFirst().prefix { !valued.contains($0) || letters.contains($0) }
      return flags.contains { letters.contains($0) }
    }
  }

  /// Whether it may begin elsewhere than it seems to, and may be one that reads in something.
  private func hidesCommand(
    _ wrapper: CommandWrapper, _ options: ArraySlice<ShellWord>, _ rest: ArraySlice<ShellWord>
  ) -> Bool {
    guard !wrapper.knows(options) else { return false }
    return (options + rest).contains { !$0.isStatic || Self.reading.contains($0.text) || !Self.isIdle($0.program) }
  }

  private func wrap(_ call: inout Call, _ program: String, _ options: ArraySlice<ShellWord>, _ shell: Shell) {
    let isPlain = options.isEmpty
    switch program {
    case "command", "builtin", "time", "nohup", "setsid", "chronic", "nice", "ionice", "chrt", "taskset", "stdbuf",
      "timeout", "flock", "systemd-cat":
      break
    case "exec" where isPlain: break
    case "xargs":
      call.isFed = true
      call.mark = mark(options)
    case "chroot": call.isElsewhere = true
    default: call.isOpaque = true
    }
  }

  /// What `xargs` puts its words in place of.
  private func mark(_ options: ArraySlice<ShellWord>) -> ExactText? {
    for (index, word) in zip(options.indices, options) {
      let text = word.text
      if text == "-I" { return options[(index + 1)...].first.flatMap { $0.isStatic ? ExactText($0.text) : nil } }
      if text.hasPrefix("--replace") { return text.contains("=") ? nil : "{}" }
      guard text.hasPrefix("-"), !text.hasPrefix("--"), let letter = text.firstIndex(where: { $0 == "I" || $0 == "i" })
      else { continue }
      let rest = String(text[text.index(after: letter)...])
      if rest.isEmpty { return text[letter] == "i" ? "{}" : nil }
      return word.isStatic ? ExactText(rest) : nil
    }
    return "{}"
  }
}
