/// The keys of a change freeze.
enum FreezeKey: String, SchemaKey {
  case from, to, reason

  static let construct = "a freeze"
  static let requiredKeys: [FreezeKey] = [.from, .to, .reason]

  var field: Field {
    switch self {
    case .from: Field(.date, "The first day.")
    case .to: Field(.date, "The last day.")
    case .reason: Field(.text, "Why nothing may be changed; told to whoever is refused.")
    }
  }
}
