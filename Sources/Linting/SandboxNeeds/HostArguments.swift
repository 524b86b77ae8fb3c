import TextSearch

/// The arguments of a call, told apart as far as it matters for what it does to the host.
struct HostArguments {
  let words: ArraySlice<ShellWord>
  private let call: ShellCall

  init(_ call: ShellCall) {
    words = call.words.dropFirst()
    self.call = call
  }

  /// `xargs` gives it more.
  var areFed: Bool { call.isFed }

  /// It shows its version or its help, and does nothing else.
  var askAboutItself: Bool {
    if areFed { return false }
    if words.count == 1, words.first?.text == "-V" { return true }
    return operands().isEmpty && words.contains { $0.text == "--version" || $0.text == "--help" }
  }

  /// `-x`, also among others as in `-ax`; or `--long`, also with a value.
  func has(_ options: String...) -> Bool {
    words.contains { word in
      options.contains { option in
        if option.hasPrefix("--") { return word.text == option || word.text.hasPrefix("\(option)=") }
        return word.text.hasPrefix("-") && !word.text.hasPrefix("--") && word.text.contains(text: option.dropFirst())
      }
    }
  }

  func has(word texts: Set<String>) -> Bool { words.contains { texts.contains($0.text) } }

  /// What is no option, nor the value of one of these letters.
  func operands(valued: String = "") -> [ShellWord] {
    var operands: [ShellWord] = []
    var isValue = false
    for word in words {
      if isValue {
        isValue = false
      } else if word.text.hasPrefix("-"), word.text.count > 1 {
        isValue = word.text.count == 2 && word.text.last.map { valued.contains($0) } ?? false
      } else {
        operands.append(word)
      }
    }
    return operands
  }

  /// A device is named, or what may be one, or none at all: then it looks at every one.
  var reachDevice: Bool {
    let operands = operands()
    if areFed || operands.isEmpty { return true }
    return operands.contains { word in
      !word.isStatic || HostFile.isDevice(word)
        || ["UUID=", "LABEL=", "PARTUUID="].contains { word.text.hasPrefix($0) }
    }
  }

  /// Of `kill`: whether one of the processes is not the step's own but a service of the host.
  var reachService: Bool {
    var rest = words
    if let first = rest.first?.text, first.hasPrefix("-"), first != "--" {
      if ["-l", "-L", "--list", "--table"].contains(first) { return false }
      rest = rest.dropFirst(["-s", "-n", "--signal"].contains(first) ? 2 : 1)
    }
    let processes = rest.filter { $0.text != "--" }
    // Which they are nobody can tell, unless they are jobs of the shell.
    if processes.isEmpty { return areFed && !call.script.bytes.contains(bytes: "jobs ".utf8) }
    return processes.contains { word in
      if word.isStatic { return Int(word.text).map { $0 != 0 } ?? false }
      let texts = [call.script.raw(word)] + word.variables.flatMap(assignments)
      // Services write their number to /run, and are found by name.
      return texts.contains { text in ["/run/", "pidof", "pgrep", "MAINPID"].contains { text.contains(text: $0) } }
    }
  }

  /// All that puts something into a variable, as it was written.
  private func assignments(to variable: String) -> [String] {
    let read = call.script.commands.filter { command in
      command.name == "read" && command.words.contains { $0.text == variable }
    }
    return call.script.values(of: variable).map(call.script.raw)
      + read.flatMap { $0.redirections.map { call.script.raw($0.target) } }
  }
}
