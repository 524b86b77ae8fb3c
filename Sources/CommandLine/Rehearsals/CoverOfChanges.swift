import Backups
import Catalog
import Execution
import Planning
import Rehearsal
import Reporting

/// Compares what the change of each task wrote with what its runbook says how to take back.
struct CoverOfChanges {
  let plan: Plan
  let changes: [StepKey: [Rehearsal.PathChange]]

  /// In the order of the plan.
  var findings: [UncoveredChange] {
    plan.tasks.indices.flatMap { task -> [UncoveredChange] in
      let runbook = plan.runbook(of: plan.tasks[task])
      // Where there is no way back, nothing is to be covered.
      guard runbook.noRollbackReason == nil else { return [] }
      let declared =
        CoveredPaths.below(all: runbook.backup.compactMap { $0.pathAction?.path })
        + CoveredPaths.patterns(runbook.touches + runbook.ignored)
      return runbook.change.indices.compactMap { position -> UncoveredChange? in
        let (key, step) = (StepKey(task: task, stage: .change, position: position), runbook.change[position])
        guard step.undo == nil, let changes = changes[key] else { return nil }
        let paths = Set(changes.flatMap { [$0.path] + ($0.origin.map { [$0] } ?? []) })
          .filter { path in !declared.contains { $0.cover(path) } }
        if paths.isEmpty { return nil }
        return UncoveredChange(
          task: plan.tasks[task].name, step: key, stepName: step.name, file: runbook.place.path,
          paths: paths.sorted { $0.lexicographicallyPrecedes($1) })
      }
    }
  }

  /// Less what the steps of a way back make and remove beside paths that they restore: the paths are what they are for.
  static func withoutPlaces(_ changes: [StepKey: [Rehearsal.PathChange]]) -> [StepKey: [Rehearsal.PathChange]] {
    var changes = changes
    for key in changes.keys where key.stage == .rollback || key.stage == .cleanup {
      changes[key]?.removeAll { RestorePlaces.isWithin($0.path) }
    }
    return changes
  }

  /// Less what no runbook of the plan cares for.
  func withoutIgnored(_ changes: [Rehearsal.PathChange]) -> [Rehearsal.PathChange] {
    let ignored = CoveredPaths.patterns(Array(Set(plan.runbooks.flatMap(\.ignored))))
    return changes.filter { change in !ignored.contains { $0.cover(change.path) } }
  }
}
