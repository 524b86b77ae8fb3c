import Catalog
import Execution

/// One place at which a drill injects a fault, and what kind of fault it is.
package struct RollbackPoint: Sendable, Hashable {
  package enum Fault: Sendable, Hashable {
    /// The step ends, and counts as failed.
    case failure
    /// The step is killed once it has written so often; `isFirst`: that is once.
    case kill(afterWrites: Int)
    /// The step hangs in the middle of its work until its timeout is over.
    case timeout
    /// The step finds no space to write to.
    case fullDisk
    /// maint itself is killed when the step has ended, and 'maint recover' comes.
    case crash
    /// All has succeeded, and 'maint rollback' comes later.
    case laterRollback
    /// The last step forward fails, and then this one of the way back.
    case wayBack
    /// The last step forward fails, and then this one of cleanup.
    case cleanup
  }

  /// Its full name; where the plan has one task alone, points do without.
  package var task: TaskName
  package var isOnlyTask: Bool
  /// The step with the fault; its task is 0. nil: it is about no step.
  package var step: StepKey?
  package var fault: Fault

  package init(task: TaskName, isOnlyTask: Bool, step: StepKey?, fault: Fault) {
    self.task = task
    self.isOnlyTask = isOnlyTask
    self.step = step
    self.fault = fault
  }

  /// As the operator names it: `change.2.killed.1`, `daily.web/undo.1.fails`, `rollback`.
  package var id: String {
    var words: [String] = []
    if let step { words = [step.isUndo ? "undo" : step.stage.rawValue, "\(step.position + 1)"] }
    switch fault {
    case .failure, .wayBack, .cleanup: words.append("fails")
    case .kill(let writes): words += ["killed", "\(writes)"]
    case .timeout: words.append("hangs")
    case .fullDisk: words.append("full")
    case .crash: words.append("crash")
    case .laterRollback: words.append("rollback")
    }
    return (isOnlyTask ? "" : "\(task)/") + words.joined(separator: ".")
  }

  /// What happens at it, after the step's place and name.
  package var words: String {
    switch fault {
    case .failure: "fails after it has finished"
    case .kill(1): "killed after its first write"
    case .kill(let writes): "killed after \(writes) writes"
    case .timeout: "hangs until its timeout is over"
    case .fullDisk: "finds the disk full"
    case .crash: "maint is killed, then maint recover"
    case .laterRollback: "all succeeds, then maint rollback"
    case .wayBack: "fails on the way back"
    case .cleanup: "fails in cleanup"
    }
  }
}
