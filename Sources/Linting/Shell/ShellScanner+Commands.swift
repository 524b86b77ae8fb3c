/// Lists of commands.
extension ShellScanner {
  mutating func commands(until closer: Closer) {
    openLists += 1
    nested { scanner in
      var level = Level(closer: closer)
      while scanner.step(&level) {}
      scanner.finish(&level)
    }
    openLists -= 1
  }

  /// Where the list that is being read stands.
  struct Level {
    let closer: Closer
    var command = ShellCommand()
    /// The compound commands that are open.
    var opened: [Opened] = []
    /// What stands before the command.
    var before = ShellCommand.Joint.end
    /// The function whose body comes next.
    var function: String?
  }

  struct Opened {
    /// The number of commands before it.
    let first: Int
    /// Whose body it is.
    let function: String?
  }

  /// Reads one word, operator or construct; false at the end of the list.
  private mutating func step(_ level: inout Level) -> Bool {
    skipBlanks()
    guard at < end else { return false }
    switch bytes[at] {
    case UInt8(ascii: "\n"):
      finish(&level)
      lineBreak()
    case UInt8(ascii: "#"): skipComment()
    case UInt8(ascii: ";"):
      finish(&level)
      at += 1
      guard level.closer == .caseItem, byte() == UInt8(ascii: ";") || byte() == UInt8(ascii: "&") else { return true }
      // `;;`, and bash's `;&` and `;;&`.
      while byte() == UInt8(ascii: ";") || byte() == UInt8(ascii: "&") { at += 1 }
      return false
    case UInt8(ascii: "&") where byte(1) == UInt8(ascii: ">"): redirection(of: &level.command)
    case UInt8(ascii: "&"), UInt8(ascii: "|"): joint(&level)
    case UInt8(ascii: "<"), UInt8(ascii: ">"): redirection(of: &level.command)
    case UInt8(ascii: "("): openParenthesis(&level)
    case UInt8(ascii: ")"):
      finish(&level)
      at += 1
      return level.closer != .parenthesis
    default: return wordOrKeyword(&level)
    }
    return true
  }

  mutating func lineBreak() {
    at += 1
    hereDocuments()
  }

  private mutating func wordOrKeyword(_ level: inout Level) -> Bool {
    let word = word()
    // A descriptor: `2>`, or bash's `{name}>`.
    if byte() == UInt8(ascii: "<") || byte() == UInt8(ascii: ">"), word.isPlain {
      if word.text.utf8.allSatisfy(ShellByte.isDigit) { return true }
      if word.text.hasPrefix("{"), word.text.hasSuffix("}") {
        script.assign(String(word.text.dropFirst().dropLast()), times: 2)
        return true
      }
    }
    if level.command.words.isEmpty {
      if level.command.assignments.isEmpty, word.isPlain, let keyword = ShellKeyword(rawValue: word.text) {
        return take(keyword, at: word.range.lowerBound, &level)
      }
      if let name = assignedName(at: word.range) {
        script.assign(name)
        if byte() == UInt8(ascii: "(") {
          script.count(name)
          noteBash("\(name)=( )", word.range.lowerBound..<at + 1)
          arrayElements()
        }
        level.command.assignments.append(word)
        return true
      }
    }
    level.command.words.append(word)
    return true
  }

  private mutating func take(_ keyword: ShellKeyword, at start: Int, _ level: inout Level) -> Bool {
    finish(&level)
    switch keyword {
    case .then, .elif, .else, .do, .time: break
    case .not: level.before = .other
    case .coproc:
      script.assigned.insert("COPROC")
      script.setsAnyVariable = true
      level.before = .other
    case .if, .while, .until, .openBrace: open(&level)
    case .for, .select:
      open(&level)
      loopHeader()
    case .fi, .done, .closeBrace: close(&level)
    case .case:
      open(&level)
      caseClause()
      close(&level)
    case .esac:
      guard level.closer == .caseItem else { break }
      at = start
      return false
    case .function:
      noteBash("function", start..<at)
      skipBlanks()
      let name = word().text
      script.functions.insert(name)
      level.function = name
      skipBlanks()
      if isAt("()") { at += 2 }
    case .openTest: test(&level.command)
    }
    return true
  }

  private mutating func open(_ level: inout Level) {
    level.opened.append(Opened(first: script.commands.count, function: level.function))
    (level.function, level.before) = (nil, .end)
  }

  private mutating func close(_ level: inout Level) {
    guard let opened = level.opened.popLast() else { return }
    let inner = opened.first..<script.commands.count
    level.command.body = inner
    if let name = opened.function { script.bodies.append(ShellScript.Body(name: name, commands: inner)) }
  }

