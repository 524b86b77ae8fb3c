import Catalog
import Scheduling

/// The tasks of one run in dependency order, with every value resolved.
package struct Plan: Sendable {
  package var targets: [Target]
  /// In an order in which each task stands after all that it needs, and otherwise as written.
  package var tasks: [PlannedTask]
  /// Each runbook once, in the order of its first task.
  package var runbooks: [Runbook]
  /// Tasks at once.
  package var jobs: Int
  package var defaults: Defaults

  package init(targets: [Target], tasks: [PlannedTask], runbooks: [Runbook], jobs: Int, defaults: Defaults) {
    self.targets = targets
    self.tasks = tasks
    self.runbooks = runbooks
    self.jobs = jobs
    self.defaults = defaults
  }

  package func runbook(of task: PlannedTask) -> Runbook { runbooks[task.runbook] }

  /// The steps that a stage of the task runs, in order: those of its runbook and those that maint adds.
  package func steps(of stage: Stage, task: PlannedTask) -> [Step] { runbooks[task.runbook].stepsToRun(of: stage) }

  package var waveCount: Int { tasks.indices.reduce(0) { max($0, tasks[$1].wave + 1) } }

  package func estimate(ofTask index: Int) -> Estimate? { tasks[index].rareEstimate.wrappedValue }

  /// How many tasks have no history.
  package var unmeasuredCount: Int { tasks.indices.count { !tasks[$0].rareEstimate.isThere } }

  /// How many tasks would not be let start at this moment.
  package func deferredCount(at now: Timestamp) -> Int {
    tasks.indices.count { index in
      tasks[index].rareGate.wrappedValue.map { !$0.decision(at: now).isOpen } ?? false
        || tasks[index].rareApproval.wrappedValue?.isGiven == false
    }
  }

  /// How long the run is expected to take if every task takes its median and none waits for a lock; nil where a task
  /// has no history.
  package var estimatedDuration: Duration? {
    guard unmeasuredCount == 0 else { return nil }
    var medians: [Duration] = []
    var needs = Adjacency(nodes: tasks.count, edges: tasks.reduce(0) { $0 + $1.needs.count })
    medians.reserveCapacity(tasks.count)
    for index in tasks.indices {
      guard let estimate = estimate(ofTask: index) else { return nil }
      medians.append(estimate.median)
      for need in tasks[index].needs { needs.append(need) }
      needs.endNode()
    }
    return ListSchedule.duration(of: medians, needs: needs, jobs: max(1, jobs))
  }
}

extension Runbook {
  /// The steps written for the stage, and those that maint adds: a backup that has any is sealed in a last one, a change
  /// that is to be confirmed waits for that in the last of verify, where no rollback is written, the paths that were
  /// backed up are restored, the last first, and what a change left at them is noted at the very end.
  package func stepsToRun(of stage: Stage) -> [Step] {
    let written = steps(of: stage)
    switch stage {
    case .precheck, .change: return written
    case .backup: return written + (written.last.map { [BackupSeal.step(place: $0.place)] } ?? [])
    case .verify:
      let last = written.last?.place ?? place
      return written + (confirm.map { [ConfirmationStep.step(waiting: $0, place: last)] } ?? [])
    case .rollback: return withDiscard(written.isEmpty ? defaultRollback : written)
    // Cleanup may work on the paths: what stands there after it is what the run has made of them.
    case .cleanup: return written + recordOfPaths
    }
  }

  private var defaultRollback: [Step] {
    guard noRollbackReason == nil else { return [] }
    return backup.reversed().compactMap { step in
      step.pathAction.map { PathAction.restore(path: $0.path).step(place: step.place) }
    }
  }

  private var recordOfPaths: [Step] {
    let paths = backup.compactMap { $0.pathAction?.path }
    guard !change.isEmpty, !paths.isEmpty, let last = cleanup.last ?? backup.last else { return [] }
    return [PathAction.recordStep(of: paths, place: last.place)]
  }

  /// What restores replaced is kept until all of the rollback came to a good end.
  private func withDiscard(_ steps: [Step]) -> [Step] {
    let restored = steps.compactMap { $0.pathAction?.path }
    guard let last = steps.last, !restored.isEmpty else { return steps }
    return steps + [PathAction.discardStep(of: restored, place: last.place)]
  }
}
