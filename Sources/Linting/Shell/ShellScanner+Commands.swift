/// Lists of commands.
extension ShellScanner {
  mutating func commands(until closer: Closer) {
    openLists += 1
    let (start, before) = (at, pending.count)
    nested { scanner in
      var level = Level(closer: closer)
      while scanner.step(&level) {}
      scanner.finish(&level)
      scanner.openLoops -= level.opened.lazy.filter(\.isLoop).count
    }
    openLists -= 1
    // Where a here-document within it begins, each shell says for itself.
    if openLists > 0, closer != .caseItem, pending.count > before { script.noteUnclear(start..<min(start + 1, at)) }
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
    let isLoop: Bool
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
      if word.text.utf8.allSatisfy(ShellByte.isDigit) {
        redirection(of: &level.command, descriptor: word.text)
        return true
      }
      if word.text.hasPrefix("{"), word.text.hasSuffix("}") {
        script.assign(String(word.text.dropFirst().dropLast()), times: 2)
        return true
      }
    }
    if level.command.words.isEmpty {
      noteContinuation(in: word)
      if level.command.assignments.isEmpty, word.isPlain, let keyword = ShellKeyword(rawValue: word.text),
        !isHidden(keyword, word, level.command)
      {
        return take(keyword, at: word.range.lowerBound, &level)
      }
      if let name = assignedName(at: word.range) {
        script.assign(name)
        if byte() == UInt8(ascii: "(") {
          script.count(name)
          noteBashSyntax("\(name)=( )", word.range.lowerBound..<at + 1)
          arrayElements()
        }
        level.command.assignments.append(word)
        return true
      }
    }
    level.command.words.append(word)
    return true
  }

  /// A keyword is one where a command begins, and not behind a redirection; `time -f` is the program.
  private mutating func isHidden(_ keyword: ShellKeyword, _ word: ShellWord, _ command: ShellCommand) -> Bool {
    if keyword == .time {
      let start = at
      skipBlanks()
      let isOption = byte() == UInt8(ascii: "-")
      let next = self.word().text
      at = start
      return isOption && !isBash && next != "-p" && next != "--"
    }
    guard !command.redirections.isEmpty else { return false }
    if command.body != nil { script.noteUnclear(word.range) }
    return command.body == nil
  }

  /// The name of a command, or of a variable that is set, on two lines.
  private mutating func noteContinuation(in word: ShellWord) {
    let raw = bytes[word.range]
    guard raw.contains(UInt8(ascii: "\n")) else { return }
    let name = raw.prefix {
      ShellByte.isNamePart($0) || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: ".")
    }
    let isJoined = zip(name, name.dropFirst()).contains { $0 == UInt8(ascii: "\\") && $1 == UInt8(ascii: "\n") }
    if isJoined, name.last != UInt8(ascii: "\n") || name.endIndex < raw.endIndex { script.noteUnclear(word.range) }
  }

  private mutating func take(_ keyword: ShellKeyword, at start: Int, _ level: inout Level) -> Bool {
    finish(&level)
    switch keyword {
    case .then, .elif, .else, .do: break
    case .time: takeTime(&level)
    case .not: level.before = .other
    case .coproc:
      script.assigned.insert("COPROC")
      script.setsAnyVariable = true
      level.before = .other
      skipBlanks()
      // It may have a name.
      if byte() != UInt8(ascii: "{"), byte() != UInt8(ascii: "(") { script.noteUnclear(start..<at) }
    case .if, .openBrace: open(&level)
    case .while, .until: open(&level, isLoop: true)
    case .for, .select:
      open(&level, isLoop: true)
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
      noteBashSyntax("function", start..<at)
      skipBlanks()
      let name = word().text
      script.functions.insert(name)
      level.function = name
      skipBlanks()
      if byte() == UInt8(ascii: "(") {
        let open = at
        at += 1
        skipBlanks()
        // A subshell is its body.
        if byte() == UInt8(ascii: ")") { at += 1 } else { at = open }
      }
    case .openTest: test(&level.command)
    }
    return true
  }

  /// bash's `time -p` is one keyword; for other shells it is a program.
  private mutating func takeTime(_ level: inout Level) {
    if !isBash { level.before = .other }
    while true {
      let start = at
      skipBlanks()
      guard isAt("-p") || isAt("--"), at + 2 == end || ShellByte.isMeta(byte(2)) else {
        at = start
        return
      }
      at += 2
    }
  }

  private mutating func open(_ level: inout Level, isLoop: Bool = false) {
    if isLoop { openLoops += 1 }
    level.opened.append(Opened(first: script.commands.count, function: level.function, isLoop: isLoop))
    (level.function, level.before) = (nil, .end)
  }

  private mutating func close(_ level: inout Level) {
    guard let opened = level.opened.popLast() else { return }
    if opened.isLoop { openLoops -= 1 }
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
      noteBashSyntax("(( ))", at..<at + 2)
      at += 2
      arithmetic()
      return
    }
    open(&level)
    at += 1
    commands(until: .parenthesis)
    close(&level)
  }

  /// A value that is read as arithmetic is arithmetic itself.
  private mutating func countArithmetic(of command: ShellCommand) {
    let declares = ["export", "readonly", "local", "declare", "typeset", "let"].contains(command.name)
    for word in command.assignments + (declares ? Array(command.words.dropFirst()) : []) {
      let raw = bytes[word.range]
      guard let sign = raw.firstIndex(of: UInt8(ascii: "=")) else { continue }
      script.countAssignments(in: raw[raw.index(after: sign)...])
      if let bracket = raw.firstIndex(of: UInt8(ascii: "[")), bracket < sign {
        script.countAssignments(in: raw[bracket...].dropFirst())
      }
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
      command.isInLoop = openLoops > 0
      if isBash { countArithmetic(of: command) }
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
