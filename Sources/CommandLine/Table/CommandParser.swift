/// Understands a command line by the command table.
///
/// Conventions are those of getopt_long: `--name value`, `--name=value`, `-C value`, `-Cvalue`, `-qh`; `--` ends the
/// options. Not followed, as it hides mistakes: a value may begin with `-` only after `=`, or as a text of several words, long options cannot be cut
/// short, and an option with a value is given once unless it repeats.
package enum CommandParser {
  /// The arguments are those after the name of the program. Stops at the first mistake; `--help` wins over what a verb
  /// still lacks.
  package static func parse(_ arguments: [String]) throws(UsageFailure) -> Invocation {
    var reader = ArgumentReader(arguments)
    var options: [(option: Option, value: String?)] = []
    var scope = CommandScope.program
    var words: [String] = []
    while let item = try reader.next(in: scope) {
      switch item {
      case .word(let text):
        if case .verb = scope { words.append(text) } else { scope = try CommandParser.scope(text, after: scope) }
      case .option(.help, _): return help(of: scope)
      case .option(let option, let value):
        if value != nil, !option.description.repeats, options.contains(where: { $0.option == option }) {
          throw UsageFailure("\(option.flag) is given twice", hint: "keep one of them")
        }
        options.append((option, value))
      case .version: return Invocation(.version)
      }
    }
    guard case .verb(let verb) = scope else { throw .noVerb(after: scope) }
    var invocation = Invocation(verb)
    invocation.options = options
    try checkOptions(of: invocation)
    try ArgumentBinder.bind(words, to: &invocation)
    try checkRules(of: invocation)
    return invocation
  }

  private static func help(of scope: CommandScope) -> Invocation {
    var invocation = Invocation(.help)
    if scope != .program {
      invocation.arguments = scope.name.split(separator: " ").map(String.init)
      invocation.bound = [(.verb, scope.name)]
    }
    return invocation
  }

  private static func scope(_ text: String, after scope: CommandScope) throws(UsageFailure) -> CommandScope {
    guard let next = scope.following(text) else { throw .unknownVerb(text, after: scope) }
    return next
  }

  /// Only the whole verb says whether it takes what stood before its second word, and what the values may be.
  private static func checkOptions(of invocation: Invocation) throws(UsageFailure) {
    let verb = invocation.verb
    for (option, value) in invocation.options {
      guard verb.options.contains(option) else { throw .unknownOption(option.rawValue, in: .verb(verb)) }
      if let value { try OptionValue.check(value, of: option, verb.description(of: option)) }
    }
  }

  private static func checkRules(of invocation: Invocation) throws(UsageFailure) {
    let verb = invocation.verb.rawValue
    for rule in invocation.verb.description.rules {
      switch rule {
      case .required(let option):
        if invocation.value(option) ?? "" == "" {
          let description = invocation.verb.description(of: option)
          throw UsageFailure(
            "\(verb) needs \(option.flag) \(description.placeholder ?? "")", hint: description.help)
        }
      case .needs(let option, let other):
        if invocation.has(option), !invocation.has(other) {
          let description = invocation.verb.description(of: other)
          throw UsageFailure(
            "\(verb) takes \(option.flag) only together with \(other.flag)",
            hint:
              "\([other.flag, description.placeholder].compactMap(\.self).joined(separator: " ")): \(description.help)")
        }
      case .replaces(let option, let argument):
        let given = invocation.argument(argument)
        if let given, invocation.has(option) {
          throw UsageFailure(
            "\(option.flag) takes no \(argument.name): \(TypedWord.quoted(given)) is too much", hint: "keep one of them"
          )
        }
        if given == nil, !invocation.has(option) { throw .missing(argument, of: invocation.verb, or: option) }
      case .together(let first, let second):
        let (isFirst, other) = (invocation.argument(first) != nil, invocation.argument(second))
        if isFirst, other == nil { throw .missing(second, of: invocation.verb) }
        if !isFirst, let other {
          throw UsageFailure(
            "\(verb) takes \(second.nameWithArticle) only after \(first.nameWithArticle): \(TypedWord.quoted(other)) is too "
              + "much", hint: ArgumentBinder.hintOfFirst(invocation.arguments, of: invocation) ?? first.help)
        }
      case .excludes(let option, let other):
        if invocation.has(option), invocation.has(other) {
          throw UsageFailure("\(option.flag) and \(other.flag) exclude each other", hint: "keep one of them")
        }
      }
    }
  }
}
