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

  var reads: [Read] = []
  /// Names that get a value somewhere in it, also those of a single command: `name=x cmd`.
  var assigned: Set<String> { Set(assignments.keys) }
  /// How often each of them gets one.
  private(set) var assignments: [String: Int] = [:]
  /// Names that a text for another program holds, in single quotes or behind a backslash: awk and `sh -c` may read them.
  var mentioned: Set<String> = []
  /// Simple commands and compound ones with a redirection, inner ones before those around them.
  var commands: [ShellCommand] = []
  var documents: [Document] = []
  var functions: Set<String> = []
  /// It runs text that does not stand in it, or chooses names while it runs, so any variable may be set.
  var hidesVariables = false
  /// It sets variables of which only the shell will know which they are.
  var choosesNames = false
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
    scanner.commands(until: .end)
    self = scanner.script
    self.bytes = bytes
  }

  mutating func assign(_ name: String) { assignments[name, default: 0] += 1 }

  /// A word as it was written, quotes and expansions included.
  func raw(_ word: ShellWord) -> String { String(decoding: bytes[word.range], as: UTF8.self) }

  func reads(_ name: String) -> Bool { reads.contains { $0.name == name } }
}
