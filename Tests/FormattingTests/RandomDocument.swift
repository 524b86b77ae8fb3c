import TestSupport

/// Writes files of the language at random, in every layout that it allows and with comments wherever they may stand.
struct RandomDocument {
  private var random: SeededGenerator
  private var out = ""
  private var keyCount = 0
  /// After a block scalar a comment further to the right would be part of it; -1 allows none.
  private var deepestComment = Int.max

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func next() -> String {
    out = ""
    deepestComment = .max
    if chance(30) { gap() }
    let opener = chance(20) ? "---" : ""
    out += opener
    let column = opener.isEmpty ? number(0...3) : 0
    switch number(0...9) {
    case 0: value(parent: -1, after: opener.isEmpty ? .start : .marker, depth: 2)
    case 1...3:
      if !opener.isEmpty { lineEnd() }
      list(column: column, depth: 4)
    default:
      if !opener.isEmpty { lineEnd() }
      map(column: column, depth: 4)
    }
    if chance(30) { gap() }
    if chance(15) {
      out += "...\(pick(["", " ", " # end"]))\n"
      deepestComment = .max
      gap()
    }
    if chance(10), out.hasSuffix("\n") { out.removeLast() }
    let text = chance(15) ? out.replacing("\n", with: "\r\n") : out
    return chance(5) ? "\u{FEFF}" + text : text
  }

  // MARK: - Chance

  private mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private mutating func pick(_ elements: [String]) -> String { elements[number(0...elements.count - 1)] }

  // MARK: - Between values

  private mutating func comment() -> String {
    pick(["# c", "#", "#tight", "# - [ 'x \"", "# a: b   ", "## é 😀", "# | >", "#\ttab\t"])
  }

  private mutating func lineEnd() {
    switch number(0...9) {
    case 0...4: break
    case 5: out += pick([" ", "   ", "\t"])
    case 6: out += " " + comment()
    case 7: out += pick(["  ", "\t", "      "]) + comment()
    default:
      let width = out.split(separator: "\n", omittingEmptySubsequences: false).last?.count ?? 0
      out += spaces(max(1, (chance(70) ? 30 : 24) - width)) + comment()
    }
    out += "\n"
  }

