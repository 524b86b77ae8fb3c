/// What a shell offers for an argument or for the value of an option.
enum ArgumentCompletion: Hashable {
  case targets
  /// Those targets that are tasks.
  case tasks
  case files, folders
  case words([String])

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
    case .target: self = .targets
    case .task: self = .tasks
    case .file: self = .files
    case .folder: self = .folders
    case .shell, .verb, .id, .schema: self = .words(argument.choices ?? [])
    case .run, .metric: return nil
    }
  }

  /// Where arguments of a verb are completed: `position` counts from 0, nil means all of them.
  struct Place {
    let verb: Verb
    let position: Int?
    let completion: ArgumentCompletion
  }

  static let places: [Place] = Verb.shown.flatMap { verb in
    let arguments = verb.description.arguments
    return arguments.indices.compactMap { index -> Place? in
      var described = arguments[index]
      // `maint output TASK`: an optional RUN may be left out before it.
      if described.argument == .run, described.count == .optional, index + 1 < arguments.count {
        described = arguments[index + 1]
      }
      return ArgumentCompletion(described.argument).map {
        Place(verb: verb, position: described.repeats ? nil : index, completion: $0)
      }
    }
  }
}
