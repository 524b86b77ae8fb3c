import Catalog
import Planning
import RunLog

/// Notes successes that other runs of the same runbook wait for.
struct SuccessNote {
  let catalog: Catalog
  let log: RunLog

  func add(_ kind: ProofRecord.Kind, of tasks: [PlannedTask], run: Int? = nil) throws(RunLogFailure) {
    let waitedFor = tasks.filter { catalog.runbooks[$0.task.runbook]?.requiresSuccess != nil }
    guard !waitedFor.isEmpty else { return }
    let bases = ProofBasis(catalog)
    for task in waitedFor {
      try log.add(
        ProofRecord(
          kind: kind, task: task.name, runbook: task.task.runbook, at: SystemClock.wall(),
          basis: bases.basis(of: task), run: run))
    }
  }
}
