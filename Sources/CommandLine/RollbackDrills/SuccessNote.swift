import Catalog
import Planning
import RunLog

/// Notes successes that other runs of the same runbook wait for. Made before they begin, for they show something of what
/// was there then.
struct SuccessNote {
  private let bases: [TaskName: ProofRecord.Basis]

  init(of plan: Plan, _ catalog: Catalog, project: String) {
    let tasks = plan.tasks.filter { catalog.runbooks[$0.task.runbook]?.requiresSuccess != nil }
    let finder = tasks.isEmpty ? nil : ProofBasis(catalog, project: project)
    bases = tasks.reduce(into: [:]) { bases, task in bases[task.name] = finder?.basis(of: task) }
  }

  /// Whether anybody waits for one of the tasks.
  var isWaitedFor: Bool { !bases.isEmpty }

  func add(_ kind: ProofRecord.Kind, of tasks: [PlannedTask], in plan: Plan, run: Int? = nil, to log: RunLog)
    throws(RunLogFailure)
  {
    for task in tasks {
      guard let basis = bases[task.name] else { continue }
      try log.add(
        ProofRecord(
          kind: kind, task: task.name, runbook: task.task.runbook, at: SystemClock.wall(), basis: basis, run: run,
          untried: kind == .run ? UntriedSteps() : UntriedSteps(in: plan.runbook(of: task))))
    }
  }
}
