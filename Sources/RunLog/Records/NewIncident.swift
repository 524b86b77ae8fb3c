import Catalog

/// What is opened, and who is told of it.
package struct NewIncident: Sendable, Hashable {
  /// One line.
  package var title: String
  package var level: MaintenanceTask.AlertLevel
  /// That its message goes through.
  package var channels: [String]
  /// That its message is from.
  package var host: String
  /// That its message says.
  package var command: MessageCommand

  package init(
    title: String, level: MaintenanceTask.AlertLevel, channels: [String] = [], host: String = "",
    command: MessageCommand = MessageCommand()
  ) {
    self.command = command
    self.title = Self.oneLine(title)
    self.level = level
    self.channels = channels
    self.host = host
  }

  /// Line breaks become spaces: after one of its own, a text of monitoring could write the rest of a message.
  static func oneLine(_ title: String) -> String {
    let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"]
    return String(String.UnicodeScalarView(title.unicodeScalars.map { breaks.contains($0) ? " " : $0 }))
  }
}

/// Which incident a run belongs to.
package enum IncidentOfRun: Sendable, Hashable {
  /// None, unless the run goes on with one that belongs to an open one, or takes it back.
  case inherited
  case known(Int)
  /// One of its own, unless it goes on with a run that belongs to an open one.
  case new(NewIncident)
}
