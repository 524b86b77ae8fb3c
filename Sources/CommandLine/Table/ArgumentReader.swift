/// Takes a command line apart into words and options.
struct ArgumentReader {
  enum Item {
    case word(String)
    case option(Option, String?)
    /// `maint --version`, which many try first.
    case version
  }

  private var rest: ArraySlice<String>
  /// Letters of `-qh` not read yet.
  private var letters: Substring = ""
  private var optionsEnded = false

  init(_ arguments: [String]) { rest = arguments[...] }

  /// The next item, nil at the end. Before the verb only the options of every verb are known.
  mutating func next(verb: Verb?) throws(UsageFailure) -> Item? {
    if !letters.isEmpty { return try short(verb: verb) }
    guard let text = rest.popFirst() else { return nil }
    if optionsEnded || text == "-" || !text.hasPrefix("-") { return .word(text) }
    if text == "--" {
      optionsEnded = true
      return try next(verb: verb)
    }
    if text.hasPrefix("--") { return try long(text, verb: verb) }
    letters = text.dropFirst()
    return try short(verb: verb)
  }

  private mutating func long(_ text: String, verb: Verb?) throws(UsageFailure) -> Item {
    let name = String(text.dropFirst(2).prefix { $0 != "=" })
    let inline = text.firstIndex(of: "=").map { String(text[text.index(after: $0)...]) }
    if verb == nil, text == "--version" { return .version }
    let known = verb?.options ?? Option.global
    guard let option = Option(rawValue: name), known.contains(option) else { throw Self.unknown(name, verb: verb) }
    if case .none = option.description.value {
      guard inline == nil else { throw UsageFailure("\(option.flag) takes no value") }
      return .option(option, nil)
    }
    return .option(option, try value(of: option, as: option.flag, inline: inline, verb: verb))
  }

  private mutating func short(verb: Verb?) throws(UsageFailure) -> Item {
    let letter = letters.removeFirst()
    let known = verb?.options ?? Option.global
    guard let option = known.first(where: { $0.description.short == letter }) else {
      letters = ""
      throw Self.unknown(letter, verb: verb)
    }
    if case .none = option.description.value { return .option(option, nil) }
    defer { letters = "" }
    let inline = letters.isEmpty ? nil : String(letters)
    return .option(option, try value(of: option, as: "-\(letter)", inline: inline, verb: verb))
  }

  /// What stands in the same word, else the next word. One that looks like an option is refused: in `--state --json` a
  /// value was forgotten.
  private mutating func value(
    of option: Option, as written: String, inline: String?, verb: Verb?
  ) throws(UsageFailure) -> String {
    let description = verb?.description(of: option) ?? option.description
    if let inline { return try OptionValue.checked(inline, of: option, description) }
    guard let value = rest.popFirst() else {
      throw UsageFailure("\(written) needs a value: \(written) \(description.placeholder ?? "")")
    }
    guard value == "-" || !value.hasPrefix("-") else {
      throw UsageFailure(
        "\(written) needs a value, and \(TypedWord.quoted(value)) looks like an option",
        hint: "if it is meant as the value: \(option.flag)=\(TypedWord.harmless(value))")
    }
    return try OptionValue.checked(value, of: option, description)
  }

  private static func unknown(_ name: String, verb: Verb?) -> UsageFailure {
    let flag = TypedWord.quoted("--\(name)")
    guard let verb else {
      if let option = Option(rawValue: name) {
        return UsageFailure(
          "\(flag) stands before the verb", hint: "write it after the verb that takes it: " + takers(of: option))
      }
      return UsageFailure("unknown option \(flag)", hint: suggestion(name, among: Option.global))
    }
    if let option = Option(rawValue: name) {
      return UsageFailure("\(verb.rawValue) takes no \(flag)", hint: "it belongs to: " + takers(of: option))
    }
    let hint = suggestion(name, among: verb.options)
    return UsageFailure(
      "\(verb.rawValue) has no option \(flag)", hint: hint ?? "'maint help \(verb.rawValue)' lists its options")
  }

  private static func unknown(_ letter: Character, verb: Verb?) -> UsageFailure {
    let owner = verb.map { "\($0.rawValue) has no" } ?? "unknown"
    return UsageFailure(
      "\(owner) option \(TypedWord.quoted("-\(letter)"))",
      hint: "'maint help\(verb.map { " \($0.rawValue)" } ?? "")' lists the options")
  }

  private static func suggestion(_ name: String, among options: [Option]) -> String? {
    Suggestion.nearest(to: name, among: options.map(\.rawValue)).map { "did you mean '--\($0)'?" }
  }

  private static func takers(of option: Option) -> String {
    Verb.shown.filter { $0.options.contains(option) }.map(\.rawValue).joined(separator: ", ")
  }
}
