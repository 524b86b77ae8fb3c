/// The keys of `copy_to`, where it says more than a shell text.
enum CopyKey: String, SchemaKey {
  case run, timeout

  static let construct = "a copy command"
  static let requiredKeys: [CopyKey] = [.run]
  /// What `copy_to` says where nothing is copied.
  static let none = "none"

  var field: Field {
    switch self {
    case .run: Field(.script, "The shell text, given to sh exactly as written.")
    case .timeout: Field(.timeLimit, "For one copy; 24h unless given.")
    }
  }
}
