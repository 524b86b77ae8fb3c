import TestSupport
import Testing

@testable import Reporting

@Suite struct LiveAreaTests {
  @Test func aFrameOverwritesTheOneBefore() {
    var area = LiveArea()
    #expect(area.frame(lines: ["one", "two", "bar"], width: 10) == "one\u{1B}[K\ntwo\u{1B}[K\nbar\u{1B}[J")
    #expect(area.frame(lines: ["one", "two", "bar"], width: 10) == "")
    #expect(area.frame(lines: ["two", "bar"], width: 10) == "\r\u{1B}[2Atwo\u{1B}[K\nbar\u{1B}[J")
    #expect(
      area.frame(text: "done\n", lines: ["bar"], width: 10) == "\r\u{1B}[1Adone\u{1B}[K\nbar\u{1B}[J")
    #expect(area.erase(width: 10) == "\r\u{1B}[J")
    #expect(area.erase(width: 10) == "")
  }

  @Test func aNarrowerTerminalHasWrappedWhatStoodThere() {
    var area = LiveArea()
    _ = area.frame(lines: ["\u{1B}[33m0123456789\u{1B}[0m", "日本"], width: 10)
    #expect(area.frame(lines: ["012", "日"], width: 3) == "\r\u{1B}[5A\u{1B}[K012\n日\u{1B}[J")
  }

  @Test(arguments: 0..<100) func theScreenShowsAllThatStaysAndTheLastFrameOnly(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let width = Int.random(in: 1...12, using: &random)
    var area = LiveArea()
    var screen = Screen(width: width)
    var permanent: [String] = []
    for _ in 0..<20 {
      func lines(_ counts: Range<Int>, longest: Int) -> [String] {
        (0..<Int.random(in: counts, using: &random)).map { _ in
          String(
            (0..<Int.random(in: 0...longest, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" })
        }
      }
      let live = lines(0..<4, longest: width)
      let text = lines(0..<3, longest: 3 * width)
      screen.write(area.frame(text: text.map { $0 + "\n" }.joined(), lines: live, width: width))
      permanent += text
      #expect(screen.text == Screen.text(of: permanent + live, width: width))
    }
    screen.write(area.erase(width: width))
    #expect(screen.text == Screen.text(of: permanent, width: width))
  }
}

/// As much of a terminal as the area uses: an endless screen that wraps as a VT100 does, when the next character comes.
private struct Screen {
  let width: Int
  private var rows: [[Character]] = [[]]
  private var row = 0
  private var column = 0

  init(width: Int) { self.width = width }

  var text: String { Self.withoutEmptyEnd(rows.map { String($0) }) }

  static func text(of lines: [String], width: Int) -> String {
    withoutEmptyEnd(
      lines.flatMap { line in
        line.isEmpty
          ? [""] : stride(from: 0, to: line.count, by: width).map { String(line.dropFirst($0).prefix(width)) }
      })
  }

  private static func withoutEmptyEnd(_ lines: [String]) -> String {
    var lines = lines
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  mutating func write(_ text: String) {
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "\r": column = 0
      case "\n": newLine()
      case "\u{1B}":
        let sequence = rest.prefix { !$0.isLetter }
        rest = rest.dropFirst(sequence.count)
        obey(rest.removeFirst(), Int(sequence.dropFirst()) ?? 1)
      default: put(character)
      }
    }
  }

  private mutating func newLine() {
    row += 1
    column = 0
    if row == rows.count { rows.append([]) }
  }

  private mutating func put(_ character: Character) {
    if column == width { newLine() }
    if column < rows[row].count { rows[row][column] = character } else { rows[row].append(character) }
    column += 1
  }

  private mutating func obey(_ command: Character, _ count: Int) {
    // At the right edge the cursor stands on the last character until the next one comes.
    let cursor = min(column, width - 1)
    switch command {
    case "A": row = max(0, row - count)
    case "K": rows[row].removeSubrange(min(cursor, rows[row].count)...)
    case "J":
      rows[row].removeSubrange(min(cursor, rows[row].count)...)
      rows.removeSubrange((row + 1)...)
    default: Issue.record("an unexpected sequence: \(command)")
    }
  }
}
