import Catalog

/// A task of which somebody has settled what it left behind.
package struct ResolvedTask: Sendable, Hashable {
  package var run: Int
  package var task: TaskName
  package var resolution: Resolution
}
