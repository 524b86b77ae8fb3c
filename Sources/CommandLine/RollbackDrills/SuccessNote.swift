import Catalog
import Planning
import RunLog

/// Notes successes that other runs of the same runbook wait for, and rehearsals of what must be approved. Made before they
/// begin, for they show something of what was there then.
struct SuccessNote {
  private let kind: ProofRecord.Kind
  private let bases: [TaskName: ProofRecord.Basis]

  init(_ kind: ProofRecord.Kind, of plan: Plan, _ catalog: Catalog, project: String) {
    self.kind = kind
    let tasks = plan.tasks.filter { task in
      catalog.runbooks[task.task.runbook]?.requiresSuccess != nil
        || kind == .rehearsal && !catalog.approvals(of: task.task).isEmpty
    }
    let finder = tasks.isEmpty ? nil : ProofBasis(catalog, project: project)
    bases = tasks.reduce(into: [:]) { bases, task in bases[task.name] = finder?.basis(of: task) }
  }

  /// Whether anybody waits for one of the tasks.
  var isWaitedFor: Bool { !bases.isEmpty }

  /// `changes`: a hash of what a task changed.
  func add(
    _ tasks: [PlannedTask], in plan: Plan, run: Int? = nil, changes: (TaskName) -> String? = { _ in nil },
    to log: RunLog
  ) throws(RunLogFailure) {
    for task in tasks {
      guard let basis = bases[task.name] else { continue }
      var proof = ProofRecord(
        kind: kind, task: task.name, runbook: task.task.runbook, at: SystemClock.wall(), basis: basis, run: run,
        untried: kind == .run ? UntriedSteps() : UntriedSteps(in: plan.runbook(of: task)))
      proof.changesHash = changes(task.name)
      try log.add(proof)
    }
  }
}
