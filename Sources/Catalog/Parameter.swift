import Diagnostics

/// A value that a runbook takes, given to its steps as an environment variable of the same name.
package struct Parameter: Sendable {
  package var name: String
  package var isRequired: Bool
  package var defaultValue: String?
  /// A POSIX extended regular expression that the whole value must match.
  package var pattern: String?
  package var choices: [String]
  package var help: String?
  package var place: Place

  package init(
    name: String, isRequired: Bool = false, defaultValue: String? = nil, pattern: String? = nil,
    choices: [String] = [], help: String? = nil, place: Place
  ) {
    self.name = name
    self.isRequired = isRequired
    self.defaultValue = defaultValue
    self.pattern = pattern
    self.choices = choices
    self.help = help
    self.place = place
  }
}
