import Catalog
import Testing

@testable import CommandLine

@Suite struct HelpTextTests {
  @Test(
    arguments: CommandScope.shown.map { HelpText.text(of: $0) }
      + HelpTopic.allCases.map { HelpText.text(of: $0) })
  func fitsAnyConsole(text: String) {
    for line in text.split(separator: "\n") {
      #expect(line.utf8.count <= 80, "\(line)")
      #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(line)")
      #expect(line.last != " ", "\(line)")
    }
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n") && !text.contains("\n\n\n"))
  }

  @Test func overviewNamesEveryVerbInItsGroupAndTheFirstFive() throws {
    let paragraphs = Array(HelpText.overview.split(separator: "\n\n"))
    for verb in Verb.shown {
      let group = try #require(paragraphs.first { $0.contains("\(verb.description.group.rawValue):\n") })
      let words = verb.rawValue.split(separator: " ")
      let lines = group.split(separator: "\n")
      let start = try #require(lines.firstIndex { $0.hasPrefix("  \(words[0]) ") })
      let further = lines[(start + 1)...].prefix { $0.hasPrefix(String(repeating: " ", count: 14)) }
      let entry = ([lines[start]] + further).joined(separator: " ")
      #expect(words.count == 1 || entry.split { ": ,".contains($0) }.contains(words[1]), "\(entry)")
    }
    let first = try #require(paragraphs.first { $0.contains("To begin with:\n") })
    let commands = first.split(separator: "\n").dropFirst().map { $0.split(separator: " ")[1] }
    #expect(commands == ["init", "check", "plan", "run", "status"])
    #expect(!HelpText.overview.contains("complete-targets"))
    for variable in ["MAINT_PROJECT", "MAINT_STATE", "XDG_STATE_HOME", "NO_COLOR"] {
      #expect(HelpText.overview.contains("\n  \(variable) "))
    }
  }

  @Test(arguments: VerbFamily.all)
  func aFirstWordExplainsTheSecond(family: VerbFamily) {
    let text = HelpText.text(of: .family(family))
    #expect(!family.verbs.isEmpty)
    for verb in family.verbs {
      #expect(text.contains("\n  \(CommandScope.verb(verb).word) "))
      #expect(verb.description.group == CommandScope.family(family).group)
    }
    #expect(Verb(rawValue: family.name) == nil)
  }

  @Test func aNameOfTwoWordsHasAFamily() {
    for verb in Verb.allCases {
      #expect(verb.rawValue.split(separator: " ").count == (verb.family == nil ? 1 : 2))
      #expect(CommandScope(name: verb.rawValue) == .verb(verb))
    }
  }

  @Test(arguments: Verb.shown)
  func nameEveryOptionAndExitCode(verb: Verb) {
    let text = HelpText.text(of: verb)
    for option in verb.options { #expect(text.contains(" \(option.flag)"), "\(option.flag)") }
    for exit in verb.description.exitCodes { #expect(text.contains("\n  \(exit.code.rawValue) ")) }
    #expect(!verb.description.examples.isEmpty)
  }

  @Test(arguments: Verb.shown)
  func examplesAreCommandLinesThatTheParserTakes(verb: Verb) throws {
    for example in verb.description.examples where example.command.hasPrefix("maint ") {
      let words = firstCommand(of: example.command).dropFirst()
      let invocation = try CommandParser.parse(Array(words))
      let isLooked = invocation.verb == .status && (verb == .resolve || verb == .recover)
      let isItsOwn = invocation.verb == verb || isLooked || verb == .`init`
      #expect(isItsOwn, "\(example.command)")
    }
  }

  /// The keys, as the tables have them, and what the steps are told.
  @Test func topicsNameAllThatTheTablesHave() {
    let schedule = HelpText.text(of: .schedule)
    for construct in [Construct.schedule, .tier, .task, .window, .freeze, .defaults, .keep] {
      for entry in construct.table.entries { #expect(schedule.contains("\n  \(entry.name)"), "\(entry.name)") }
    }
    let runbook = HelpText.text(of: .runbook)
    for construct in [Construct.runbook, .keep, .parameter, .secret, .step(of: .change)] {
      for entry in construct.table.entries { #expect(runbook.contains("\n  \(entry.name)"), "\(entry.name)") }
    }
    let variables = HelpText.text(of: .variables)
    for variable in StepVariable.allCases { #expect(variables.contains("\n  \(variable.rawValue)")) }
    for name in ReservedVariable.names { #expect(variables.contains(name), "\(name)") }
    let account = UserAccount.current()
    for variable in HostEnvironment(account: account, timezone: "UTC").variables(for: nil) {
      #expect(variables.contains(variable.prefix { $0 != "=" }), "\(variable)")
    }
    for topic in HelpTopic.allCases { #expect(CommandScope(name: topic.rawValue) == nil) }
  }

  @Test func descriptionsOfOptionsBelongToAVerb() {
    for option in Option.allCases {
      #expect(Verb.allCases.contains { $0.options.contains(option) }, "\(option.flag)")
    }
    for verb in Verb.allCases {
      #expect(Set(verb.options).count == verb.options.count)
      let letters = verb.options.compactMap(\.description.short)
      #expect(Set(letters).count == letters.count)
    }
  }

  /// Split as a shell would as far as the examples need it: single quotes; ends at a redirection, pipe or list.
  private func firstCommand(of line: String) -> [String] {
    var words = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "'": isQuoted.toggle()
      case " " where !isQuoted: words.append("")
      default: words[words.count - 1].append(character)
      }
    }
    return Array(words.prefix { !["|", "||", "&&", ">", "<"].contains($0) })
  }
}
