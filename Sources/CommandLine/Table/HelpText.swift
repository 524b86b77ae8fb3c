import Reporting

/// What `maint help` prints, at most 80 columns wide and in ASCII, for any console.
package enum HelpText {
  /// `maint help`: where to begin, the verbs by what an operator wants to do, options, environment.
  package static var overview: String {
    var lines = [
      "maint: maintains this host on schedule, and can always get back", "",
      "Usage: maint VERB [TARGET...] [--options]", "       maint help VERB", "",
    ]
    lines += ["To begin with:"] + TextColumns.table(firstSteps, column: 20) + [""]
    for group in VerbGroup.allCases {
      let verbs = CommandScope.program.next.filter { $0.group == group }
      lines.append("\(group.rawValue):")
      lines += TextColumns.table(verbs.map { ($0.word, $0.summary) }, column: 14) + [""]
    }
    lines += targets + [""]
    lines += options(Option.global, title: "Options of every verb, before or after it:") + [""]
    lines.append("Environment:")
    lines += TextColumns.table(EnvironmentVariable.allCases.map { ($0.rawValue, $0.meaning) }, column: 19)
    lines += ["", "'maint help VERB' explains a verb; 'maint help --man' is the whole manual."]
    lines += HelpTopic.allCases.map { "'maint help \($0.rawValue)': \($0.summary)." }
    return text(lines)
  }

  /// `maint help`, `maint help VERB` and `maint VERB --help`, where the first of two words may stand for the verb.
  package static func text(of scope: CommandScope) -> String {
    switch scope {
    case .program: overview
    case .family(let family): text(of: family)
    case .verb(let verb): text(of: verb)
    }
  }

  private static func text(of family: VerbFamily) -> String {
    var lines = ["maint \(family.name): \(family.summary)", "", "Usage: maint \(family.name) VERB [--options]", ""]
    let rows = family.verbs.map { (CommandScope.verb($0).word, $0.description.summary) }
    lines += TextColumns.table(rows, column: 14) + [""]
    lines += options(Option.global, title: "Options of every verb:") + [""]
    return text(lines + ["'maint help \(family.name) VERB' explains each."])
  }

  static func text(of verb: Verb) -> String {
    let description = verb.description
    var lines = ["maint \(verb.rawValue): \(description.summary)", ""]
    lines += usage(of: verb) + [""]
    if !description.arguments.isEmpty {
      let rows = description.arguments.map { ($0.argument.name, $0.argument.help) }
      lines += TextColumns.table(rows, column: TextColumns.column(for: rows.map(\.0), most: 14)) + [""]
    }
    for paragraph in description.paragraphs { lines += TextColumns.filled(paragraph) + [""] }
    if !description.options.isEmpty { lines += options(description.options, of: verb, title: "Options:") + [""] }
    lines += options(Option.global, title: "Options of every verb:") + [""]
    if !description.exitCodes.isEmpty {
      lines.append("Exit codes:")
      let codes = description.exitCodes.map { (String($0.code.rawValue), $0.meaning ?? $0.code.meaning) }
      lines += TextColumns.table(codes, column: 8) + [""]
    }
    if !description.examples.isEmpty { lines.append("Examples:") }
    for example in description.examples { lines += ["  # \(example.purpose)", "  \(example.command)"] }
    return text(lines)
  }

  /// `maint help TOPIC`.
  package static func text(of topic: HelpTopic) -> String {
    var lines = ["maint: \(topic.summary)", ""]
    for section in topic.sections {
      if let title = section.title { lines.append(title + ":") }
      for paragraph in section.paragraphs { lines += TextColumns.filled(paragraph) }
      lines +=
        TextColumns.table(section.rows, column: TextColumns.column(for: section.rows.map(\.left), most: 20)) + [""]
    }
    while lines.last == "" { lines.removeLast() }
    return text(lines)
  }

  private static let targets: [String] =
    TextColumns.filled("A TARGET is " + Argument.target.help + ".")

  private static var firstSteps: [(String, String)] {
    Verb.first.map { verb in
      let argument = verb.description.arguments.first.map { $0.argument == .target ? " daily" : " " + $0.synopsis }
      return ("maint \(verb.rawValue)\(argument ?? "")", verb.description.summary)
    }
  }

  /// The arguments, and those options without which the verb is nothing.
  private static func usage(of verb: Verb) -> [String] {
    let description = verb.description
    var words = ["Usage: maint", verb.rawValue] + description.arguments.map(\.synopsis)
    for case .required(let option) in description.rules {
      words.append(signature(option, verb.description(of: option)))
    }
    words.append("[--options]")
    return [words.joined(separator: " ")]
  }

  private static func options(_ options: [Option], of verb: Verb? = nil, title: String) -> [String] {
    let rows = options.map { option in
      let short = option.description.short.map { "-\($0), " } ?? "    "
      let again = option.description.repeats ? "..." : ""
      let description = verb?.description(of: option) ?? option.description
      return (short + signature(option, description) + again, description.help)
    }
    return [title] + TextColumns.table(rows, column: 28)
  }

  private static func signature(_ option: Option, _ description: OptionDescription) -> String {
    description.placeholder.map { "\(option.flag) \($0)" } ?? option.flag
  }

  private static func text(_ lines: [String]) -> String {
    lines.joined(separator: "\n") + "\n"
  }
}
