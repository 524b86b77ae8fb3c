/// The keys of `require_drill`.
enum DrillKey: String, SchemaKey {
  case within

  static let construct = "a demand of a drill"
  static let requiredKeys: [DrillKey] = [.within]
  /// What stands in place of the map where none is demanded.
  static let nothing = "none"

  var field: Field {
    switch self {
    case .within: Field(.timeLimit, "How long ago 'maint drill' may have proven the rollback.")
    }
  }
}
