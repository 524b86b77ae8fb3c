/// The keys of a step of backup in which maint itself archives a path.
enum ArchiveKey: String, SchemaKey {
  case path, exclude, name, timeout

  static let construct = "a backup of a path"
  static let requiredKeys: [ArchiveKey] = [.path]

  var field: Field {
    switch self {
    case .path: Field(.plainPath, "The file or folder; what is below it belongs to it.")
    case .exclude: Field(.list(.text), "Patterns of what is left out, such as *.pid; a rollback leaves it as it is.")
    case .name: Field(.text, "What it is called in plan and log.")
    case .timeout: Field(.timeLimit, "For archive, manifest and comparison together.")
    }
  }
}
