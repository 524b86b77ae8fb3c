/// What a shell offers for an argument or for the value of an option.
enum ArgumentCompletion: Hashable {
  case targets
  /// Those targets that are tasks.
  case tasks
  case backups
  case files, folders
  case words([String])
  case wordsOrFiles([String])

  /// Nil where nothing is known beforehand, such as a parameter.
  init?(_ option: OptionDescription) {
    switch option.value {
    case .file: self = .files
    case .folder: self = .folders
    case .choice(_, let choices): self = .words(choices)
    case .none, .text, .number, .assignment: return nil
    }
  }

  init?(_ argument: Argument) {
    switch argument {
    case .target, .runbook: self = .targets
    case .task: self = .tasks
    case .backup: self = .backups
    case .file, .output, .newFile: self = .files
    case .folder: self = .folders
    case .shell, .verb, .id, .schema, .starter, .action, .reportKind: self = .words(argument.firstWords)
    case .run, .runOrTask, .metric, .duration, .item, .request, .channel, .message, .incident, .text,
      .value:
      return nil
    }
  }

  /// Where arguments of a verb are completed: `position` counts from 0, nil means all of them; where `previous` is given,
  /// only after that argument.
  struct Place {
    let verb: Verb
    let position: Int?
    var previous: String?
    let completion: ArgumentCompletion
  }

  static let places: [Place] = Verb.shown.flatMap { verb in
    let arguments = verb.description.arguments
    return arguments.indices.flatMap { index -> [Place] in
      var described = arguments[index]
      // `maint output TASK`: an optional RUN may be left out before it.
      if described.argument == .runOrTask, described.count == .optional, index + 1 < arguments.count {
        described = arguments[index + 1]
      }
      guard var completion = ArgumentCompletion(described.argument) else { return [] }
      // `maint checklist FILE`: so may an ACTION.
      if described.argument == .action, case .words(let words) = completion { completion = .wordsOrFiles(words) }
      let first = Place(verb: verb, position: described.repeats ? nil : index, completion: completion)
      return [first]
        + described.argument.secondWords.map { first, second in
          Place(verb: verb, position: index + 1, previous: first, completion: .words(second))
        }
    }
  }
}

extension Argument {
  /// Those words of its choices that may come first.
  fileprivate var firstWords: [String] { (choices ?? []).filter { !$0.contains(" ") } }

  /// What may follow those that are not alone, as in `maint help backup list`.
  fileprivate var secondWords: [(first: String, second: [String])] {
    firstWords.compactMap { first in
      let second = (choices ?? []).filter { $0.hasPrefix(first + " ") }.map { String($0.dropFirst(first.count + 1)) }
      return second.isEmpty ? nil : (first, second)
    }
  }
}
