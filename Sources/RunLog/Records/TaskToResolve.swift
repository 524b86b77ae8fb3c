import Catalog

/// A task of a run that waits for somebody's word that what it left behind has been put right.
package struct TaskToResolve: Sendable, Hashable {
  package var task: TaskName
  package var runbook: String
  /// Whether its runbook is refused until then; a cleanup alone that failed keeps nothing from running.
  package var isRefused: Bool

  package init(task: TaskName, runbook: String, isRefused: Bool) {
    self.task = task
    self.runbook = runbook
    self.isRefused = isRefused
  }
}
