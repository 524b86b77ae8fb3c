import Testing

@testable import Syntax

@Suite struct ScalarTests {
  @Test(arguments: [
    ("\\0", "\0"), ("\\a", "\u{7}"), ("\\b", "\u{8}"), ("\\t", "\t"), ("\\\t", "\t"), ("\\n", "\n"), ("\\v", "\u{B}"),
    ("\\f", "\u{C}"), ("\\r", "\r"), ("\\e", "\u{1B}"), ("\\ ", " "), ("\\\"", "\""), ("\\/", "/"), ("\\\\", "\\"),
    ("\\N", "\u{85}"), ("\\_", "\u{A0}"), ("\\L", "\u{2028}"), ("\\P", "\u{2029}"), ("\\x41", "A"), ("\\xe9", "é"),
    ("\\u20AC", "€"), ("\\U0001F600", "😀"), ("\\U0010FFFF", "\u{10FFFF}"), ("a\\\n  b", "ab"), ("a \\\n\n  b", "a \nb"),
    ("a\\\r\n\r\n  b", "a\nb"), ("a\\ \n b", "a  b"), ("a\\t  \n b", "a\t b"),
  ])
  func escapes(_ escape: String, _ expected: String) {
    let outcome = Outcome("\"<\(escape)>\"")
    #expect(outcome.tree?.root.text == "<\(expected)>", "\(outcome.rendered)")
  }

  @Test(arguments: ["\\q", "\\x4", "\\xg0", "\\u123", "\\U0001F60", "\\'", "\\1", "\\é", "\\D"])
  func unknownEscapesAreRefused(_ escape: String) {
    #expect(Outcome("k: \"ab\(escape)\"").places == ["unknown-escape@1:7"])
  }

  @Test func everyOtherLetterIsNoEscape() {
    let known = Set("0abt\tnvfre \"/\\N_LPxuU".utf8)
    for byte in UInt8(0x20)..<0x7F where !known.contains(byte) {
      let escape = "\\" + String(UnicodeScalar(byte))
      #expect(Outcome("k: \"ab\(escape)\"").places == ["unknown-escape@1:7"], "\(escape)")
    }
  }

  @Test func everyDigitOfAnEscapeIsNeeded() {
    for (letter, digits) in [("x", "7e"), ("u", "20Ac"), ("U", "0001F600")] {
      #expect(Outcome("\"\\\(letter)\(digits)\"").tree != nil)
      for length in 0..<digits.count {
        let outcome = Outcome("k: \"ab\\\(letter)\(digits.prefix(length))\"")
        #expect(outcome.places == ["unknown-escape@1:7"], "\(outcome.rendered)")
      }
      #expect(Outcome("k: \"ab\\\(letter)\(digits.dropLast())g\"").places == ["unknown-escape@1:7"])
    }
  }

  @Test(arguments: ["\\ud83d\\ude00", "\\U00110000", "\\uDFFF"])
  func halvesOfCharactersAreRefused(_ escape: String) {
    #expect(Outcome("k: \"ab\(escape)\"").places == ["unknown-escape@1:7"])
  }

  /// Every style, chomping, indentation (found or given) and way of ending, against a direct reading of the rules.
  @Test(arguments: ["|", ">"], ["", "-", "+"])
  func blockScalars(_ style: String, _ chomping: String) {
    let bodies: [[String]] = [
      [], ["a"], ["a", "b"], ["a", "", "b"], ["a", "", "", "b"], ["a", " b", "c"], ["a", "", " b", "", "c"], ["", "a"],
      ["", "", "a", ""], ["a", "", ""], ["a", "\tb", "c"], ["# a", "- b: c", "\"d"], ["", ""], ["a", " ", "b"],
    ]
    for body in bodies {
      for indentation in 1...9 {
        for isGiven in [false, true] {
          for margin in ["", "  "] {
            for lineBreak in ["\n", "\r\n"] {
              let lines = body.map { $0.isEmpty ? "" : margin + String(repeating: " ", count: indentation) + $0 }
              let header = style + (isGiven ? String(indentation) : "") + chomping
              let expected = Self.value(of: body, style: style, chomping: chomping)
              for end in [
                [margin + "z: end", ""], ["# c", margin + "z: end", ""], ["# c", ""], ["...", ""], [""], [],
              ] {
                let text = ([margin + "k: " + header] + lines + end).joined(separator: lineBreak)
                // A blank line that the end of the file cuts off at its beginning is none.
                if end.isEmpty, lines.last?.isEmpty == true { continue }
                let outcome = Outcome(text)
                #expect(outcome.tree?.root["k"]?.text == expected, "\(text.debugDescription)\n\(outcome.rendered)")
                if end.count > 1, end[end.count - 2].hasSuffix("end") {
                  #expect(outcome.tree?.root["z"]?.text == "end")
                }
              }
            }
          }
        }
      }
    }
  }

