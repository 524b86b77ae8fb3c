/// The keys of a change freeze.
enum FreezeKey: String, SchemaKey {
  case from, to, reason

  static let construct = "a freeze"

  var field: Field {
    switch self {
    case .from: Field(.date, isRequired: true, "The first day.")
    case .to: Field(.date, isRequired: true, "The last day.")
    case .reason: Field(.text, isRequired: true, "Why nothing may be changed; told to whoever is refused.")
    }
  }
}
