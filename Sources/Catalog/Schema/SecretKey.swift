/// The keys of a secret: where its value comes from; exactly one is given.
enum SecretKey: String, SchemaKey {
  case file, command, credential

  static let construct = "a secret"
  static let requiredKeys: [SecretKey] = []

  var field: Field {
    switch self {
    case .file: Field(.absolutePath, "A file that holds the value.")
    case .command: Field(.script, "A shell text that prints the value.")
    case .credential: Field(.credentialName, "The name of a systemd credential.")
    }
  }
}
