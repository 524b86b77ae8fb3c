/// A command whose arguments are another command.
struct CommandWrapper {
  /// Letters of options that take a value.
  let valued: String
  /// Letters of those that take none.
  let flags: String
  /// Long options that are whole by themselves.
  let longFlags: Set<String>
  /// Long options that take the next word as their value, where no `=` gives it.
  let longValued: Set<String>
  /// Arguments before the command.
  let operands: Int

  init(
    valued: String = "", flags: String = "", longValued: Set<String> = [], longFlags: Set<String> = [],
    operands: Int = 0
  ) {
    self.valued = valued
    (self.flags, self.longFlags) = (flags, longFlags)
    self.longValued = longValued
    self.operands = operands
  }

  /// The command that it runs, of the words after its name.
  func strip(_ words: ArraySlice<ShellWord>) -> ArraySlice<ShellWord> {
    words.dropFirst(options(of: words).count).dropFirst(operands).drop { $0.assignedName != nil }
  }

  /// The words of its options, of those after its name.
  func options(of words: ArraySlice<ShellWord>) -> ArraySlice<ShellWord> {
    var rest = words
    while let text = rest.first?.text, text.hasPrefix("-"), text.count > 1 {
      rest = rest.dropFirst()
      if text == "--" { break }
      if takesNext(text) { rest = rest.dropFirst() }
    }
    return words[..<rest.startIndex]
  }

  /// Whether all of its options are known, so that it is certain where the command begins.
  func knows(_ options: ArraySlice<ShellWord>) -> Bool {
    var words = options
    while let word = words.popFirst() {
      let text = word.text
      if text == "--" || Int(text) != nil { continue }
      guard word.text.unicodeScalars.first != ShellWord.hole else { return false }
      if takesNext(text) {
        words = words.dropFirst()
      } else if text.hasPrefix("--") {
        guard text.contains("=") || longFlags.contains(text) else { return false }
      } else {
        let letters = text.dropFirst().prefix { !valued.contains($0) }
        guard letters.allSatisfy({ flags.contains($0) }) else { return false }
      }
    }
    return true
  }

  /// `-u name` and `-nu name`, where `-uname` and `--user=name` are one word.
  private func takesNext(_ option: String) -> Bool {
    if option.hasPrefix("--") { return longValued.contains(option) }
    let letter = option.dropFirst().firstIndex { valued.contains($0) }
    return letter.map { option.index(after: $0) == option.endIndex } ?? false
  }

  static let known: [String: CommandWrapper] = [
    "sudo": CommandWrapper(
      valued: "ugpCDhRTUr", flags: "AbBEeHKklnPSVvN",
      longValued: ["--user", "--group", "--prompt", "--host", "--chdir", "--chroot"],
      longFlags: ["--non-interactive", "--preserve-env", "--set-home", "--background", "--stdin", "--askpass"]),
    "doas": CommandWrapper(valued: "uCa", flags: "nL"),
    "nice": CommandWrapper(valued: "n", longValued: ["--adjustment"]),
    "ionice": CommandWrapper(
      valued: "cn", flags: "t", longValued: ["--class", "--classdata"], longFlags: ["--ignore"]),
    "chrt": CommandWrapper(
      valued: "TPD", flags: "abdfiorRv", longFlags: ["--batch", "--fifo", "--idle", "--other", "--rr"], operands: 1),
    "taskset": CommandWrapper(flags: "ac", longFlags: ["--cpu-list", "--all-tasks"], operands: 1),
    "env": CommandWrapper(
      valued: "uCS", flags: "i0v", longValued: ["--unset", "--chdir", "--split-string"],
      longFlags: ["--ignore-environment", "--null", "--debug"]),
    "exec": CommandWrapper(valued: "a", flags: "c"), "command": CommandWrapper(flags: "p"), "builtin": CommandWrapper(),
    "time": CommandWrapper(
      valued: "fo", flags: "apqv", longValued: ["--format", "--output"],
      longFlags: ["--append", "--verbose", "--portability"]),
    "nohup": CommandWrapper(),
    "setsid": CommandWrapper(flags: "cfw", longFlags: ["--ctty", "--fork", "--wait"]),
    "chronic": CommandWrapper(flags: "ve"), "busybox": CommandWrapper(),
    "stdbuf": CommandWrapper(valued: "ioe", longValued: ["--input", "--output", "--error"]),
    "timeout": CommandWrapper(
      valued: "ks", flags: "fpv", longValued: ["--kill-after", "--signal"],
      longFlags: ["--foreground", "--preserve-status", "--verbose"], operands: 1),
    "xargs": CommandWrapper(
      valued: "IdEnLPsa", flags: "0rtpxoil",
      longValued: ["--arg-file", "--delimiter", "--max-args", "--max-lines", "--max-procs"],
      longFlags: ["--null", "--no-run-if-empty", "--verbose", "--exit", "--replace", "--open-tty", "--interactive"]),
    "flock": CommandWrapper(
      valued: "wE", flags: "sxeunoFv", longValued: ["--timeout", "--wait", "--conflict-exit-code"],
      longFlags: [
        "--shared", "--exclusive", "--nonblock", "--nb", "--unlock", "--close", "--no-fork", "--verbose",
      ], operands: 1),
    "chroot": CommandWrapper(longFlags: ["--skip-chdir"], operands: 1), "systemd-cat": CommandWrapper(valued: "tp"),
  ]
}
