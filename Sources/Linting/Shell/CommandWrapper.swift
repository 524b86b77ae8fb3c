/// A command whose arguments are another command.
struct CommandWrapper {
  /// Letters of options that take a value.
  let valued: String
  /// Long options that take the next word as their value, where no `=` gives it.
  let longValued: Set<String>
  /// Arguments before the command.
  let operands: Int

  init(valued: String = "", longValued: Set<String> = [], operands: Int = 0) {
    self.valued = valued
    self.longValued = longValued
    self.operands = operands
  }

  /// The command that it runs, of the words after its name.
  func strip(_ words: ArraySlice<ShellWord>) -> ArraySlice<ShellWord> {
    var words = words
    while let text = words.first?.text, text.hasPrefix("-"), text.count > 1 {
      words = words.dropFirst()
      if text == "--" { break }
      if takesNext(text) { words = words.dropFirst() }
    }
    words = words.dropFirst(operands)
    return words.drop { $0.assignedName != nil }
  }

  /// `-u name` and `-nu name`, where `-uname` and `--user=name` are one word.
  private func takesNext(_ option: String) -> Bool {
    if option.hasPrefix("--") { return longValued.contains(option) }
    let letter = option.dropFirst().firstIndex { valued.contains($0) }
    return letter.map { option.index(after: $0) == option.endIndex } ?? false
  }

  static let known: [String: CommandWrapper] = [
    "sudo": CommandWrapper(
      valued: "ugpCDhRTU", longValued: ["--user", "--group", "--prompt", "--host", "--chdir", "--chroot"]),
    "doas": CommandWrapper(valued: "uC"), "nice": CommandWrapper(valued: "n", longValued: ["--adjustment"]),
    "ionice": CommandWrapper(valued: "cn", longValued: ["--class", "--classdata"]),
    "chrt": CommandWrapper(valued: "TPD", operands: 1), "taskset": CommandWrapper(operands: 1),
    "env": CommandWrapper(valued: "uCS", longValued: ["--unset", "--chdir", "--split-string"]),
    "exec": CommandWrapper(valued: "a"), "command": CommandWrapper(), "builtin": CommandWrapper(),
    "time": CommandWrapper(valued: "fo", longValued: ["--format", "--output"]), "nohup": CommandWrapper(),
    "setsid": CommandWrapper(), "chronic": CommandWrapper(), "busybox": CommandWrapper(),
    "stdbuf": CommandWrapper(valued: "ioe", longValued: ["--input", "--output", "--error"]),
    "timeout": CommandWrapper(valued: "ks", longValued: ["--kill-after", "--signal"], operands: 1),
    "xargs": CommandWrapper(
      valued: "IdEnLPsa", longValued: ["--arg-file", "--delimiter", "--max-args", "--max-lines", "--max-procs"]),
    "flock": CommandWrapper(valued: "wE", longValued: ["--timeout", "--wait", "--conflict-exit-code"], operands: 1),
    "chroot": CommandWrapper(operands: 1), "systemd-cat": CommandWrapper(valued: "tp"),
  ]
}
