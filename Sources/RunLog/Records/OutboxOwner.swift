/// The project whose messages a process writes, delivers and reminds of; those of no project, and of one that is gone, are
/// everybody's.
package struct OutboxOwner: Sendable {
  /// What a process has to do with.
  package enum Part: Sendable {
    case whole
    /// The project's own alone: nobody but its maint delivers these.
    case own
    /// What is everybody's alone.
    case everybodys
  }

  /// Path of its folder; empty: a process without one, which has to do with all.
  package var project: String
  package var part = Part.whole
  /// Whether another path leads to the same folder: a project may be found by a link.
  package var isSame: @Sendable (String) -> Bool
  /// Whether no project is there any more: it was moved, or is no more, and nobody else would tell what is left of it.
  package var isGone: @Sendable (String) -> Bool

  package init(
    project: String = "", isSame: @escaping @Sendable (String) -> Bool = { _ in true },
    isGone: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    self.project = project
    self.isSame = isSame
    self.isGone = isGone
  }

  /// Of a path that the log has.
  func has(_ path: String) -> Bool {
    let isOwn = !path.isEmpty && (path == project || isSame(path))
    switch part {
    case .own: return isOwn
    case .everybodys: return !isOwn && isEverybodys(path)
    case .whole: return isOwn || isEverybodys(path)
    }
  }

  private func isEverybodys(_ path: String) -> Bool { path.isEmpty || isGone(path) }
}
