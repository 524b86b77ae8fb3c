/// The keys of a parameter.
enum ParameterKey: String, SchemaKey {
  case required, `default`, pattern, choices, help

  static let construct = "a parameter"
  static let requiredKeys: [ParameterKey] = []

  var field: Field {
    switch self {
    case .required: Field(.boolean, "Whether a value must be given; false unless given.")
    case .default: Field(.text, "The value where none is given.")
    case .pattern: Field(.text, "A POSIX extended regular expression that the whole value must match.")
    case .choices: Field(.filledList(.text), "The values that it may have.")
    case .help: Field(.text, "What it is for.")
    }
  }
}