  /// Blank lines and comments on lines of their own.
  private mutating func gap() {
    for _ in 0..<number(0...3) {
      switch number(0...3) {
      case 0: out += "\n"
      case 1: out += pick(["", " ", "   "]) + "\n"
      default:
        guard deepestComment >= 0 else { continue }
        out += spaces(min(deepestComment, number(0...9))) + comment() + "\n"
      }
    }
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  // MARK: - Blocks

  private enum Opener { case start, marker, key, dash }

  private mutating func map(column: Int, depth: Int) {
    for index in 0..<number(1...4) {
      if index > 0 {
        gap()
        out += spaces(column)
      } else if out.last == "\n" || out.isEmpty {
        out += spaces(column)
      }
      deepestComment = .max
      out += key() + pick(["", "", "", " ", "\t"]) + ":"
      value(parent: column, after: .key, depth: depth - 1)
    }
  }

  private mutating func list(column: Int, depth: Int) {
    for index in 0..<number(1...4) {
      if index > 0 {
        gap()
        out += spaces(column)
      } else if out.last == "\n" || out.isEmpty {
        out += spaces(column)
      }
      deepestComment = .max
      out += "-"
      value(parent: column, after: .dash, depth: depth - 1)
    }
  }

  /// From behind the opener to the end of the value's last line.
  private mutating func value(parent: Int, after opener: Opener, depth: Int) {
    switch number(0...(depth > 0 ? 9 : 5)) {
    case 0 where opener == .key || opener == .dash: lineEnd()
    case 1...2, 0:
      begin(parent, opener)
      out += scalar(parent: parent, inFlow: false)
      lineEnd()
    case 3:
      begin(parent, opener)
      blockScalar(parent: parent)
    case 4...5:
      begin(parent, opener)
      flow(parent: parent, depth: max(depth, 1))
      lineEnd()
    case _ where opener == .start || opener == .marker: lineEnd()
    default: collection(parent: parent, after: opener, depth: depth)
    }
  }

  private mutating func collection(parent: Int, after opener: Opener, depth: Int) {
    let isList = chance(45)
    var column = parent + number(1...4)
    if opener == .dash, chance(60) {
      let blanks = number(1...3)
      out += spaces(blanks)
      column = parent + 1 + blanks
    } else {
      lineEnd()
      gap()
      if isList, opener == .key, chance(40) { column = parent }
    }
    if isList { list(column: column, depth: depth) } else { map(column: column, depth: depth) }
  }

  /// To where a scalar or bracket begins, on this line or a later one.
  private mutating func begin(_ parent: Int, _ opener: Opener) {
    if opener == .start { return out += spaces(parent + 1 + number(0...2)) }
    if chance(80) { return out += pick([" ", " ", "  ", "\t", " \t"]) }
    lineEnd()
    gap()
    out += spaces(parent + number(1...4))
  }

  private mutating func key() -> String {
    keyCount += 1
    let name = pick(["name", "a b", "é", "\"q q\"", "'s'", "'it''s'", "\"\\t\"", "-x", "?y", "k:v", "\"\\u00e9\""])
    let isQuoted = name.last == "'" || name.last == "\""
    return isQuoted ? "\(name.dropLast())\(keyCount)\(name.suffix(1))" : "\(name)\(keyCount)"
  }

  // MARK: - Texts

  private mutating func scalar(parent: Int, inFlow: Bool) -> String {
    switch number(0...3) {
    case 0...1: plain(parent: parent, inFlow: inFlow)
    case 2: quoted("'", parent: parent, ["a", "''", "b c", " ", "#x", ": ", "- ", "\\", "\"", "é", ",", "[", "]", "{"])
    default:
      quoted(
        "\"", parent: parent,
        ["a", "'", "b c", " ", " # x", ": ", "\\\\", "\\\"", "\\ ", "\\\t", "\\n", "\\x41", "é", ",", "[", "\\\n"])
    }
  }

  /// A line break inside a text, with any blanks around it and blank lines after it.
  private mutating func fold(_ parent: Int) -> String {
    let blank = chance(25) ? pick(["\n", "   \n", "\n\n"]) : ""
    return pick(["", "", " ", "\t"]) + "\n" + blank + spaces(parent + number(1...4)) + pick(["", "", "\t"])
  }

  private mutating func plain(parent: Int, inFlow: Bool) -> String {
    var text = pick(["word", "02:00", "NO", "-1", "a#b", "it's", "x:y", "/var/log", "\\d+", "1e3"])
    for _ in 0..<(chance(25) ? number(1...3) : 0) {
      text += chance(50) ? fold(parent) : " "
      text += pick(["more", "b\"c", "é", "-y", "- z", "=", "http://x?a#b"])
    }
    return inFlow ? text.replacing("- z", with: "z") : text
  }

  private mutating func quoted(_ quote: String, parent: Int, _ pieces: [String]) -> String {
    var text = quote
    for _ in 0..<number(0...5) {
      let piece = pick(pieces)
      text += piece == "\\\n" ? "\\" + fold(parent).drop { $0 != "\n" } : piece
      if chance(10) { text += fold(parent) }
    }
    return text + quote
  }

  private mutating func blockScalar(parent: Int) {
    let depth = number(1...4)
    let column = parent + depth
    var lines = (0..<number(0...4)).map { _ in
      pick(["text", "", "# no comment", " more", "- x: y  ", "\ttab", "", "é \"", "  ", "#", "a: |"])
    }
    let firstText = lines.first { !$0.isEmpty }
    let needsDigit = firstText?.hasPrefix(" ") == true
    if parent < 0, needsDigit || column == 0 { lines = ["text"] }
    out += pick(["|", ">"])
    let digit = parent >= 0 && (needsDigit || chance(15)) ? "\(depth)" : ""
    let chomping = pick(["", "", "+", "-"])
    out += chance(50) ? digit + chomping : chomping + digit
    lineEnd()
    for line in lines {
      if line.isEmpty { out += spaces(number(0...column + 1) % (column + 1)) } else { out += spaces(column) + line }
      out += "\n"
    }
    for _ in 0..<(chance(40) ? number(1...3) : 0) { out += pick(["", spaces(column)]) + "\n" }
    let hasText = lines.contains { $0.contains { $0 != " " } } || !digit.isEmpty
    deepestComment = hasText ? column - 1 : parent
  }

  // MARK: - Brackets

  private mutating func flow(parent: Int, depth: Int, isOutermost: Bool = true) {
    let isMap = chance(50)
    let isOneLine = chance(40)
    let count = number(0...4)
    out += isMap ? "{" : "["
    flowGap(parent, isOneLine)
    for index in 0..<count {
      if isMap || chance(20) {
        flowEntry(parent, depth, isOneLine, isMap: isMap)
      } else {
        flowNode(parent, depth, isOneLine)
      }
      flowGap(parent, isOneLine)
      if index < count - 1 || chance(20) {
        out += ","
        flowGap(parent, isOneLine)
      }
    }
    if isOutermost, parent >= 0, !isOneLine, chance(30) {
      // Alone at the column of the key.
      out += "\n" + spaces(parent)
    }
    out += isMap ? "}" : "]"
  }

  private mutating func flowEntry(_ parent: Int, _ depth: Int, _ isOneLine: Bool, isMap: Bool) {
    out += key()
    if isMap, chance(15) { return }
    if isMap { flowGap(parent, isOneLine) } else { out += pick(["", " "]) }
    out += ": "
    if chance(15) { return }
    flowGap(parent, isOneLine)
    flowNode(parent, depth, isOneLine)
  }

  private mutating func flowNode(_ parent: Int, _ depth: Int, _ isOneLine: Bool) {
    if depth > 0, chance(30) { return flow(parent: parent, depth: depth - 1, isOutermost: false) }
    if isOneLine {
      out += pick(["a", "'x'", "\"y\"", "b c", "'it''s'", "'\\'"])
    } else {
      out += scalar(parent: parent, inFlow: true)
    }
  }

  private mutating func flowGap(_ parent: Int, _ isOneLine: Bool) {
    if isOneLine { return out += pick(["", "", " "]) }
    switch number(0...5) {
    case 0...2: out += pick(["", " "])
    case 3: out += "\n" + spaces(parent + number(1...4))
    case 4: out += " " + comment() + "\n" + spaces(parent + number(1...4))
    default:
      out += "\n" + pick(["", "\n", "  \n"]) + spaces(parent + number(1...4)) + comment() + "\n"
      out += spaces(parent + number(1...4))
    }
  }
}
