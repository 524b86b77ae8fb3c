/// What begins with a `$` or a backquote.
extension ShellScanner {
  /// Whether something was expanded; otherwise the byte stood for itself. A hole is left in `text`.
  mutating func expansion(_ text: inout [UInt8], inQuotes: Bool) -> Bool {
    let start = at
    if byte() == UInt8(ascii: "`") {
      backquoted(inQuotes: inQuotes)
      return leaveHole(&text)
    }
    switch byte(1) {
    case UInt8(ascii: "{"): parameter(inQuotes: inQuotes)
    case UInt8(ascii: "("):
      at += 1
      let isArithmetic = isAt("((") && closesTwice()
      at += isArithmetic ? 2 : 1
      if isArithmetic { arithmetic() } else { commands(until: .parenthesis) }
    case UInt8(ascii: "'") where !inQuotes && isBash:
      escapeQuoted(&text)
      return false
    case UInt8(ascii: "'") where !inQuotes:
      script.noteUnclear(at..<at + 2)
      at += 1
      text.append(bytes[start])
      return false
    case UInt8(ascii: "[") where isBash:
      at += 1
      let inner = at
      subscription()
      script.countAssignments(in: bytes[inner..<at])
    case UInt8(ascii: "\"") where !inQuotes && isBash:
      at += 1
      return false
    case UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "-"),
      UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      at += 2
    default:
      at += 1
      let name = name()
      guard !name.isEmpty else {
        text.append(bytes[start])
        return false
      }
      read(name, from: start)
    }
    return leaveHole(&text)
  }

  private func leaveHole(_ text: inout [UInt8]) -> Bool {
    text += Array(Character(ShellWord.hole).utf8)
    return true
  }

  /// `${…}`.
  private mutating func parameter(inQuotes: Bool) {
    let start = at
    var isIndirect = false
    at += 2
    if byte() == UInt8(ascii: "#"), byte(1) != UInt8(ascii: "}") { at += 1 }
    if byte() == UInt8(ascii: "!") {
      // bash: the value is the name of another variable.
      script.hidesVariables = true
      isIndirect = true
      at += 1
    }
    let name = name()
    if name.isEmpty {
      // A positional parameter or one of the special ones.
      at = min(at + 1, end)
      while ShellByte.isDigit(byte()) { at += 1 }
    }
    if byte() == UInt8(ascii: "[") {
      let inner = at
      subscription()
      script.countAssignments(in: bytes[inner..<at])
    }
    let operation = at
    if byte() == UInt8(ascii: ":") { at += 1 }
    let isGuarded: Bool
    switch byte() {
    case UInt8(ascii: "="):
      isGuarded = true
      if !name.isEmpty { script.assign(name, times: 2) }
      if isIndirect { script.setsAnyVariable = true }
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "?"): isGuarded = true
    default:
      isGuarded = false
      at = operation
      // `@P` runs what is in the value.
      if isBash, byte() == UInt8(ascii: "@"), byte(1) == UInt8(ascii: "P") { script.noteUnclear(start..<at + 2) }
    }
    let rest = at
    let index = script.reads.count
    nested { $0.parameterRest(inQuotes: inQuotes && isGuarded) }
    if isBash, !isGuarded { script.countAssignments(in: bytes[rest..<at]) }
    guard !name.isEmpty else { return }
    script.reads.insert(ShellScript.Read(name: name, range: start..<at, isGuarded: isGuarded), at: index)
  }

  /// Up to the closing brace. In double quotes the single quotes of a default value stand for themselves.
  private mutating func parameterRest(inQuotes: Bool) {
    var ignored: [UInt8] = []
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "}"):
        at += 1
        return
      case UInt8(ascii: "\\"): at = min(at + 2, end)
      case UInt8(ascii: "'") where !inQuotes:
        at += 1
        while at < end, bytes[at] != UInt8(ascii: "'") { at += 1 }
        at = min(at + 1, end)
      case UInt8(ascii: "\""): _ = doubleQuoted(&ignored)
      case UInt8(ascii: "$"), UInt8(ascii: "`"): _ = expansion(&ignored, inQuotes: inQuotes)
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        if isBash, isAtSubstitution { substitution() } else { at += 1 }
      default: at += 1
      }
      ignored.removeAll(keepingCapacity: true)
    }
  }

  /// bash's `[index]` of an array.
  private mutating func subscription() {
    at += 1
    if (byte() == UInt8(ascii: "@") || byte() == UInt8(ascii: "*")) && byte(1) == UInt8(ascii: "]") {
      at += 2
      return
    }
    // A key of an associative array looks like a name, too.
    var ignored: [UInt8] = []
    while at < end, bytes[at] != UInt8(ascii: "]"), bytes[at] != UInt8(ascii: "}") {
      if bytes[at] == UInt8(ascii: "$") || bytes[at] == UInt8(ascii: "`") {
        _ = expansion(&ignored, inQuotes: true)
      } else {
        at += 1
      }
    }
    if byte() == UInt8(ascii: "]") { at += 1 }
  }

  private mutating func backquoted(inQuotes: Bool) {
    let outerEnd = end
    var stop = at + 1
    while stop < end, bytes[stop] != UInt8(ascii: "`") { stop += bytes[stop] == UInt8(ascii: "\\") ? 2 : 1 }
    stop = min(stop, outerEnd)
    // The backslash that is taken off before the text is read.
    let pairs = zip(bytes[at..<stop], bytes[at..<stop].dropFirst())
    let isChanged = pairs.contains { slash, next in
      guard slash == UInt8(ascii: "\\") else { return false }
      return next == UInt8(ascii: "$") || next == UInt8(ascii: "`") || next == UInt8(ascii: "\\")
        || next == UInt8(ascii: "\"") && inQuotes
    }
    if isChanged { script.noteUnclear(at..<stop) }
    at += 1
    end = stop
    commands(until: .end)
    end = outerEnd
    at = min(stop + 1, outerEnd)
  }

  /// Whether the `((` here is closed by a `))`: else it is a list of commands that begins with a subshell.
  func closesTwice() -> Bool {
    var open = 0
    var look = at
    while look < end {
      switch bytes[look] {
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"):
        open -= 1
        if open == 1 { return look + 1 < end && bytes[look + 1] == UInt8(ascii: ")") }
        if open == 0 { return false }
      case UInt8(ascii: "\\"): look += 1
      case UInt8(ascii: "\""):
        look += 1
        while look < end, bytes[look] != UInt8(ascii: "\"") { look += bytes[look] == UInt8(ascii: "\\") ? 2 : 1 }
      case UInt8(ascii: "'"):
        look += 1
        while look < end, bytes[look] != UInt8(ascii: "'") { look += 1 }
      default: break
      }
      look += 1
    }
    return false
  }

  /// Up to the closing `))`: bare names are variables.
  mutating func arithmetic() {
    nested { $0.arithmeticRest() }
  }

  private mutating func arithmeticRest() {
    var ignored: [UInt8] = []
    var open = 0
    while at < end {
      let start = at
      switch bytes[at] {
      case UInt8(ascii: ")") where open == 0:
        at = min(at + 2, end)
        return
      case UInt8(ascii: ")"): open -= 1
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: "$"), UInt8(ascii: "`"): _ = expansion(&ignored, inQuotes: true)
      case UInt8(ascii: "\\"): at += 1
      default:
        if ShellByte.isDigit(bytes[at]) {
          // A number, also 0xff and bash's 16#ff.
          while ShellByte.isNamePart(byte()) || byte() == UInt8(ascii: "#") { at += 1 }
        } else if ShellByte.isNameStart(bytes[at]) {
          let name = name()
          if setsInArithmetic() { script.assigned.insert(name) } else { read(name, from: start) }
          // `name++` and `name+=1` are not told from reading.
          script.count(name, times: 2)
        }
      }
      if at == start { at += 1 }
      ignored.removeAll(keepingCapacity: true)
    }
  }

  /// Whether an `=` that is no comparison follows the name.
  private func setsInArithmetic() -> Bool {
    var look = 0
    while ShellByte.isBlank(byte(look)) { look += 1 }
    return byte(look) == UInt8(ascii: "=") && byte(look + 1) != UInt8(ascii: "=")
  }
}
