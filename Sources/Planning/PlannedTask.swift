import Catalog
import Scheduling

/// A task of a plan with every value resolved.
package struct PlannedTask: Sendable {
  /// A need that the run log says was met in its tier's current period.
  package struct MetNeed: Sendable, Hashable {
    package var task: TaskName
    package var success: PlanningHistory.Success

    package init(task: TaskName, success: PlanningHistory.Success) {
      self.task = task
      self.success = success
    }
  }

  /// Why the task is in the plan.
  package enum Selection: Sendable, Hashable {
    /// It belongs to a target.
    case asked
    /// A task of the plan needs it, and the run log has no success of it in its tier's current period.
    case needed
  }

  package var task: MaintenanceTask
  package var selection: Selection
  /// An index into the plan's runbooks.
  package var runbook: Int
  /// Indices into the plan's tasks, each smaller than this task's own, in the order written and without repetition.
  package var needs: [Int]
  /// In the order written.
  package var metNeeds: [MetNeed]
  /// In the order in which the runbook declares them; a parameter without a value is absent.
  package var parameters: [ResolvedParameter]
  /// Of the task and of its runbook, sorted, without repetition.
  package var locks: [String]
  /// The task's own, else the default; nil: no limit.
  package var timeout: Duration?
  /// nil: no history.
  package var estimate: Estimate? {
    get { rareEstimate.wrappedValue }
    set { rareEstimate.wrappedValue = newValue }
  }
  /// Tasks of wave 0 need nothing; a task stands one wave after the last that it needs.
  package var wave: Int
  /// nil: nothing holds up its start.
  package var gate: Gate? {
    get { rareGate.wrappedValue }
    set { rareGate.wrappedValue = newValue }
  }
  /// The beginning of the slot for which `run --due` selected it, and which it counts for whenever its turn comes; nil: it
  /// was asked for, or is only needed, and counts for when it begins.
  @Rare package var dueAt: Timestamp?
  /// nil: it has no way back that could be proven.
  @Rare package var rollbackProof: RollbackProof?
  /// nil: it needs none.
  package var approval: PlannedApproval? {
    get { rareApproval.wrappedValue }
    set { rareApproval.wrappedValue = newValue }
  }

  // For loops over all tasks: a look at a stored property is one, and at a computed one a copy of the whole task.
  package private(set) var rareEstimate = Rare<Estimate>()
  package private(set) var rareGate = Rare<Gate>()
  package private(set) var rareApproval = Rare<PlannedApproval>()

  package init(
    task: MaintenanceTask, selection: Selection = .asked, runbook: Int, needs: [Int] = [], metNeeds: [MetNeed] = [],
    parameters: [ResolvedParameter] = [], locks: [String] = [], timeout: Duration? = nil, estimate: Estimate? = nil,
    wave: Int = 0, gate: Gate? = nil
  ) {
    self.task = task
    self.selection = selection
    self.runbook = runbook
    self.needs = needs
    self.metNeeds = metNeeds
    self.parameters = parameters
    self.locks = locks
    self.timeout = timeout
    self.wave = wave
    self.estimate = estimate
    self.gate = gate
  }

  package var name: TaskName { task.name }
}
