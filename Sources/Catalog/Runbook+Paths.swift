/// The paths that a runbook's change is about, as far as its backup stage says.
extension Runbook {
  package var backedUpPaths: [String] { backup.compactMap { $0.pathAction?.path } }

  /// Whether both back up a path, or one a path and the other one below it, as they are written.
  package func sharesPath(with other: Runbook) -> Bool {
    backedUpPaths.contains { path in other.backedUpPaths.contains { PathAction.overlap(path, $0) } }
  }
}

extension PathAction {
  /// Whether the paths are the same, or one lies below the other.
  package static func overlap(_ one: String, _ other: String) -> Bool {
    one == other || one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
  }
}
