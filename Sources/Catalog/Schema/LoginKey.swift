/// The keys of a login at a mail server.
enum LoginKey: String, SchemaKey {
  case user, password

  static let construct = "a login"
  static let requiredKeys: [LoginKey] = [.user, .password]

  var field: Field {
    switch self {
    case .user: Field(.text, "The name of the user there.")
    case .password: Field(.construct(.file), "The file that holds the password.")
    }
  }
}
