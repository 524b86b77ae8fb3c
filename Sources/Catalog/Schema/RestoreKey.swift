/// The keys of a step of rollback in which maint itself restores a path from its backup.
enum RestoreKey: String, SchemaKey {
  case restore, name, timeout

  static let construct = "a restore of a path"
  static let requiredKeys: [RestoreKey] = [.restore]

  var field: Field {
    switch self {
    case .restore: Field(.plainPath, "A path as a step of backup names it.")
    case .name: Field(.text, "What it is called in plan and log.")
    case .timeout: Field(.timeLimit, "For the restore and the comparison together.")
    }
  }
}
