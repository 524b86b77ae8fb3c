/// Writes Markdown (CommonMark, and tables as GitHub has them) from texts that may hold anything.
struct MarkdownText {
  private(set) var text = ""

  mutating func heading(_ words: String, level: Int) {
    paragraph(String(repeating: "#", count: level) + " " + Self.escaped(words))
  }

  /// `markdown` is taken as it is.
  mutating func paragraph(_ markdown: String) {
    if !text.isEmpty { text += "\n" }
    text += markdown + "\n"
  }

  /// One point a line; each is taken as it is.
  mutating func list(_ points: [String]) {
    guard !points.isEmpty else { return }
    paragraph(points.map { "- \($0)" }.joined(separator: "\n"))
  }

  /// A point of a list, with what belongs to it below: each part is taken as it is, and indented. `mark`: `-` or `1.`.
  mutating func point(_ mark: String, _ markdown: String, parts: [String]) {
    paragraph("\(mark) \(markdown)")
    let indentation = String(repeating: " ", count: mark.count + 1)
    for part in parts {
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
      paragraph(lines.map { $0.isEmpty ? "" : indentation + $0 }.joined(separator: "\n"))
    }
  }

  /// Cells are taken as they are, but for what would end them.
  mutating func table(_ headings: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else { return }
    func line(_ cells: [String]) -> String {
      "| " + cells.map { Self.cell($0) }.joined(separator: " | ") + " |"
    }
    let rule = "|" + String(repeating: " --- |", count: headings.count)
    paragraph(([line(headings), rule] + rows.map(line)).joined(separator: "\n"))
  }

  /// A bar that is escaped already stays so.
  private static func cell(_ markdown: String) -> String {
    var cell = ""
    var isEscaped = false
    for character in markdown {
      if character == "|", !isEscaped { cell.append("\\") }
      cell.append(character == "\n" ? " " : character)
      isEscaped = character == "\\" && !isEscaped
    }
    return cell
  }

  /// A text as it stands there, between fences longer than any in it.
  static func block(_ text: String, language: String = "sh") -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    let body = text.hasSuffix("\n") ? text : text + "\n"
    return "\(fence)\(language)\n\(shown(body))\(fence)"
  }

  /// A short text as it stands there, on one line.
  static func code(_ text: String) -> String {
    let words = HarmlessText.words(text)
    let fence = String(repeating: "`", count: longestRun(of: "`", in: words) + 1)
    let pad = words.hasPrefix("`") || words.hasSuffix("`") || words.isEmpty ? " " : ""
    return "\(fence)\(pad)\(words)\(pad)\(fence)"
  }

  /// Words of which no character means anything to Markdown. A `_` within a word means nothing to it (CommonMark 6.2), so
  /// names stay legible where the text is read as it is.
  static func escaped(_ words: String) -> String {
    let characters = Array(HarmlessText.words(words))
    func isWord(_ index: Int) -> Bool {
      characters.indices.contains(index) && (characters[index].isLetter || characters[index].isNumber)
    }
    return characters.indices.map { index in
      let character = characters[index]
      let means = character == "_" ? !(isWord(index - 1) && isWord(index + 1)) : #"\`*[]<>#|"#.contains(character)
      return means ? "\\\(character)" : String(character)
    }.joined()
  }

  /// The same for where a block begins, as in a point of a list: what would begin a list, a heading or a rule there is
  /// escaped as well.
  static func escapedAtStart(_ words: String) -> String {
    let text = escaped(words)
    let body = text.drop(while: \.isWhitespace)
    let digits = body.prefix { $0.isASCII && $0.isNumber }
    let sign = body.dropFirst(digits.count)
    guard let first = sign.first, digits.isEmpty ? "-+=~".contains(first) : ".)".contains(first) else {
      return String(body)
    }
    return "\(digits)\\\(sign)"
  }

  /// Line by line, as a file that is read in a terminal may be, too.
  private static func shown(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { HarmlessText.line($0.utf8) }
      .joined(separator: "\n")
  }

  private static func longestRun(of character: Character, in text: String) -> Int {
    var (longest, length) = (0, 0)
    for next in text {
      length = next == character ? length + 1 : 0
      longest = max(longest, length)
    }
    return longest
  }
}
