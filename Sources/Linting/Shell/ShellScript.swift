import Catalog

/// A shell text taken apart as far as lints need it: what it reads, what it sets, what it calls.
///
/// It is no judge of syntax: any text gives a script, in time proportional to its length. Where it cannot tell what a
/// shell would do, it says that variables are hidden rather than guess.
struct ShellScript: Sendable {
  /// `$name`, `${name…}`, or a bare name in arithmetic.
  struct Read: Sendable {
    let name: String
    /// Bytes of the text, the `$` and braces included.
    let range: Range<Int>
    /// Written so that it may be unset: `${name:-default}` and its like.
    let isGuarded: Bool
  }

  /// The body of a here-document.
  struct Document: Sendable {
    let range: Range<Int>
    let text: String
  }

  /// Of a function.
  struct Body: Sendable {
    let name: String
    let commands: Range<Int>
  }

  /// A word of a `for`, `select` or `case`, and the index of the first command behind it.
  struct Clause: Sendable {
    let word: ShellWord
    let command: Int
  }

  var reads: [Read] = []
  /// Names that get a value somewhere in it, also those of a single command: `name=x cmd`.
  var assigned: Set<String> = []
  /// How often each name gets a value; more than once also where how it comes by one is no plain `name=value`.
  private(set) var settings: [String: Int] = [:]
  /// It gives values to names that are made up while it runs.
  var setsAnyVariable = false
  /// It is deeper than anybody looks: what stands there is not in `commands`.
  var isCutShort = false
  /// Names that a text for another program holds, in single quotes or behind a backslash: awk and `sh -c` may read them.
  var mentioned: Set<String> = []
  /// Simple commands and compound ones with a redirection, inner ones before those around them.
  var commands: [ShellCommand] = []
  /// In their order: what loops go through, and what `case` looks at.
  var clauses: [Clause] = []
  var documents: [Document] = []
  var functions: Set<String> = []
  /// The commands of the bodies of functions, as indices.
  var bodies: [Body] = []
  /// It runs text that does not stand in it, or chooses names while it runs, so any variable may be set.
  var hidesVariables = false
  /// Where stands what shells read in another way than is told here, or each in its own way. After that, nobody can tell.
  var unclear: Range<Int>?
  /// In the order in which they are met.
  var oddities: [ShellOddity] = []
  /// Where a quote opens that nothing closes.
  var unclosedQuote: Int?

  /// What it was taken from.
  private(set) var bytes: [UInt8] = []

  init() {}

  init(_ text: String, shell: Step.Shell) {
    let bytes = Array(text.utf8)
    var scanner = ShellScanner(bytes: bytes, isBash: shell == .bash)
    scanner.noteContinuations()
    scanner.commands(until: .end)
    self = scanner.script
    self.bytes = bytes
  }

  /// A word as it was written, quotes and expansions included.
  func raw(_ word: ShellWord) -> String { text(word.range) }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func assign(_ name: String, times: Int = 1) {
    assigned.insert(name)
    count(name, times: times)
  }

  /// What might get a value, and is not told as one that does.
  mutating func count(_ name: String, times: Int = 1) {
    if times > 0 { settings[name, default: 0] += times }
  }

  mutating func noteUnclear(_ range: Range<Int>) {
    if unclear == nil { unclear = range }
  }

  /// `name=…` and `name++` in a text that a shell may take for arithmetic.
  mutating func countAssignments(in bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.contains(UInt8(ascii: "=")) || bytes.contains(UInt8(ascii: "+")) || bytes.contains(UInt8(ascii: "-"))
    else { return }
    var at = 0
    while at < bytes.count {
      guard ShellByte.isNameStart(bytes[at]) else {
        at += 1
        continue
      }
      let start = at
      while at < bytes.count, ShellByte.isNamePart(bytes[at]) { at += 1 }
      if Self.setsAround(start..<at, in: bytes) { count(String(decoding: bytes[start..<at], as: UTF8.self), times: 2) }
    }
  }

  /// `--name=…` is an option.
  private static func setsAround(_ name: Range<Int>, in bytes: [UInt8]) -> Bool {
    if bytes[..<name.lowerBound].last == UInt8(ascii: "-") { return false }
    let behind = bytes[name.upperBound...].drop(while: ShellByte.isBlank)
    if behind.starts(with: "++".utf8) || behind.starts(with: "--".utf8) { return true }
    let operation = behind.prefix { !ShellByte.isNamePart($0) && !ShellByte.isBlank($0) }.prefix(3)
    guard let sign = operation.firstIndex(of: UInt8(ascii: "=")) else { return false }
    return !operation[operation.index(after: sign)...].starts(with: "=".utf8)
  }

  func reads(_ name: String) -> Bool { reads.contains { $0.name == name } }
}
