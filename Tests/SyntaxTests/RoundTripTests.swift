import Syntax
import TestSupport
import Testing

/// Trees made at random, written in every style, and read back.
@Suite struct RoundTripTests {
  @Test(arguments: 0..<8)
  func treesAreReadBackAsWritten(_ seed: UInt64) {
    var writer = DocumentWriter(seed: seed)
    for _ in 0..<250 {
      let value = writer.value(depth: 4)
      let text = writer.document(value)
      let outcome = Outcome(text)
      #expect(outcome.json == value.json, "\(text)\n\(outcome.rendered)")
      if outcome.json != value.json { return }
    }
  }
}

indirect enum Value {
  case text(String)
  case empty
  case list([Value])
  case map([(String, Value)])

  var json: String {
    switch self {
    case .text(let text): Outcome.quoted(text)
    case .empty: "null"
    case .list(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
    case .map(let entries): "{" + entries.map { Outcome.quoted($0.0) + ":" + $0.1.json }.joined(separator: ",") + "}"
    }
  }
}

extension Value {
  /// Between commas there must be something.
  var fitsInBrackets: Bool {
    switch self {
    case .text, .empty: true
    case .list(let items): items.allSatisfy { item in if case .empty = item { false } else { item.fitsInBrackets } }
    case .map(let entries): entries.allSatisfy(\.1.fitsInBrackets)
    }
  }
}

/// Makes values, and writes them in styles chosen at random with comments and blank lines between.
struct DocumentWriter {
  private var random: SeededGenerator
  /// Blank and indented lines after a block scalar would be part of it.
  private var isAfterBlock = false

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  mutating func value(depth: Int) -> Value {
    if depth == 0 || chance(35) { return chance(10) ? .empty : .text(text()) }
    let count = Int.random(in: 0...4, using: &random)
    if chance(50) { return .list((0..<count).map { _ in value(depth: depth - 1) }) }
    return .map((0..<count).map { index in ("\(key())\(index)", value(depth: depth - 1)) })
  }

  private mutating func text() -> String {
    let characters =
      Array("ab cd:#-,[]{}'\"\n\t\\é€😀?!&*|>%@`=~.0 ").map(String.init) + ["\u{85}", "\u{2028}", "\n\n", "  "]
    if chance(50) {
      return pick(["weekly", "NO", "1e3", "0755", "12:30", "a b c", "/var/log", "x: y", "# z", "- w", ""])
    }
    return (0..<Int.random(in: 0...12, using: &random)).map { _ in pick(characters) }.joined()
  }

  private mutating func key() -> String {
    pick(["name", "a b", "é", "k:", "#k", "- k", "?", "\"", "'", "a\nb", "{", "*"])
  }

  mutating func document(_ value: Value) -> String {
    isAfterBlock = false
    let start = chance(20) ? "---\n" : ""
    let text = start + node(value, column: 0, isRoot: true) + (chance(10) ? "...\n# end\n" : "")
    return chance(20) ? text.replacing("\n", with: "\r\n") : text
  }

  /// A node after its `:` or `-`, from the blank or line break before it to the line break after it.
  private mutating func node(_ value: Value, column: Int, isRoot: Bool = false) -> String {
    switch value {
    case .empty: return lineEnd()
    case .text(let text): return (isRoot ? "" : " ") + scalar(text, column: column, isRoot: isRoot)
    case .list(let items) where items.isEmpty || (value.fitsInBrackets && chance(25)): return flow(.list(items), isRoot)
    case .map(let entries) where entries.isEmpty || (value.fitsInBrackets && chance(25)):
      return flow(.map(entries), isRoot)
    case .list(let items):
      let margin = String(repeating: " ", count: isRoot ? 0 : column + pick([1, 2, 4]))
      return (isRoot ? "" : lineEnd())
        + items.map { item in blankLines() + margin + "-" + node(item, column: margin.count) }.joined()
    case .map(let entries):
      let margin = String(repeating: " ", count: isRoot ? 0 : column + pick([1, 2, 3]))
      return (isRoot ? "" : lineEnd())
        + entries.map { entry in
          let key = quotedKey(entry.0)
          return blankLines() + margin + key + ":" + node(entry.1, column: margin.count)
        }.joined()
    }
  }

  private mutating func lineEnd() -> String {
    isAfterBlock = false
    return pick(["", "", " ", "\t", " # c: d", "   # - 'x"]) + "\n"
  }

  private mutating func blankLines() -> String {
    isAfterBlock ? pick(["", "# c\n"]) : pick(["", "", "", "\n", "# c\n", "  # [\n", "  \n"])
  }

  private mutating func quotedKey(_ key: String) -> String {
    if key.first?.isLetter == true, !key.contains("\n"), !key.contains(":"), chance(70) { return key }
    return key.contains("\n") || chance(50) ? doubleQuoted(key) : singleQuoted(key)
  }

  private mutating func scalar(_ text: String, column: Int, isRoot: Bool) -> String {
    let isPlainSafe = !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "/") }
    if isPlainSafe, chance(60) { return text + lineEnd() }
    if !isRoot, chance(30), let block = literal(text, column: column) { return block }
    if !text.contains("\n"), chance(50) { return singleQuoted(text) + lineEnd() }
    return doubleQuoted(text) + lineEnd()
  }

  private func singleQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  private mutating func doubleQuoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t" where chance(50): result += "\\t"
      case _ where chance(5): result += "\\U" + String(UInt64(scalar.value) + (1 << 32), radix: 16).dropFirst()
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private mutating func literal(_ text: String, column: Int) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let trailing = lines.reversed().prefix { $0.isEmpty }.count
    // Without any content a clipped scalar could not tell its line breaks.
    guard trailing < lines.count, lines.allSatisfy({ !$0.contains("\r") }) else { return nil }
    let chomping = trailing == 0 ? "-" : trailing == 1 ? "" : "+"
    lines.removeLast(trailing)
    if trailing > 1 { lines += Array(repeating: "", count: trailing - 1) }
    let indentation = Int.random(in: 1...4, using: &random)
    let margin = String(repeating: " ", count: column + indentation)
    let isFirstBlank = lines.first { !$0.isEmpty }?.hasPrefix(" ") == true
    let header = isFirstBlank || chance(30) ? "|\(indentation)\(chomping)" : "|\(chomping)"
    let start = header + lineEnd()
    isAfterBlock = true
    return start + lines.map { $0.isEmpty ? "\n" : margin + $0 + "\n" }.joined()
  }

  private mutating func flow(_ value: Value, _ isRoot: Bool) -> String {
    (isRoot ? "" : " ") + inline(value) + lineEnd()
  }

  private mutating func inline(_ value: Value) -> String {
    switch value {
    case .empty: return ""
    case .text(let text):
      if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isLetter }), chance(50) { return text }
      return text.contains("\n") || chance(50) ? doubleQuoted(text) : singleQuoted(text)
    case .list(let items):
      return "[" + items.map { inline($0) }.joined(separator: pick([",", ", ", " , "])) + "]"
    case .map(let entries):
      return "{"
        + entries.map { entry in quotedKey(entry.0) + ": " + inline(entry.1) }.joined(separator: pick([",", ", "]))
        + pick(["}", " }"])
    }
  }
}
