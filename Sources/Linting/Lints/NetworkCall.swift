/// A command that speaks to another host.
struct NetworkCall {
  /// The name of its program.
  let word: ShellWord
  /// Its own options, or the `timeout` that runs it, end it.
  let isLimited: Bool

  /// nil for other commands. Those that give up by themselves soon enough, such as dig, are none.
  init?(_ command: ShellCommand) {
    let (words, isTimed) = command.wrapped
    guard let name = words.first, name.isStatic,
      let program = NetworkProgram.known[String(name.text.split(separator: "/").last ?? "")]
    else { return nil }
    let arguments = words.dropFirst().map(\.text)
    guard program.usesNetwork(arguments) else { return nil }
    word = name
    isLimited = isTimed || program.isLimited(arguments)
  }
}
