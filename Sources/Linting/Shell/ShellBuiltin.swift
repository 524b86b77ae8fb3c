/// The builtins of a shell that set variables, or hide what sets them.
enum ShellBuiltin {
  static func note(_ command: ShellCommand, in script: inout ShellScript) {
    var words = command.words[...]
    while let name = words.first?.text, name == "command" || name == "builtin" {
      words = words.dropFirst().drop { $0.text == "-p" || $0.text == "--" }
    }
    guard let name = words.first, name.isStatic else { return }
    let arguments = words.dropFirst()
    switch name.text {
    case "eval", ".", "source": script.hidesVariables = true
    case "read": assign(operands(arguments, valued: "pdtnNui"), orElse: "REPLY", in: &script)
    case "mapfile", "readarray": assign(operands(arguments, valued: "dnOsuCc"), orElse: "MAPFILE", in: &script)
    case "export", "readonly", "local", "declare", "typeset", "let":
      let isOption = { (word: ShellWord) in word.text.hasPrefix("-") || word.text.hasPrefix("+") }
      // Options make numbers of values, capitals, or another name for another variable.
      let hasOptions = arguments.contains(where: isOption)
      let isReference = hasOptions && arguments.contains { isOption($0) && $0.text.contains("n") }
      if name.text == "let" || isReference && name.text != "export" { script.setsAnyVariable = true }
      let isToSay = name.text == "export" || name.text == "readonly"
      assign(arguments.filter { !isOption($0) }, times: hasOptions ? 2 : 1, saysOnly: isToSay, in: &script)
    case "unset":
      for word in arguments where !word.text.hasPrefix("-") {
        // `name[0]` can be all of it.
        let name = String(word.text.prefix { $0.isASCII && $0.utf8.allSatisfy(ShellByte.isNamePart) })
        if word.isStatic { script.count(name, times: 2) }
        if !word.isStatic || !names(word, name) { script.setsAnyVariable = true }
      }
    case "getopts":
      for name in ["OPTARG", "OPTIND"] { script.assign(name, times: 2) }
      assign(Array(arguments.dropFirst().prefix(1)), in: &script)
    case "printf", "wait":
      assignAfter(name.text == "printf" ? "-v" : "-p", arguments, in: &script)
      assignWithin(name.text == "printf" ? "-v" : "-p", arguments, in: &script)
    // What is tested for being set is read by someone who knows that it may not be.
    case "[", "test", "[[": assignAfter("-v", arguments, in: &script)
    case "set": if allowsUnset(arguments) { script.hidesVariables = true }
    default: break
    }
  }

  /// What is no option; a letter of `valued` takes the rest of its word or the next word.
  private static func operands(_ arguments: ArraySlice<ShellWord>, valued: String) -> [ShellWord] {
    var operands: [ShellWord] = []
    var skips = false
    for argument in arguments {
      if skips {
        skips = false
      } else if operands.isEmpty, argument.text.hasPrefix("-"), argument.text.count > 1 {
        let letter = argument.text.dropFirst().firstIndex { valued.contains($0) }
        skips = letter.map { argument.text.index(after: $0) == argument.text.endIndex } ?? false
      } else {
        operands.append(argument)
      }
    }
    return operands
  }

  private static func assign(
    _ words: [ShellWord], orElse name: String? = nil, times: Int = 2, saysOnly: Bool = false,
    in script: inout ShellScript
  ) {
    if words.isEmpty, let name { script.assign(name, times: 2) }
    for word in words {
      let name = word.text.prefix { $0.isASCII && $0.utf8.allSatisfy(ShellByte.isNamePart) }
      // `export name` leaves its value as it is.
      if !name.isEmpty { script.assign(String(name), times: saysOnly && !word.text.contains("=") ? 0 : times) }
      // The name itself is made while the text runs.
      if !names(word, String(name)) { script.setsAnyVariable = true }
      if word.text.unicodeScalars.prefix(while: { $0 != "=" }).contains(ShellWord.hole) {
        script.hidesVariables = true
        script.setsAnyVariable = true
      }
    }
  }

  /// Whether the name is all that is set: not that of `{a,b}=c`, or of what only the shell will make of it.
  private static func names(_ word: ShellWord, _ name: String) -> Bool {
    guard !name.isEmpty else { return false }
    switch word.text.utf8.dropFirst(name.utf8.count).first {
    case nil, UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "["): return true
    default: return false
    }
  }

  /// `-vname` in one word, and what may be that or `-v`.
  private static func assignWithin(
    _ option: String, _ arguments: ArraySlice<ShellWord>, in script: inout ShellScript
  ) {
    for word in arguments.prefix(option == "-v" ? 1 : arguments.count) {
      let isMadeThen = word.text.unicodeScalars.first == ShellWord.hole && word.text.unicodeScalars.count == 1
      let isOdd = word.text.hasPrefix("-") && word.text.contains("\\") || word.text.hasPrefix("{")
      if option == "-v", isMadeThen || isOdd { script.setsAnyVariable = true }
      guard word.text.hasPrefix("-"), word.text != option, !word.text.hasPrefix("--"),
        option == "-p" || word.text.hasPrefix("-v"), let letter = word.text.firstIndex(of: option == "-v" ? "v" : "p")
      else { continue }
      let name = String(word.text[word.text.index(after: letter)...])
      if ShellByte.isName(name.utf8) { script.assign(name, times: 2) } else { script.setsAnyVariable = true }
    }
  }

  private static func assignAfter(
    _ option: String, _ arguments: ArraySlice<ShellWord>, in script: inout ShellScript
  ) {
    for (word, next) in zip(arguments, arguments.dropFirst()) where word.text == option {
      assign([next], in: &script)
    }
  }

  /// `set +u`, alone or among others, or `set +o nounset`.
  private static func allowsUnset(_ arguments: ArraySlice<ShellWord>) -> Bool {
    for (index, word) in zip(arguments.indices, arguments) {
      if word.text == "--" { return false }
      guard word.text.hasPrefix("+") else { continue }
      if word.text.contains("u") { return true }
      if word.text.hasSuffix("o"), arguments[(index + 1)...].first?.text == "nounset" { return true }
    }
    return false
  }
}
