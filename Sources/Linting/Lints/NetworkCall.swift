/// A command that speaks to another host.
struct NetworkCall {
  /// The name of its program.
  let word: ShellWord
  /// Its own options, or the `timeout` that runs it, end it.
  let isLimited: Bool
  /// It gives up by itself, after long.
  let givesUp: Bool

  /// nil for other commands. Those that give up by themselves soon enough, such as dig, are none.
  private init?(_ call: ShellCall) {
    guard let name = call.words.first, name.isStatic, let program = NetworkProgram.known[name.program] else {
      return nil
    }
    let arguments = call.words.dropFirst().map(\.text)
    guard program.usesNetwork(arguments) else { return nil }
    word = call.place.map { name.standing(at: $0) } ?? name
    isLimited = call.isTimed || program.isLimited(arguments)
    givesUp = program.givesUp
  }

  /// The calls of a text; those inside of `sh -c '…'` count as its words.
  static func calls(in script: ShellScript) -> [NetworkCall] { ShellCall.all(in: script).compactMap(NetworkCall.init) }
}

extension ShellWord {
  /// A word of a text that is a word of another text.
  fileprivate func standing(at range: Range<Int>) -> ShellWord {
    var word = self
    word.range = range
    return word
  }
}
