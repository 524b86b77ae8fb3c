import Catalog

/// Where a task is taken up that was left half-done, or is to be taken back or gone on with: what has become of it, and
/// what is still to be run.
///
/// Made anew from the log each time, so a recovery that is itself interrupted is taken up like the run before it: a step
/// on the way back that was seen to succeed is not run again; every other one is, also where it may have done all its
/// work.
struct WayBack {
  /// Positions, in the order in which they were started.
  private(set) var startedChanges: [Int] = []
  /// Steps that need not be run again: of rollback and cleanup, or of those forward where it goes on.
  private(set) var done: Set<StepKey> = []
  private(set) var result: TaskResult
  let isBackupComplete: Bool
  /// It goes on, and a step of the backup stage was run, not left out by its `if`.
  let hasBackedUp: Bool
  let hasSurvivor: Bool
  /// Changes were started that must not stay.
  let needsRollback: Bool
  /// Nothing has failed: the rest of its steps is still to come.
  let goesOn: Bool

  /// `goesOn`: the steps that are not done are run as if nothing had come between.
  init(of remains: TaskRemains, steps: TaskSteps, goesOn: Bool = false) {
    self.goesOn = goesOn
    var last: [StepKey: TaskRemains.Step] = [:]
    for step in remains.steps {
      last[step.key] = step
      if step.key.stage == .change, step.mayHaveRun, !startedChanges.contains(step.key.position) {
        startedChanges.append(step.key.position)
      }
    }
    let backup = steps.keys(of: .backup)
    // Where each `if` of the stage said no there was nothing to seal.
    let isLeftOut = backup.allSatisfy { steps.isSeal($0) || last[$0]?.outcome == .skipped }
    func isDone(_ key: StepKey) -> Bool { last[key]?.isDone ?? (isLeftOut && steps.isSeal(key)) }
    let isForwardDone = steps.forward.allSatisfy(isDone)
    isBackupComplete = !isLeftOut && backup.allSatisfy(isDone)
    hasBackedUp = goesOn && !isLeftOut && backup.contains { isDone($0) && last[$0]?.outcome != .skipped }
    hasSurvivor = remains.hasSurvivor
    result = TaskResult(outcome: .succeeded, warnings: remains.steps.count { $0.outcome == .warned })
    guard !goesOn else {
      needsRollback = false
      done = Set(steps.forward.filter(isDone))
      return
    }
    needsRollback = remains.isTakenBack || !isForwardDone && !startedChanges.isEmpty
    if remains.isTakenBack {
      result.reason = "it was taken back on request"
    } else if !isForwardDone {
      let failed = remains.steps.last { $0.key.stage.goesForward && !$0.isDone }
      result.outcome = .failed
      result.failedStep = failed?.key
      // Where the way back was begun, the task ended by itself before maint did.
      let isEnded = remains.steps.contains { !$0.key.stage.goesForward }
      result.reason = Self.reason(of: failed, steps, isEnded: isEnded)
    }
    let back = needsRollback ? steps.rollback(of: startedChanges) : []
    done = Set(back.filter(isDone))
    // What tidies up after the way back has to be run after the last step of it.
    if done.count == back.count { done.formUnion(steps.keys(of: .cleanup).filter(isDone)) }
  }

  private static func reason(of failed: TaskRemains.Step?, _ steps: TaskSteps, isEnded: Bool) -> String {
    guard let failed else { return "maint ended before the task did" }
    let step = steps.step(failed.key)
    let name = "\(failed.key.stage.rawValue) step '\(step.name)'"
    let end = isEnded ? "" : ", and maint ended before the task did"
    if let detail = failed.detail, detail == step.notConfirmed { return detail + end }
    switch failed.outcome {
    case .failed, .timedOut, .stopped:
      return "\(name) \(TaskMachine.words(failed.outcome ?? .failed, failed.detail))" + end
    case .interrupted, nil, .succeeded, .warned, .skipped: return "maint ended in \(name)"
    }
  }
}
