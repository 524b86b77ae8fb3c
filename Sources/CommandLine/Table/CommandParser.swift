import Diagnostics
import Scheduling

/// Understands a command line by the command table.
///
/// Conventions are those of getopt_long: `--name value`, `--name=value`, `-C value`, `-Cvalue`, `-qh`; `--` ends the
/// options. Not followed, as it hides mistakes: a value may begin with `-` only after `=`, long options cannot be cut
/// short, and an option with a value is given once unless it repeats.
package enum CommandParser {
  /// The arguments are those after the name of the program. Stops at the first mistake; `--help` wins over what a verb
  /// still lacks.
  package static func parse(_ arguments: [String]) throws(UsageFailure) -> Invocation {
    var reader = ArgumentReader(arguments)
    var options: [(option: Option, value: String?)] = []
    var verb: Verb?
    var words: [String] = []
    while let item = try reader.next(verb: verb) {
      switch item {
      case .word(let text):
        if verb == nil { verb = try CommandParser.verb(text) } else { words.append(text) }
      case .option(.help, _): return help(of: verb)
      case .option(let option, let value):
        if value != nil, !option.description.repeats, options.contains(where: { $0.option == option }) {
          throw UsageFailure("\(option.flag) is given twice", hint: "keep one of them")
        }
        options.append((option, value))
      case .version: return Invocation(.version)
      }
    }
    guard let verb else { throw .noVerb }
    var invocation = Invocation(verb)
    invocation.options = options
    try ArgumentBinder.bind(words, to: &invocation)
    try checkRules(of: invocation)
    return invocation
  }

  private static func help(of verb: Verb?) -> Invocation {
    var invocation = Invocation(.help)
    if let verb {
      invocation.arguments = [verb.rawValue]
      invocation.bound = [(.verb, verb.rawValue)]
    }
    return invocation
  }

  private static func verb(_ text: String) throws(UsageFailure) -> Verb {
    if let verb = Verb(rawValue: text) { return verb }
    let names = Verb.shown.map(\.rawValue)
    if let name = Suggestion.nearest(to: text, among: names) {
      throw UsageFailure("unknown verb \(TypedWord.quoted(text))", hint: "did you mean '\(name)'?")
    }
    let tier = text.prefix { $0 != "." }
    if Tier(rawValue: String(tier)) != nil || text.hasPrefix("runbook:") {
      throw UsageFailure(
        "\(TypedWord.quoted(text)) is a target, not a verb", hint: "to run it: maint run \(TypedWord.harmless(text))")
    }
    throw UsageFailure("unknown verb \(TypedWord.quoted(text))", hint: "'maint help' lists the verbs")
  }

  private static func checkRules(of invocation: Invocation) throws(UsageFailure) {
    let verb = invocation.verb.rawValue
    for rule in invocation.verb.description.rules {
      switch rule {
      case .required(let option):
        if invocation.value(option) ?? "" == "" {
          throw UsageFailure(
            "\(verb) needs \(option.flag) \(option.description.placeholder ?? "")", hint: option.description.help)
        }
      case .needs(let option, let other):
        if invocation.has(option), !invocation.has(other) {
          throw UsageFailure("\(verb) takes \(option.flag) only together with \(other.flag)")
        }
      case .excludes(let option, let other):
        if invocation.has(option), invocation.has(other) {
          throw UsageFailure("\(option.flag) and \(other.flag) exclude each other", hint: "keep one of them")
        }
      }
    }
  }
}
