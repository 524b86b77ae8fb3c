/// What maint tells the command of a channel: variables of its environment.
package enum ChannelVariable: String, CaseIterable, Sendable {
  case to, subject, text, level, kind, host, run
  case message = "MAINT_MESSAGE"
  case key = "MAINT_MESSAGE_KEY"

  /// As it stands in the environment.
  package func assignment(_ value: some CustomStringConvertible) -> String { "\(rawValue)=\(value)" }
}
