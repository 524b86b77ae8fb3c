/// Lists of commands.
extension ShellScanner {
  mutating func commands(until closer: Closer) {
    nested { scanner in
      var level = Level(closer: closer)
      while scanner.step(&level) {}
      scanner.finish(&level, .separator)
    }
  }

  /// Where the list that is being read stands.
  struct Level {
    let closer: Closer
    var command = ShellCommand()
    /// Of each compound command that is open, the number of commands before it.
    var opened: [Int] = []
    /// What stands before the command that is being read.
    var link = Link.separator
    /// Nothing was read since that.
    var isLinkFresh = true
  }

  /// What stands between two commands: a line break or `;`, or `&&`, or what leaves open whether both are carried out by
  /// this shell.
  enum Link { case separator, and, other }

  /// Reads one word, operator or construct; false at the end of the list.
  private mutating func step(_ level: inout Level) -> Bool {
    skipBlanks()
    guard at < end else { return false }
    switch bytes[at] {
    case UInt8(ascii: "\n"):
      // After an operator the list goes on in the next line.
      finish(&level, level.isLinkFresh && level.command.isEmpty ? level.link : .separator)
      lineBreak()
    case UInt8(ascii: "#"): skipComment()
    case UInt8(ascii: ";"):
      finish(&level, .separator)
      at += 1
      guard level.closer == .caseItem, byte() == UInt8(ascii: ";") || byte() == UInt8(ascii: "&") else { return true }
      // `;;`, and bash's `;&` and `;;&`.
      while byte() == UInt8(ascii: ";") || byte() == UInt8(ascii: "&") { at += 1 }
      return false
    case UInt8(ascii: "&") where byte(1) == UInt8(ascii: ">"): redirection(of: &level.command)
    case UInt8(ascii: "&"), UInt8(ascii: "|"):
      operation(&level)
    case UInt8(ascii: "<"), UInt8(ascii: ">"): redirection(of: &level.command)
    case UInt8(ascii: "("):
      level.isLinkFresh = false
      openParenthesis(&level.command)
    case UInt8(ascii: ")"):
      finish(&level, .separator)
      at += 1
      return level.closer != .parenthesis
    default:
      level.isLinkFresh = false
      return wordOrKeyword(&level)
    }
    return true
  }

  /// `&&`, `||`, `|` and `&`.
  private mutating func operation(_ level: inout Level) {
    let isAnd = isAt("&&")
    let isAlone = byte() == UInt8(ascii: "&") && !isAnd
    finish(&level, isAnd && level.link != .other ? .and : .other)
    // What stands behind a command that goes on aside begins a list of its own.
    if isAlone { level.link = .separator }
    at += isAnd || isAt("||") || isAt("|&") ? 2 : 1
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
        script.assign(String(word.text.dropFirst().dropLast()))
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
    finish(&level.command)
    switch keyword {
    case .then, .elif, .else, .do, .not, .time: break
    case .coproc: script.assign("COPROC")
    case .if, .while, .until, .openBrace: level.opened.append(script.commands.count)
    case .for, .select:
      level.opened.append(script.commands.count)
      loopHeader()
    case .fi, .done, .closeBrace:
      if let first = level.opened.popLast() { level.command.body = first..<script.commands.count }
    case .case:
      let first = script.commands.count
      caseClause()
      level.command.body = first..<script.commands.count
    case .esac:
      guard level.closer == .caseItem else { break }
      at = start
      return false
    case .function:
      noteBash("function", start..<at)
      skipBlanks()
      script.functions.insert(word().text)
      skipBlanks()
      if isAt("()") { at += 2 }
    case .openTest: test(&level.command)
    }
    return true
  }

  /// `(…)`, `((…))`, the `()` of a function, or the elements in bash's `declare name=(…)`.
  private mutating func openParenthesis(_ command: inout ShellCommand) {
    if !command.words.isEmpty, bytes[at - 1] == UInt8(ascii: "=") { return arrayElements() }
    if let word = command.words.first {
      at += 1
      skipBlanks()
      guard command.words.count == 1, byte() == UInt8(ascii: ")") else { return }
      at += 1
      script.functions.insert(word.text)
      command = ShellCommand()
      return
    }
    finish(&command)
    if isAt("(("), closesTwice() {
      noteBash("(( ))", at..<at + 2)
      at += 2
      arithmetic()
      return
    }
    let first = script.commands.count
    at += 1
    commands(until: .parenthesis)
    command.body = first..<script.commands.count
  }

  private mutating func loopHeader() {
    skipBlanks()
    if isAt("((") {
      at += 2
      arithmetic()
      return
    }
    script.assign(word().text)
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

  /// Notes a complete command, behind which `next` stands, and begins the next.
  private mutating func finish(_ level: inout Level, _ next: Link) {
    let isOfThisShell = depth == 1 && level.opened.isEmpty && next != .other
    level.command.isStraight = isOfThisShell && level.link == .separator
    level.command.isJoined = isOfThisShell && level.link == .and
    level.command.joinsNext = next == .and
    finish(&level.command)
    (level.link, level.isLinkFresh) = (next, true)
  }

  /// Notes a complete command and begins the next.
  mutating func finish(_ command: inout ShellCommand) {
    if !command.isEmpty {
      ShellBuiltin.note(command, in: &script)
      noteBashBuiltin(command)
      script.commands.append(command)
    }
    command = ShellCommand()
  }
}
