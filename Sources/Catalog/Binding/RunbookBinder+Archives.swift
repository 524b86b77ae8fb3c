import Diagnostics
import Syntax

/// Steps in which maint itself archives or restores a path.
extension RunbookBinder {
  /// The key that makes a step one of these; nil for a shell text.
  static func pathKey(of node: Node) -> Node? {
    if node[StepKey.run.rawValue] != nil { return nil }
    return node.entries.first { $0.key.says(ArchiveKey.path.rawValue) || $0.key.says(RestoreKey.restore.rawValue) }?.key
  }

  /// `key` is the path key of the node.
  mutating func bindPathAction(_ node: Node, _ key: Node, of stage: Stage) -> Step? {
    let home: Stage = key.says(ArchiveKey.path.rawValue) ? .backup : .rollback
    guard stage == home else {
      noteMisplaced(key, home: home, stage: stage)
      return nil
    }
    return home == .backup ? bindBackup(node) : bindRestore(node)
  }

  private mutating func bindBackup(_ node: Node) -> Step? {
    guard let entries = reader.entries(of: node, as: ArchiveKey.self) else { return nil }
    var path: String?
    var exclude: [String] = []
    var name: String?
    var timeout: Duration?
    for entry in entries {
      switch entry.key {
      case .path: path = reader.plainPath(entry.value)
      case .exclude: exclude = reader.texts(entry.value)
      case .name: name = reader.text(entry.value)
      case .timeout: timeout = reader.timeLimit(entry.value)
      }
    }
    return path.map { step(.backup(path: $0, exclude: exclude), name: name, timeout: timeout, node) }
  }

  private mutating func bindRestore(_ node: Node) -> Step? {
    guard let entries = reader.entries(of: node, as: RestoreKey.self) else { return nil }
    var path: String?
    var name: String?
    var timeout: Duration?
    for entry in entries {
      switch entry.key {
      case .restore: path = reader.plainPath(entry.value)
      case .name: name = reader.text(entry.value)
      case .timeout: timeout = reader.timeLimit(entry.value)
      }
    }
    return path.map { step(.restore(path: $0), name: name, timeout: timeout, node) }
  }

  private func step(_ action: PathAction, name: String?, timeout: Duration?, _ node: Node) -> Step {
    var step = action.step(place: NodeReader.start(of: node))
    step.name = name ?? step.name
    step.timeout = timeout
    return step
  }

  /// What is restored must have been backed up.
  mutating func checkRestores() {
    let backed = runbook.backup.compactMap { $0.pathAction?.path }
    for step in runbook.rollback {
      guard case .restore(let path)? = step.pathAction, !backed.contains(path) else { continue }
      let near = reader.suggestion(for: path, among: backed)
      reader.note(
        .restoreWithoutBackup, "'\(path)' is restored, but no step of backup archives it", at: step.place,
        hint: near ?? "add '- path: \(path)' to backup:")
    }
  }

  /// Two archives that share files would undo each other's restore.
  mutating func checkOverlaps() {
    var seen: [(path: String, place: Place)] = []
    for step in runbook.backup {
      guard let path = step.pathAction?.path else { continue }
      defer { seen.append((path, step.place)) }
      guard let first = seen.first(where: { Self.isWithin(path, $0.path) || Self.isWithin($0.path, path) }) else {
        continue
      }
      let note = Diagnostic.Note("'\(first.path)' is backed up here", at: first.place)
      if path == first.path {
        reader.note(
          .overlappingBackups, "'\(path)' is backed up twice", at: step.place, hint: "remove one of the two",
          notes: [note])
        continue
      }
      let (inner, outer) = path.utf8.count > first.path.utf8.count ? (path, first.path) : (first.path, path)
      reader.note(
        .overlappingBackups, "'\(inner)' lies within '\(outer)', which is backed up too", at: step.place,
        hint: "remove the step for '\(inner)': the archive of '\(outer)' holds it", notes: [note])
    }
  }

  /// Both are plain: absolute, without `.`, `..` and needless slashes.
  private static func isWithin(_ path: String, _ folder: String) -> Bool {
    path == folder || path.utf8.starts(with: "\(folder)/".utf8)
  }
}
