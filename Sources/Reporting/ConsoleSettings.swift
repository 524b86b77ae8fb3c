import Scheduling

/// How a run is shown and to whom.
package struct ConsoleSettings: Sendable {
  package enum Verbosity: Sendable {
    /// Nothing at all, unless something went wrong or gave a warning: then, at the end, what a mail should say.
    case quiet
    /// What each task came to; of a failed step the last lines that it printed.
    case normal
    /// Every step and every line that it prints, each with the name of its task.
    case verbose
  }

  package var verbosity: Verbosity
  /// Whether what runs is shown in lines that are redrawn in place; elsewhere each line begins with the time of day.
  package var isTerminal: Bool
  package var appearance: Appearance
  package var zone: Zone
  /// Makes those that are told.
  package var command: CommandText

  package init(
    verbosity: Verbosity, isTerminal: Bool, appearance: Appearance, zone: Zone, command: CommandText = CommandText()
  ) {
    self.verbosity = verbosity
    self.isTerminal = isTerminal
    self.appearance = appearance
    self.zone = zone
    self.command = command
  }
}
