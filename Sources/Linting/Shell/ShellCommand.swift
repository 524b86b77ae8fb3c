/// One command of a shell text: words with their redirections, or a compound command that is redirected as a whole.
struct ShellCommand: Sendable {
  struct Redirection: Sendable {
    /// Without the descriptor: `>>`.
    var operation: String
    var target: ShellWord
    /// What stands before it, such as the `2` of `2>`.
    var descriptor: String?
    /// The index of its here-document's body, which stands further down.
    var document: Int?
  }

  /// What joins two commands.
  enum Joint: Sendable {
    /// A line break, `;`, or the end.
    case end
    case and, or
    /// `|`, and all else that gives a command a shell of its own, or turns its outcome round.
    case other
  }

  /// `name=value` before the command or instead of one.
  var assignments: [ShellWord] = []
  var words: [ShellWord] = []
  var redirections: [Redirection] = []
  /// Of a compound command: its inner commands, as indices.
  var body: Range<Int>?
  /// It stands in no other command and in no function.
  var isAtTop = false
  /// It may be run again and again.
  var isInLoop = false
  var before = Joint.end
  var after = Joint.end
  /// Of the list that `&&` and `||` join.
  var list = 0

  var isEmpty: Bool { assignments.isEmpty && words.isEmpty && redirections.isEmpty }

  /// It is run whenever the text is run that far, in the shell of the text.
  var isCertain: Bool { isAtTop && before == .end && after == .end }

  /// The command's name where it stands there as it is; nil where it is the value of something, or there is none.
  var name: String? { words.first.flatMap { $0.isStatic ? $0.text : nil } }
}
