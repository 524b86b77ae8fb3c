import Catalog

/// A task of a run that waits for somebody's word that what it left behind has been put right.
package struct TaskToResolve: Sendable, Hashable {
  package var task: TaskName
  package var runbook: String
  /// Whether its runbook is refused until then; a cleanup alone that failed keeps nothing from running.
  package var isRefused: Bool
  /// It has left nothing behind, but failed when the incident of its run was over, and nothing but its success shows that it is well.
  package var hasOnlyFailed: Bool

  package init(task: TaskName, runbook: String, isRefused: Bool, hasOnlyFailed: Bool = false) {
    self.task = task
    self.runbook = runbook
    self.isRefused = isRefused
    self.hasOnlyFailed = hasOnlyFailed
  }
}
