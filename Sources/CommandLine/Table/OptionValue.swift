/// Holds the value of an option to the form that the command table gives it.
enum OptionValue {
  /// `description` is the option as the verb takes it.
  static func check(_ text: String, of option: Option, _ description: OptionDescription) throws(UsageFailure) {
    switch description.value {
    case .none, .text: break
    case .file, .folder:
      guard !text.isEmpty else {
        throw UsageFailure("\(option.flag) needs a path, and its value is empty", hint: "is a variable unset?")
      }
    case .number:
      guard let number = Int(text), number >= 1, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw UsageFailure("\(option.flag) takes a whole number from 1, not \(TypedWord.quoted(text))")
      }
    case .assignment:
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw UsageFailure("\(option.flag) takes NAME=VALUE, not \(TypedWord.quoted(text))")
      }
    case .choice(_, let choices):
      guard choices.contains(text) else {
        throw UsageFailure(
          "\(option.flag) takes \(alternatives(choices)), not \(TypedWord.quoted(text))",
          hint: Suggestion.nearest(to: text, among: choices).map { "did you mean '\($0)'?" }
            ?? "\(option.flag) \(description.placeholder ?? ""): \(description.help)")
      }
    }
  }
}

/// As in "bash, zsh or fish".
func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
