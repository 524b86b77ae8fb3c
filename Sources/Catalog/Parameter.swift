import Diagnostics

/// A value that a runbook takes, given to its steps as an environment variable of the same name.
package struct Parameter: Sendable {
  package var name: String
  package var isRequired: Bool
  package var defaultValue: String?
  /// A POSIX extended regular expression that the whole value must match.
  package let pattern: String?
  package var choices: [String]
  package var help: String?
  package var place: Place
  /// nil also where the pattern is none, which binding has noted.
  private let matcher: Pattern?

  package init(
    name: String, isRequired: Bool = false, defaultValue: String? = nil, pattern: String? = nil,
    choices: [String] = [], help: String? = nil, place: Place
  ) {
    self.name = name
    self.isRequired = isRequired
    self.defaultValue = defaultValue
    self.pattern = pattern
    matcher = pattern.flatMap { try? Pattern($0) }
    self.choices = choices
    self.help = help
    self.place = place
  }

  /// Why a value is not allowed, nil where it is.
  package func check(_ value: String) -> ParameterProblem? { check(value, with: matcher) }

  /// `matcher`: one that is thrown away afterwards. The C library keeps up to 2 KB for each letter that it has matched, and of
  /// most parameters nothing but the default is ever looked at.
  func check(_ value: String, with matcher: Pattern?) -> ParameterProblem? {
    if value.utf8.contains(0) { return ParameterProblem(.badText, "the value of '\(name)' holds a NUL") }
    if !choices.isEmpty, !choices.contains(value) {
      let near = NearestName.suggest(value, among: choices)
      return ParameterProblem(
        .unknownChoice, "'\(value)' is not a choice for the parameter '\(name)'",
        hint: near.map { "did you mean '\($0)'?" } ?? "it may be \(Shape.alternatives(choices))")
    }
    if let matcher, let pattern, !matcher.matches(value) {
      return ParameterProblem(
        .patternMismatch, "'\(value)' does not match the pattern of the parameter '\(name)'",
        hint: "the whole value must match \(pattern)" + (help.map { " (\($0))" } ?? ""))
    }
    return nil
  }
}