  /// `&&`, `||`, `|` and `&`.
  private mutating func joint(_ level: inout Level) {
    let (isTwice, isAnd) = (byte(1) == byte(), byte() == UInt8(ascii: "&"))
    let joint: ShellCommand.Joint = !isTwice ? .other : isAnd ? .and : .or
    finish(&level, by: joint)
    at += isTwice || byte(1) == UInt8(ascii: "&") ? 2 : 1
    // What comes after a `&` begins anew.
    if !isTwice, isAnd {
      level.before = .end
      lists += 1
    }
  }

  /// `(…)`, `((…))`, the `()` of a function, or the elements in bash's `declare name=(…)`.
  private mutating func openParenthesis(_ level: inout Level) {
    if !level.command.words.isEmpty, bytes[at - 1] == UInt8(ascii: "=") { return arrayElements() }
    if let word = level.command.words.first {
      at += 1
      skipBlanks()
      guard level.command.words.count == 1, byte() == UInt8(ascii: ")") else { return }
      at += 1
      script.functions.insert(word.text)
      level.function = word.text
      level.command = ShellCommand()
      return
    }
    finish(&level)
    if isAt("(("), closesTwice() {
      noteBash("(( ))", at..<at + 2)
      at += 2
      arithmetic()
      return
    }
    open(&level)
    at += 1
    commands(until: .parenthesis)
    close(&level)
  }

  private mutating func loopHeader() {
    skipBlanks()
    if isAt("((") {
      at += 2
      arithmetic()
      return
    }
    script.assign(word().text, times: 2)
    skipToWord()
    let start = at
    let next = word()
    guard next.isPlain, next.text == "in" else {
      at = start
      return
    }
    while true {
      skipBlanks()
      let before = at
      _ = word()
      if at == before { return }
    }
  }

  private mutating func caseClause() {
    skipBlanks()
    _ = word()
    skipToWord()
    _ = word()
    while true {
      skipToWord()
      guard at < end else { return }
      let start = at
      if byte() == UInt8(ascii: "(") { at += 1 }
      skipBlanks()
      let pattern = word()
      if pattern.isPlain, pattern.text == "esac", pattern.range.lowerBound == start { return }
      casePatterns()
      commands(until: .caseItem)
      if at == start { return }
    }
  }

  /// The rest of a case item's patterns, and the `)` that ends them.
  private mutating func casePatterns() {
    while at < end {
      skipBlanks()
      let before = at
      if byte() == UInt8(ascii: "|") { at += 1 } else { _ = word() }
      if byte() == UInt8(ascii: ")") {
        at += 1
        return
      }
      if at == before { return }
    }
  }

  /// bash's `[[ … ]]`, in which `&&`, `<` and parentheses are no operators of the shell.
  private mutating func test(_ command: inout ShellCommand) {
    noteBash("[[ ]]", at - 2..<at)
    command.words.append(ShellWord(range: at - 2..<at, text: "[["))
    while at < end {
      skipToWord()
      let before = at
      let word = word()
      if at == before { at = min(at + 1, end) }
      if word.isPlain, word.text == "]]" { return }
      command.words.append(word)
    }
  }

  private mutating func noteBashBuiltin(_ command: ShellCommand) {
    guard let name = command.name, let word = command.words.first else { return }
    switch name {
    case "source", "declare", "typeset", "shopt", "mapfile", "readarray", "pushd", "popd":
      if !script.functions.contains(name) { noteBash(name, word.range) }
    case "[":
      for operand in command.words where operand.isPlain && operand.text == "==" { noteBash("==", operand.range) }
    default: break
    }
  }

  /// Notes a complete command and begins the next.
  private mutating func finish(_ level: inout Level, by joint: ShellCommand.Joint = .end) {
    var command = level.command
    level.command = ShellCommand()
    let isBlank = command.isEmpty && command.body == nil
    if !command.isEmpty {
      command.isAtTop = openLists == 1 && level.opened.isEmpty && level.function == nil
      (command.before, command.after, command.list) = (level.before, joint, lists)
      ShellBuiltin.note(command, in: &script)
      noteBashBuiltin(command)
      script.commands.append(command)
      if let name = level.function {
        let index = script.commands.count - 1
        script.bodies.append(ShellScript.Body(name: name, commands: index..<index + 1))
        level.function = nil
      }
    }
    if joint == .end, !isBlank { lists += 1 }
    // A line break behind an operator is nothing.
    if joint != .end || !isBlank { level.before = joint }
  }
}
