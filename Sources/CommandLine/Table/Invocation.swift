/// A command line as understood: the verb, its arguments by what they are, its options.
///
/// Counts, numbers, choices and the form of `NAME=VALUE` have been checked; whether a target, run or file exists has not.
package struct Invocation: Sendable {
  package let verb: Verb
  /// In the order written.
  package internal(set) var arguments: [String] = []
  var bound: [(argument: Argument, text: String)] = []
  var options: [(option: Option, value: String?)] = []

  init(_ verb: Verb) { self.verb = verb }

  /// The argument of a kind that can be given once, such as `.run`; nil where it was left out.
  package func argument(_ argument: Argument) -> String? {
    bound.first { $0.argument == argument }?.text
  }

  package func has(_ option: Option) -> Bool {
    options.contains { $0.option == option }
  }

  package func value(_ option: Option) -> String? {
    options.first { $0.option == option }?.value
  }

  /// All of a repeated option, in the order written.
  package func values(_ option: Option) -> [String] {
    options.compactMap { $0.option == option ? $0.value : nil }
  }

  /// The value of an option that takes a number, at least 1.
  package func number(_ option: Option) -> Int? {
    value(option).flatMap { Int($0) }
  }

  /// The values of `--with NAME=VALUE`, in the order written; a value may be empty and may hold further `=`.
  package var assignments: [(name: String, value: String)] {
    values(.with).compactMap { text in
      text.firstIndex(of: "=").map { (String(text[..<$0]), String(text[text.index(after: $0)...])) }
    }
  }

  /// For a word that nothing takes: the option whose text it may have been meant for, where that lacks its quotes; nil
  /// where there is none.
  func quoting(of word: String) -> String? {
    for option in [Option.reason, .note] {
      guard let text = value(option), !text.contains(" ") else { continue }
      return "if \(TypedWord.quoted(word)) belongs to the text of \(option.flag), put all of it in quotes: "
        + "\(option.flag) '\(TypedWord.harmless(text)) …'"
    }
    return nil
  }

  /// The RUN given, also as a part of `RUN[/TASK]`; nil where it was left out.
  package var runNumber: Int64? {
    argument(.run).flatMap { Int64($0) } ?? argument(.runOrTask).flatMap { Int64($0.prefix { $0 != "/" }) }
  }

  /// The REQUEST given; nil where it was left out.
  var requestNumber: Int? { argument(.request).flatMap { Int($0) } }

  /// The INCIDENT given.
  package var incidentNumber: Int? { argument(.incident).flatMap { Int($0) } }

  /// The TASK of a `RUN/TASK`; nil where there is none.
  package var taskOfRun: String? {
    argument(.runOrTask).flatMap { text in
      text.firstIndex(of: "/").map { String(text[text.index(after: $0)...]) }
    }
  }
}
