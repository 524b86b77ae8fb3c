import RunLog

/// A message as a command gets it: variables, and the text on standard input.
package enum CommandMessage {
  /// A variable may have 128 KiB with its name: execve(2).
  package static func variables(_ letter: Letter, to: String) -> [String] {
    let message = letter.message
    return [
      "to=\(to)", "subject=\(letter.subject)", "text=\(letter.text)", "level=\(message.level.rawValue)",
      "kind=\(message.kind.rawValue)", "host=\(OneLine.text(letter.host))", "run=\(message.run.map { "\($0)" } ?? "")",
      "MAINT_MESSAGE=\(message.number)", "MAINT_MESSAGE_KEY=\(message.key)",
    ]
  }
}
