/// One command of a shell text: words with their redirections, or a compound command that is redirected as a whole.
struct ShellCommand: Sendable {
  struct Redirection: Sendable {
    /// Without the descriptor: `>>`.
    var operation: String
    var target: ShellWord
    /// The index of its here-document's body, which stands further down.
    var document: Int?
  }

  /// `name=value` before the command or instead of one.
  var assignments: [ShellWord] = []
  var words: [ShellWord] = []
  var redirections: [Redirection] = []
  /// Of a compound command: its inner commands, as indices.
  var body: Range<Int>?
  /// The shell of the text itself carries it out, whatever came before it, unless it has ended by then.
  var isStraight = false
  /// The same where all before it in its list, joined by `&&`, has succeeded.
  var isJoined = false
  /// `&&` stands behind it.
  var joinsNext = false

  var isEmpty: Bool { assignments.isEmpty && words.isEmpty && redirections.isEmpty }

  /// The command's name where it stands there as it is; nil where it is the value of something, or there is none.
  var name: String? { words.first.flatMap { $0.isStatic ? $0.text : nil } }
}
