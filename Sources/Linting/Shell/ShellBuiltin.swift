/// The builtins of a shell that set variables, or hide what sets them.
enum ShellBuiltin {
  static func note(_ command: ShellCommand, in script: inout ShellScript) {
    var words = command.words[...]
    while let name = words.first?.text, name == "command" || name == "builtin" { words = words.dropFirst() }
    guard let name = words.first, name.isStatic else { return }
    let arguments = words.dropFirst()
    switch name.text {
    case "eval":
      script.hidesVariables = true
      if !arguments.allSatisfy(\.isStatic) { script.choosesNames = true }
    case ".", "source": script.hidesVariables = true
    case "alias", "enable": script.choosesNames = true
    case "trap": if arguments.first(where: { $0.text != "--" })?.isStatic == false { script.choosesNames = true }
    case "read": assign(operands(arguments, valued: "pdtnNui"), orElse: "REPLY", in: &script)
    case "mapfile", "readarray": assign(operands(arguments, valued: "dnOsuCc"), orElse: "MAPFILE", in: &script)
    case "export", "readonly", "local", "declare", "typeset", "let":
      assign(arguments.filter { !$0.text.hasPrefix("-") && !$0.text.hasPrefix("+") }, in: &script)
      // bash: another name for a variable.
      if arguments.contains(where: { $0.text.hasPrefix("-") && $0.text.contains("n") }) { script.choosesNames = true }
    case "getopts":
      for name in ["OPTARG", "OPTIND"] { script.assign(name) }
      assign(Array(arguments.dropFirst().prefix(1)), in: &script)
    case "printf", "wait": assignAfter(name.text == "printf" ? "-v" : "-p", arguments, in: &script)
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

  private static func assign(_ words: [ShellWord], orElse name: String? = nil, in script: inout ShellScript) {
    if words.isEmpty, let name { script.assign(name) }
    for word in words {
      let name = word.text.prefix { $0.isASCII && $0.utf8.allSatisfy(ShellByte.isNamePart) }
      if !name.isEmpty { script.assign(String(name)) }
      // The name itself is made while the text runs.
      if word.text.unicodeScalars.prefix(while: { $0 != "=" }).contains(ShellWord.hole) {
        (script.hidesVariables, script.choosesNames) = (true, true)
      }
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
