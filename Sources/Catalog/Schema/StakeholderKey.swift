/// The keys of a stakeholder.
enum StakeholderKey: String, SchemaKey {
  case channels, gets

  static let construct = "a stakeholder"
  static let requiredKeys: [StakeholderKey] = [.channels]

  var field: Field {
    switch self {
    case .channels: Field(.list(.name), "The channels that reach it.")
    case .gets: Field(.list(.choice(of: MessageKind.self)), "What it is told; what communication says unless given.")
    }
  }
}