  /// By hand: break after each line, joined where both neighbours begin at the margin, then chomped.
  private static func value(of body: [String], style: String, chomping: String) -> String {
    guard let last = body.lastIndex(where: { !$0.isEmpty }) else {
      return chomping == "+" ? String(repeating: "\n", count: body.count) : ""
    }
    var text = ""
    var index = 0
    while index <= last {
      let line = body[index]
      text += line
      var next = index + 1
      while next <= last, body[next].isEmpty { next += 1 }
      if next > last { break }
      let isJoined =
        style == ">" && !line.isEmpty && !line.hasPrefix(" ") && !line.hasPrefix("\t") && !body[next].hasPrefix(" ")
        && !body[next].hasPrefix("\t")
      text += isJoined ? (next == index + 1 ? " " : String(repeating: "\n", count: next - index - 1)) : "\n"
      index = isJoined ? next : index + 1
    }
    switch chomping {
    case "-": return text
    case "+": return text + String(repeating: "\n", count: body.count - last)
    default: return text + "\n"
    }
  }

  @Test(arguments: [
    ("k: |\n  a", "a\n"), ("k: |-\n  a", "a"), ("k: |+\n  a\n  ", "a\n\n"), ("k: >\n  a\n  b", "a b\n"), ("k: |", ""),
    ("k: |+\n", ""), ("k: |\n\n  \n", ""), ("k: |\n  a\n\n# c\n", "a\n"), ("k: |\n  a\n # c\n  # d\n", "a\n"),
    ("k: | # c\n  a\n", "a\n"), ("k: |2-\n    a\n", "  a"), ("k: |-2\n    a\n", "  a"), ("k:\n  |\n  a\n", "a\n"),
    ("k: |\n \t\n", "\t\n"), ("k: |\n  a\n   \n  b\n", "a\n \nb\n"),
  ])
  func blockScalarEnds(_ text: String, _ expected: String) {
    let outcome = Outcome(text)
    #expect(outcome.tree?.root["k"]?.text == expected, "\(outcome.rendered)")
  }

  @Test(arguments: [
    ("k: |«x\n", "block-scalar-header"), ("k: | «text\n", "block-scalar-header"),
    ("k: |«0\n", "block-scalar-header"),
    ("k: |+«-\n", "block-scalar-header"), ("k: |2«3\n", "block-scalar-header"), ("k: |«#c\n", "block-scalar-header"),
    ("k: |\n  «  \n  a\n", "wrong-indentation"), ("k: |\n«\ta\n", "tab-indentation"),
    ("«|2\n   a\n", "block-scalar-header"),
  ])
  func blockScalarMistakes(_ marked: String, _ id: String) throws {
    let text = try #require(Marked(marked))
    let outcome = Outcome(bytes: text.bytes)
    #expect(outcome.diagnostics.sorted.map { "\($0.id.rawValue) \($0.range?.lower ?? -1)" } == ["\(id) \(text.offset)"])
  }

  @Test func offsetsOfTheTextLeadBackToTheSource() throws {
    let text = "k: |\n    one\n\n    two é\n  l: >-\n"
    let source = "a:\n  " + text + "    x\n    y\n  q: \"a\\u00e9\\\n    b\"\n  p: a\n    b\n  s: 'a''b'\n  v: abc\n"
    let root = try #require(Outcome(source).tree?.root["a"])
    for key in ["k", "l", "q", "p", "s", "v"] {
      let node = try #require(root[key])
      for (offset, byte) in node.text.utf8.enumerated() where byte.isASCIILetter {
        let place = node.sourceOffset(forTextOffset: offset)
        #expect(node.tree.source.bytes[place] == byte, "\(key) \(offset)")
      }
      #expect(node.range.lower...node.range.upper ~= node.sourceOffset(forTextOffset: 1000))
    }
    let block = try #require(root["k"])
    #expect(block.tree.source.location(at: block.sourceOffset(forTextOffset: 5)).line == 5)
  }

  @Test func stylesAndRanges() throws {
    let tree = try #require(Outcome("a: b c\nd: 'e'\nf: \"g\"\nh: |\n  i\nj: >\n  k\nl: [m]\nn:\nempty: ''\n").tree)
    let source = tree.source
    let found = tree.root.entries.map { entry in
      "\(entry.key.text) \(entry.value.style.map { "\($0)" } ?? "-") \(source.text(in: entry.value.range))"
    }
    #expect(
      found == [
        "a plain b c", "d singleQuoted 'e'", "f doubleQuoted \"g\"", "h literal |\n  i\n", "j folded >\n  k\n",
        "l - [m]",
        "n plain ", "empty singleQuoted ''",
      ])
    #expect(tree.root["n"]?.isEmptyPlain == true && tree.root["empty"]?.isEmptyPlain == false)
    #expect(tree.root["l"]?.isFlow == true && !tree.root.isFlow)
    #expect(source.text(in: tree.root.range).hasSuffix("''") && tree.root.range.lower == 0)
  }

  @Test func keysAreFoundByCodePoints() throws {
    let root = try #require(Outcome("\"e\\u0301\": 1\né: 2\n'it''s': 3\n").tree?.root)
    #expect(
      root["e\u{301}"]?.text == "1" && root["\u{E9}"]?.text == "2" && root["it's"]?.text == "3" && root["x"] == nil)
  }
}

extension UInt8 {
  fileprivate var isASCIILetter: Bool { (0x61...0x7A).contains(self) }
}
