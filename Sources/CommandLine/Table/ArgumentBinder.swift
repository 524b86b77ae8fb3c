import Diagnostics

/// Gives each word after the verb to the argument that it is meant for, and checks their count.
enum ArgumentBinder {
  /// In order; an optional RUN is passed over by a word that is not a number, so that `maint output TASK` is
  /// the task of the last run, and so is an optional ACTION by any other word.
  static func bind(_ words: [String], to invocation: inout Invocation) throws(UsageFailure) {
    let verb = invocation.verb
    var rest = words[...]
    for description in verb.description.arguments {
      guard let first = rest.first else {
        if description.count == .optional || description.count == .zeroOrMore { continue }
        throw UsageFailure.missing(description.argument, of: verb)
      }
      let isLast = description.argument == verb.description.arguments.last?.argument
      if description.count == .optional, !isLast, !mayBe(first, description.argument) { continue }
      repeat {
        let text = take(description.argument, from: &rest)
        try check(text, as: description.argument, of: verb)
        invocation.bound.append((description.argument, text))
      } while description.repeats && !rest.isEmpty
    }
    if let surplus = rest.first { throw tooMany(surplus, after: words, of: invocation) }
    invocation.arguments = words
  }

  /// Whether the word is none of those after an argument that may be left out.
  private static func mayBe(_ word: String, _ argument: Argument) -> Bool {
    argument == .runOrTask ? beginsWithNumber(word) : argument.choices?.contains(word) ?? true
  }

  /// The next word, with the one after it where it is the first of two, as in `maint help backup list`.
  private static func take(_ argument: Argument, from rest: inout ArraySlice<String>) -> String {
    let first = rest.removeFirst()
    guard let second = rest.first, argument.choices?.contains(where: { $0.hasPrefix(first + " ") }) == true else {
      return first
    }
    rest.removeFirst()
    return "\(first) \(second)"
  }

  private static func check(_ word: String, as argument: Argument, of verb: Verb) throws(UsageFailure) {
    if argument == .run && !isNumber(word) || argument == .runOrTask && !beginsWithNumber(word) {
      throw UsageFailure("a RUN is a number from 1, not \(TypedWord.quoted(word))", hint: "'maint log' lists the runs")
    }
    if argument == .request && !isNumber(word) {
      throw UsageFailure(
        "a REQUEST is a number from 1, not \(TypedWord.quoted(word))", hint: "'maint approvals' lists what waits")
    }
    if argument == .incident, !isNumber(word) {
      throw UsageFailure(
        "an INCIDENT is a number from 1, not \(TypedWord.quoted(word))", hint: "'maint incident list --all' lists them")
    }
    if let choices = argument.choices, !choices.contains(word) {
      if let failure = elsewhere(word, argument) { throw failure }
      let hint = Suggestion.nearest(to: word, among: choices).map { "did you mean '\($0)'?" }
      throw UsageFailure(
        "\(TypedWord.quoted(word)) is no \(argument.name) of \(verb.rawValue)", hint: hint ?? argument.example)
    }
    if word.isEmpty {
      throw UsageFailure("\(verb.rawValue): \(argument.nameWithArticle) is empty", hint: "is a variable unset?")
    }
  }

  /// A word that another verb, or another program, can explain.
  private static func elsewhere(_ word: String, _ argument: Argument) -> UsageFailure? {
    if argument == .verb, DiagnosticID(rawValue: word) != nil {
      return UsageFailure("\(word) is no verb, but a problem that maint finds", hint: "maint explain \(word)")
    }
    let number = word.dropFirst(2)
    guard argument == .id, word.hasPrefix("SC"), !number.isEmpty, number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return UsageFailure(
      "\(word) is a finding of shellcheck", hint: "https://www.shellcheck.net/wiki/\(word) explains it")
  }

  private static func isNumber(_ word: String) -> Bool {
    word.utf8.allSatisfy { (0x30...0x39).contains($0) } && (Int64(word) ?? 0) >= 1
  }

  /// As in `12` and `12/daily.nginx`.
  private static func beginsWithNumber(_ word: String) -> Bool { isNumber(String(word.prefix { $0 != "/" })) }

  /// Where the first word, which may be left out, was given and misspelled; nil: it was not.
  static func hintOfFirst(_ words: [String], of invocation: Invocation) -> String? {
    guard let first = words.first, let description = invocation.verb.description.arguments.first,
      description.count == .optional, let choices = description.argument.choices, !choices.contains(first)
    else { return nil }
    let argument = description.argument
    if words.dropFirst().contains(where: choices.contains) {
      let order = invocation.verb.description.arguments.map(\.argument.name).joined(separator: " ")
      return "\(argument.nameWithArticle) comes first: maint \(invocation.verb.rawValue) \(order)"
    }
    return Suggestion.nearest(to: first, among: choices).map { "did you mean '\($0)'?" }
  }

  /// A word before all that is needed, where only the first may stand, which may be left out, is none of its choices.
  private static func noChoice(_ words: [String], of verb: Verb) -> UsageFailure? {
    let described = verb.description.arguments
    guard let first = words.first, let argument = described.first?.argument, described.first?.count == .optional,
      let choices = argument.choices, words.count == described.count, !words.contains(where: choices.contains)
    else { return nil }
    let hint = Suggestion.nearest(to: first, among: choices).map { "did you mean '\($0)'?" }
    return UsageFailure(
      "\(TypedWord.quoted(first)) is no \(argument.name) of \(verb.rawValue)", hint: hint ?? argument.help)
  }

  private static func tooMany(_ word: String, after words: [String], of invocation: Invocation) -> UsageFailure {
    let verb = invocation.verb
    let taken = verb.description.arguments.map(\.synopsis).joined(separator: " ")
    let message = taken.isEmpty ? "\(verb.rawValue) takes no argument" : "\(verb.rawValue) takes only \(taken)"
    if let hint = invocation.quoting(of: word) {
      return UsageFailure("\(message): \(TypedWord.quoted(word)) is too much", hint: hint)
    }
    if let failure = noChoice(words, of: verb) { return failure }
    if let hint = hintOfFirst(words, of: invocation) {
      return UsageFailure("\(message): \(TypedWord.quoted(word)) is too much", hint: hint)
    }
    if verb == .check {
      return UsageFailure(
        "check looks at a whole project, so \(TypedWord.quoted(word)) is too much", hint: "maint -C DIR check")
    }
    if let run = words.first, words.count == 2, isNumber(run), verb.description.arguments.last?.argument == .runOrTask {
      return UsageFailure(
        "\(message): \(TypedWord.quoted(word)) is too much",
        hint: "a task of a run is written maint \(verb.rawValue) \(run)/\(TypedWord.harmless(word))")
    }
    return UsageFailure(
      "\(message): \(TypedWord.quoted(word)) is too much", hint: "'maint help \(verb.rawValue)' shows examples")
  }
}
