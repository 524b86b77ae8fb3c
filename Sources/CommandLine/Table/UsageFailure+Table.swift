import Scheduling

/// What the command table has to say of a word that is not in it.
extension UsageFailure {
  /// The help comes first: `maint` alone shows a newcomer where to begin, `maint backup` which words may follow.
  static func noVerb(after scope: CommandScope) -> UsageFailure {
    let words = alternatives(scope.next.map(\.word))
    let message = scope == .program ? "a VERB is missing" : "\(scope.name) needs a second word: \(words)"
    return UsageFailure(message, hint: nil, help: HelpText.text(of: scope))
  }

  static func unknownVerb(_ word: String, after scope: CommandScope) -> UsageFailure {
    let prefix = scope == .program ? "" : "\(scope.name) "
    let unknown = "unknown verb \(TypedWord.quoted(prefix + word))"
    if let name = Suggestion.nearest(to: word, among: scope.next.map(\.word)) {
      return UsageFailure(unknown, hint: "did you mean '\(prefix)\(name)'?")
    }
    let tier = word.prefix { $0 != "." }
    if scope == .program, Tier(rawValue: String(tier)) != nil || word.hasPrefix("runbook:") {
      return UsageFailure(
        "\(TypedWord.quoted(word)) is a target, not a verb", hint: "to run it: maint run \(TypedWord.harmless(word))")
    }
    return UsageFailure(unknown, hint: "'\(scope.helpCommand)' lists the verbs")
  }

  /// `option`: what may stand in place of the argument.
  static func missing(_ argument: Argument, of verb: Verb, or option: Option? = nil) -> UsageFailure {
    let other = option.map { ", or \($0.flag)" } ?? ""
    return UsageFailure(
      "\(verb.rawValue) needs \(argument.nameWithArticle): \(argument.example)\(other)",
      hint: "'maint help \(verb.rawValue)' shows examples")
  }

  static func unknownOption(_ name: String, in scope: CommandScope) -> UsageFailure {
    let flag = TypedWord.quoted("--\(name)")
    if let option = Option(rawValue: name) {
      let takers = Verb.shown.filter { $0.options.contains(option) }.map(\.rawValue).joined(separator: ", ")
      return scope == .program
        ? UsageFailure("\(flag) stands before the verb", hint: "write it after the verb that takes it: \(takers)")
        : UsageFailure("\(scope.name) takes no \(flag)", hint: "it belongs to: \(takers)")
    }
    let hint = Suggestion.nearest(to: name, among: scope.options.map(\.rawValue)).map { "did you mean '--\($0)'?" }
    return scope == .program
      ? UsageFailure("unknown option \(flag)", hint: hint)
      : UsageFailure("\(scope.name) has no option \(flag)", hint: hint ?? "'\(scope.helpCommand)' lists its options")
  }

  static func unknownOption(_ letter: Character, in scope: CommandScope) -> UsageFailure {
    let owner = scope == .program ? "unknown" : "\(scope.name) has no"
    return UsageFailure(
      "\(owner) option \(TypedWord.quoted("-\(letter)"))", hint: "'\(scope.helpCommand)' lists the options")
  }
}

extension CommandScope {
  fileprivate var helpCommand: String { self == .program ? "maint help" : "maint help \(name)" }
}
