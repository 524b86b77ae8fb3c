import Catalog
import RunLog

/// A message as a command gets it: variables, and the text on standard input.
package enum CommandMessage {
  /// A variable may have 128 KiB with its name: execve(2).
  package static func variables(_ letter: Letter, to: String) -> [String] {
    ChannelVariable.allCases.map { variable in
      switch variable {
      case .to: variable.assignment(to)
      case .subject: variable.assignment(letter.subject)
      case .text: variable.assignment(letter.text)
      case .level: variable.assignment(letter.message.level.rawValue)
      case .kind: variable.assignment(letter.message.kind.rawValue)
      case .host: variable.assignment(OneLine.text(letter.host))
      case .run: variable.assignment(letter.message.run.map { "\($0)" } ?? "")
      case .message: variable.assignment(letter.message.number)
      case .key: variable.assignment(letter.message.key)
      }
    }
  }
}
