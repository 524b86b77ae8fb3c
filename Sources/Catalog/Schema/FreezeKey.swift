/// The keys of a change freeze.
enum FreezeKey: String, SchemaKey {
  case from, to, reason

  static let construct = "a freeze"
  static let requiredKeys: [FreezeKey] = [.from, .to, .reason]

  var field: Field {
    switch self {
    case .from:
      Field(.moment, "The first day, or the moment at which it begins; in the host's zone unless given.")
    case .to: Field(.moment, "The last day, or the moment at which it is over.")
    case .reason: Field(.text, "Why nothing may be changed; told to whoever is refused.")
    }
  }
}
