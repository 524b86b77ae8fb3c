/// Takes a shell text apart, from its first byte to its last: quoting, expansions, here-documents and as much of the
/// grammar as tells commands from their arguments (POSIX shell, chapter 2, and what bash adds).
struct ShellScanner {
  /// What ends the list of commands that is being read.
  enum Closer { case end, parenthesis, caseItem }

  /// A here-document whose body comes after the line.
  struct PendingDocument {
    var delimiter: String
    var isQuoted: Bool
    var stripsTabs: Bool
    var index: Int
  }

  let bytes: [UInt8]
  let isBash: Bool
  var at = 0
  /// The text ends here; inside backquotes before the closing one.
  var end: Int
  var script = ShellScript()
  var pending: [PendingDocument] = []
  private var depth = 0
  /// The lists of commands that are being read, each within the one before it.
  var openLists = 0
  var openLoops = 0
  /// Those joined by `&&` and `||` that have been read.
  var lists = 0

  /// Deeper texts are no operator's, and each level is a level of this program's stack.
  private static let deepest = 100

  init(bytes: [UInt8], isBash: Bool) {
    self.bytes = bytes
    self.isBash = isBash
    end = bytes.count
  }

  /// The byte here or further on; NUL beyond the end.
  func byte(_ distance: Int = 0) -> UInt8 { at + distance < end ? bytes[at + distance] : 0 }

  func isAt(_ text: StaticString) -> Bool {
    guard at + text.utf8CodeUnitCount <= end else { return false }
    return text.withUTF8Buffer { expected in
      bytes[at..<at + expected.count].elementsEqual(expected)
    }
  }

  /// Reads one level deeper; gives up on the text where that is too deep.
  mutating func nested(_ body: (inout ShellScanner) -> Void) {
    guard depth < Self.deepest else {
      script.hidesVariables = true
      script.isCutShort = true
      at = end
      return
    }
    depth += 1
    body(&self)
    depth -= 1
  }

  /// Blanks and escaped line breaks.
  mutating func skipBlanks() {
    while at < end {
      if ShellByte.isBlank(bytes[at]) {
        at += 1
      } else if isAt("\\\n") {
        at += 2
      } else {
        return
      }
    }
  }

  mutating func skipComment() {
    while at < end, bytes[at] != UInt8(ascii: "\n") { at += 1 }
  }

  /// Blanks, line breaks and comments, and the here-documents that line breaks begin.
  mutating func skipToWord() {
    while true {
      skipBlanks()
      if byte() == UInt8(ascii: "\n") {
        lineBreak()
      } else if byte() == UInt8(ascii: "#") {
        skipComment()
      } else {
        return
      }
    }
  }

  /// The name that begins here; empty where none does.
  mutating func name() -> String {
    guard ShellByte.isNameStart(byte()) else { return "" }
    let start = at
    while ShellByte.isNamePart(byte()) { at += 1 }
    return text(start..<at)
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func read(_ name: String, from start: Int, isGuarded: Bool = false) {
    script.reads.append(ShellScript.Read(name: name, range: start..<at, isGuarded: isGuarded))
  }

  /// All names in a text for another program.
  mutating func mention(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      var stop = start
      while stop < range.upperBound, ShellByte.isNamePart(bytes[stop]) { stop += 1 }
      if stop > start { script.mentioned.insert(text(start..<stop)) }
      start = max(stop, start) + 1
    }
  }
}
