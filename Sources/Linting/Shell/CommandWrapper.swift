/// A command whose arguments are another command.
struct CommandWrapper {
  /// Letters of options that take a value.
  let valued: String
  /// Arguments before the command.
  let operands: Int

  init(valued: String = "", operands: Int = 0) {
    self.valued = valued
    self.operands = operands
  }

  /// The command that it runs, of the words after its name.
  func strip(_ words: ArraySlice<ShellWord>) -> ArraySlice<ShellWord> {
    var words = words
    while let text = words.first?.text, text.hasPrefix("-"), text.count > 1 {
      words = words.dropFirst()
      // `-u name`, where `-uname` and `--user=name` are one word.
      if text.count == 2, let letter = text.last, valued.contains(letter) { words = words.dropFirst() }
      if text == "--" { break }
    }
    words = words.dropFirst(operands)
    return words.drop { $0.assignedName != nil }
  }

  static let known: [String: CommandWrapper] = [
    "sudo": CommandWrapper(valued: "ugpCDhRTU"), "nice": CommandWrapper(valued: "n"),
    "ionice": CommandWrapper(valued: "cn"), "env": CommandWrapper(valued: "uCS"), "exec": CommandWrapper(valued: "a"),
    "command": CommandWrapper(), "time": CommandWrapper(valued: "fo"), "nohup": CommandWrapper(),
    "setsid": CommandWrapper(), "stdbuf": CommandWrapper(valued: "ioe"), "chronic": CommandWrapper(),
    "timeout": CommandWrapper(valued: "ks", operands: 1), "xargs": CommandWrapper(valued: "IdEnLPsa"),
    "flock": CommandWrapper(valued: "wE", operands: 1), "chroot": CommandWrapper(operands: 1),
  ]
}
