/// The project whose messages a process writes, delivers and reminds of; those of no project are everybody's.
package struct OutboxOwner: Sendable {
  /// Path of its folder; empty: a process without one, which has to do with all.
  package var project: String
  /// Whether another path leads to the same folder: a project may be found by a link.
  package var isSame: @Sendable (String) -> Bool

  package init(project: String = "", isSame: @escaping @Sendable (String) -> Bool = { _ in true }) {
    self.project = project
    self.isSame = isSame
  }
}
