import Diagnostics
import Syntax
import TestSupport
import Testing

/// Whatever the bytes are: a tree or a diagnostic, soon.
@Suite struct RobustnessTests {
  @Test(arguments: Samples.all)
  func samplesParse(_ sample: String) {
    let outcome = Outcome(sample)
    #expect(outcome.tree != nil && outcome.diagnostics.isEmpty, "\(outcome.rendered)")
  }

  @Test func theBlocksOfTheManualAreReadAsTheyStand() throws {
    let schedule = try #require(Outcome(Samples.schedule).tree).root
    #expect(schedule["maintenance_schedule"]?["weekly"]?.items.map(\.text).count == 4)
    let windows = try #require(Outcome(Samples.windows).tree).root
    #expect(windows["maintenance_windows"]?["monthly"]?["time"]?.text == "02:00-06:00")
    #expect(windows["maintenance_windows"]?.entries.map(\.key.text) == ["weekly", "monthly", "quarterly", "emergency"])
  }

  @Test(arguments: Samples.all)
  func everyPrefixEndsWell(_ sample: String) {
    let bytes = Array(sample.utf8)
    for length in 0...bytes.count { check(Array(bytes[..<length])) }
  }

  @Test(arguments: Samples.all)
  func flippedBytesEndWell(_ sample: String) {
    var random = SeededGenerator(seed: 7)
    let interesting = Array("\t\n\r \"#%&'*,-:>?@[]`{|}!\\\0\u{7F}".utf8) + [0x80, 0xC3, 0xEF, 0xFF]
    for _ in 0..<1500 {
      var bytes = Array(sample.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(interesting[Int.random(in: 0..<interesting.count, using: &random)], at: index)
        default: bytes[index] = interesting[Int.random(in: 0..<interesting.count, using: &random)]
        }
      }
      check(bytes)
    }
  }

  @Test func soupEndsWell() {
    var random = SeededGenerator(seed: 11)
    let pieces = [
      "a", ": ", ":", "- ", "\n", "\n  ", "\n    ", "\"", "'", "[", "]", "{", "}", ", ", "|", ">-\n", "# c", "\t", "&",
      "*", "---\n", "\\",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 1...20, using: &random)
      check(Array((0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined().utf8))
    }
  }

  /// A tree and no error, or errors that can be shown; all text can be read and every range is inside the file.
  private func check(_ bytes: [UInt8]) {
    let outcome = Outcome(bytes: bytes)
    #expect((outcome.tree == nil) == outcome.diagnostics.hasErrors)
    if let tree = outcome.tree { #expect(visit(tree.root, bytes.count)) }
    for diagnostic in outcome.diagnostics.sorted {
      guard let range = diagnostic.range else { continue }
      #expect(0 <= range.lower && range.lower <= range.upper && range.upper <= bytes.count, "\(diagnostic)")
    }
    #expect(outcome.rendered.isEmpty == outcome.diagnostics.isEmpty)
  }

  private func visit(_ node: Node, _ size: Int) -> Bool {
    let range = node.range
    guard 0 <= range.lower, range.lower <= range.upper, range.upper <= size else { return false }
    if node.kind == .scalar {
      let text = node.text
      return node.says(text) && node.sourceOffset(forTextOffset: text.utf8.count / 2) <= size
    }
    return node.items.allSatisfy { visit($0, size) }
      && node.entries.allSatisfy { visit($0.key, size) && visit($0.value, size) }
  }

  /// Inputs of one kind that a quadratic reading would take minutes for; Tests/Benchmarks/language measures the time.
  @Test(arguments: [
    ("keys", 0), ("line", 0), ("plain lines", 0), ("quoted lines", 0), ("open quotes", 100_000),
    ("open brackets", 0), ("brackets", 1), ("wrong lines", 21), ("dashes", 1), ("blank lines", 0), ("tabs", 1),
    ("duplicates", 99_999), ("colliding", 0), ("anchors", 1), ("lines of tags", 1), ("anchors in brackets", 1),
  ])
  func largeInputsEndWell(_ kind: String, _ problems: Int) {
    let outcome = Outcome(bytes: Self.repeated(kind, 100_000))
    #expect(outcome.diagnostics.count == problems, "\(outcome.diagnostics.sorted.prefix(3))")
    #expect((outcome.tree == nil) == (problems > 0))
  }

  @Test func manyKeysAreAllThere() throws {
    let root = try #require(Outcome(bytes: Self.repeated("keys", 100_000)).tree?.root)
    #expect(root.entries.reduce(0) { count, _ in count + 1 } == 100_000)
    #expect(root["key99999"]?.text == "v")
  }

  @Test func aLongLineIsOneText() throws {
    let word = "word 'x' y# "
    let text = "a: " + String(repeating: word, count: 10_000_000 / word.utf8.count) + "\n"
    let node = try #require(Outcome(text).tree?.root["a"])
    #expect(node.text.utf8.count == 10_000_000 / word.utf8.count * word.utf8.count - 1)
  }

  private static func repeated(_ kind: String, _ count: Int) -> [UInt8] {
    let lines: [String] =
      switch kind {
      case "keys": (0..<count).map { "key\($0): v\n" }
      case "line": ["a: "] + (0..<count).map { _ in "word 'x' " }
      case "plain lines": ["a:\n"] + (0..<count).map { _ in "  b\n" }
      case "quoted lines": ["a: \"\n"] + (0..<count).map { _ in "  b \\\n" } + ["  \""]
      case "open quotes": (0..<count).map { _ in "- \"a\n" }
      case "open brackets": (0..<count).map { _ in "x\n[a,\n" }
      case "brackets": (0..<count).map { _ in "[" }
      case "wrong lines": (0..<count).map { _ in "a\n  b: c\n" }
      case "dashes": (0..<count).map { _ in "- " }
      case "blank lines": ["a: b\n"] + (0..<count).map { _ in "   \n" } + ["c: d\n"]
      case "tabs": (0..<count).map { _ in "\ta: b\n" }
      case "duplicates": (0..<count).map { _ in "a: b\n" }
      case "anchors": (0..<count).map { _ in "&a " } + ["x"]
      case "lines of tags": (0..<count).map { _ in "!t\n" } + ["x"]
      case "anchors in brackets": ["["] + (0..<count).map { _ in "&a " } + ["x]"]
      case "colliding": (0..<count).map { "\"\\x61\($0)\": v\n" }
      default: []
      }
    return Array(lines.joined().utf8)
  }
}
