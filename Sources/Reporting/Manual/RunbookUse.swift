import Catalog
import Planning

/// A task that carries a runbook out, and how long it took in the past.
package struct RunbookUse: Sendable {
  /// nil: the runbook by itself.
  package var task: MaintenanceTask?
  /// nil: no history.
  package var forward: Estimate?
  package var rollback: Estimate?

  package init(task: MaintenanceTask?, forward: Estimate?, rollback: Estimate?) {
    self.task = task
    self.forward = forward
    self.rollback = rollback
  }
}
