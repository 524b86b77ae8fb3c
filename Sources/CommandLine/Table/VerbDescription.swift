/// All that there is to say of a verb, for the parser, help, manual page and completions alike.
package struct VerbDescription: Sendable {
  /// What the options of a verb demand of each other.
  enum Rule: Sendable {
    case required(Option)
    case needs(Option, Option)
    case excludes(Option, Option)
    /// One of the two, and not both.
    case replaces(Option, Argument)
    /// Both of them, or neither.
    case together(Argument, Argument)
  }

  let group: VerbGroup
  /// One line, such as stands in the list of verbs; no full stop.
  let summary: String
  let arguments: [ArgumentDescription]
  /// Besides those of every verb.
  let options: [Option]
  let rules: [Rule]
  /// The values of those options whose choices are the verb's own; the first is taken where none is given.
  let choices: [Option: [String]]
  /// Those options that mean something of their own with this verb; like the others they take a value, or none.
  let meanings: [Option: OptionDescription]
  let paragraphs: [String]
  /// Each a command line that can be pasted, and what it is for.
  let examples: [(command: String, purpose: String)]
  /// Those worth naming; `meaning` where the verb means something of its own by the number.
  let exitCodes: [(code: ExitCode, meaning: String?)]

  init(
    _ group: VerbGroup, _ summary: String, arguments: [ArgumentDescription] = [], options: [Option] = [],
    rules: [Rule] = [], choices: [Option: [String]] = [:], meanings: [Option: OptionDescription] = [:],
    paragraphs: [String] = [],
    examples: [(command: String, purpose: String)] = [],
    exitCodes: [(code: ExitCode, meaning: String?)] = []
  ) {
    self.group = group
    self.summary = summary
    self.arguments = arguments
    self.options = options
    self.rules = rules
    self.choices = choices
    self.meanings = meanings
    self.paragraphs = paragraphs
    self.examples = examples
    self.exitCodes = exitCodes
  }
}
