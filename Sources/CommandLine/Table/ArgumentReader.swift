import Catalog

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

  /// The next item, nil at the end. Options are those that `scope` knows; their values are not checked.
  mutating func next(in scope: CommandScope) throws(UsageFailure) -> Item? {
    if !letters.isEmpty { return try short(in: scope) }
    guard let text = rest.popFirst() else { return nil }
    if optionsEnded || text == "-" || !text.hasPrefix("-") || text.hasPrefix("- ") { return .word(text) }
    if text == "--" {
      optionsEnded = true
      return try next(in: scope)
    }
    if text.hasPrefix("--") { return try long(text, in: scope) }
    // A number, as in 'sample add temperature -3': no option is a digit.
    if let second = text.utf8.dropFirst().first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second) {
      return .word(text)
    }
    letters = text.dropFirst()
    return try short(in: scope)
  }

  private mutating func long(_ text: String, in scope: CommandScope) throws(UsageFailure) -> Item {
    let name = String(text.dropFirst(2).prefix { $0 != "=" })
    let inline = text.firstIndex(of: "=").map { String(text[text.index(after: $0)...]) }
    if scope == .program, text == "--version" { return .version }
    guard let option = Option(rawValue: name), scope.options.contains(option) else {
      throw .unknownOption(name, in: scope)
    }
    if case .none = scope.description(of: option).value {
      guard inline == nil else { throw UsageFailure("\(option.flag) takes no value") }
      return .option(option, nil)
    }
    return .option(option, try value(of: option, as: option.flag, inline: inline))
  }

  private mutating func short(in scope: CommandScope) throws(UsageFailure) -> Item {
    let letter = letters.removeFirst()
    guard let option = scope.options.first(where: { $0.description.short == letter }) else {
      letters = ""
      throw .unknownOption(letter, in: scope)
    }
    if case .none = scope.description(of: option).value { return .option(option, nil) }
    defer { letters = "" }
    let inline = letters.isEmpty ? nil : String(letters)
    return .option(option, try value(of: option, as: "-\(letter)", inline: inline))
  }

  /// What stands in the same word, else the next word. One that looks like an option is refused: in `--state --json` a
  /// value was forgotten.
  private mutating func value(
    of option: Option, as written: String, inline: String?
  ) throws(UsageFailure) -> String {
    if let inline { return inline }
    guard let value = rest.popFirst() else {
      throw UsageFailure("\(written) needs a value: \(written) \(option.description.placeholder ?? "")")
    }
    guard value == "-" || !value.hasPrefix("-") || Self.isProse(value, for: option) else {
      throw UsageFailure(
        "\(written) needs a value, and \(TypedWord.quoted(value)) looks like an option",
        hint: "if it is meant as the value: \(option.flag)=\(TypedWord.harmless(ShellText.quoted(value)))")
    }
    return value
  }

  /// What people write as a note may begin with a dash: `- seen on the page`. No option has a blank in it before its value.
  private static func isProse(_ value: String, for option: Option) -> Bool {
    option.description.placeholder == "TEXT" && value.prefix { $0 != "=" }.contains(where: \.isWhitespace)
  }
}
