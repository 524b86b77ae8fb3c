import Catalog

/// A path at which a task may have left a change half-done.
package struct PathInDoubt: Sendable, Hashable {
  package var run: Int
  package var task: TaskName
  /// Of this run is the backup that the path is restored from.
  package var backupRun: Int
  package var path: String
  /// Somebody has given his word for it since.
  package var isResolved: Bool
}
