/// What `for`, `case` and `[[` have between their keywords.
extension ShellScanner {
  mutating func loopHeader() {
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
      if isBash, isAtSubstitution { substitution() } else { note(clause: word()) }
      if at == before { return }
    }
  }

  /// Of what a loop goes through, or of what a `case` looks at.
  private mutating func note(clause word: ShellWord) {
    if !word.range.isEmpty { script.clauses.append(ShellScript.Clause(word: word, command: script.commands.count)) }
  }

  mutating func caseClause() {
    skipBlanks()
    note(clause: word())
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
  mutating func test(_ command: inout ShellCommand) {
    noteBashSyntax("[[ ]]", at - 2..<at)
    command.words.append(ShellWord(range: at - 2..<at, text: "[["))
    while at < end {
      skipToWord()
      let before = at
      if isBash, isAtSubstitution { substitution() }
      let word = word()
      if at == before { at = min(at + 1, end) }
      if word.isPlain, word.text == "]]" { return }
      if word.isStatic, isBash { script.countAssignments(in: word.text.utf8) }
      command.words.append(word)
    }
  }
}
