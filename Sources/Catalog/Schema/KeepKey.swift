/// The keys of `keep`, of which at least one is given.
enum KeepKey: String, SchemaKey {
  case last, daily, weekly, monthly, yearly

  static let construct = "a map of backups to keep"
  static let requiredKeys: [KeepKey] = []
  /// A rule that is to keep none is left out.
  static let range = 1...10_000

  var field: Field {
    let count = Shape.count(Self.range)
    return switch self {
    case .last: Field(count, "So many of the newest backups.")
    case .daily: Field(count, "Of so many days with a backup, the newest of each.")
    case .weekly: Field(count, "Of so many weeks, from Monday, with a backup, the newest of each.")
    case .monthly: Field(count, "Of so many months with a backup, the newest of each.")
    case .yearly: Field(count, "Of so many years with a backup, the newest of each.")
    }
  }
}
