/// How much of the verb has been read, which decides what may follow: nothing, the first of two words, or all of it.
package enum CommandScope: Hashable, Sendable {
  case program
  case family(VerbFamily)
  case verb(Verb)

  /// Those that help and completions name.
  static let shown: [CommandScope] = [.program] + VerbFamily.all.map(family) + Verb.shown.map(verb)

  /// The scope after these words, separated by single spaces; nil where they are none.
  init?(name: String) {
    var scope = CommandScope.program
    for word in name.split(separator: " ") {
      guard let next = scope.following(String(word)) else { return nil }
      scope = next
    }
    self = scope
  }

  /// The words read so far, as the operator types them.
  var name: String {
    switch self {
    case .program: ""
    case .family(let family): family.name
    case .verb(let verb): verb.rawValue
    }
  }

  /// The last word of its name.
  var word: String { name.split(separator: " ").last.map(String.init) ?? "" }

  /// One line without a full stop, such as stands in a list of what may follow.
  var summary: String {
    switch self {
    case .program: "maintains this host on schedule, and can always get back"
    case .family(let family): "\(family.summary): \(next.map(\.word).joined(separator: ", "))"
    case .verb(let verb): verb.description.summary
    }
  }

  /// What it is for; a family is of one kind. Nil for the program.
  var group: VerbGroup? {
    switch self {
    case .program: nil
    case .family(let family): family.verbs.first?.description.group
    case .verb(let verb): verb.description.group
    }
  }

  /// What is known of options here. Before its second word a family takes what any of its verbs takes.
  var options: [Option] {
    switch self {
    case .program: Option.global
    case .family(let family): Option.allCases.filter { option in family.verbs.contains { $0.options.contains(option) } }
    case .verb(let verb): verb.options
    }
  }

  /// The option as the verb takes it, or any verb.
  func description(of option: Option) -> OptionDescription {
    if case .verb(let verb) = self { verb.description(of: option) } else { option.description }
  }

  /// Where one more word leads, as help and completions list it; nothing follows a whole verb but its arguments.
  var next: [CommandScope] {
    switch self {
    case .program:
      Verb.shown.reduce(into: []) { list, verb in
        let scope = verb.family.map(Self.family) ?? .verb(verb)
        if !list.contains(scope) { list.append(scope) }
      }
    case .family(let family): family.verbs.map(Self.verb)
    case .verb: []
    }
  }

  /// Where this word leads, to a verb that is not shown too; nil where it is unknown.
  func following(_ word: String) -> CommandScope? {
    switch self {
    case .program:
      if let family = VerbFamily.all.first(where: { $0.name == word }) { return .family(family) }
      return Verb(named: word).flatMap { $0.family == nil ? .verb($0) : nil }
    case .family(let family): return Verb(named: "\(family.name) \(word)").map(Self.verb)
    case .verb: return nil
    }
  }
}
