import Catalog
import Planning

/// The steps of one task by key, undo steps included, and the order in which its stages take them.
struct TaskSteps {
  let task: Int
  private let runbook: Runbook

  init(task: Int, plan: Plan) {
    self.task = task
    runbook = plan.runbook(of: plan.tasks[task])
  }

  var noRollbackReason: String? { runbook.noRollbackReason }

  /// The runbook backs something up before it changes anything.
  var hasBackup: Bool { !runbook.backup.isEmpty }

  /// The step that maint adds to those that are written for the backup stage.
  func isSeal(_ key: StepKey) -> Bool { key.stage == .backup && key.position == runbook.backup.count }

  func step(_ key: StepKey) -> Step {
    if key.isUndo { return undo(of: runbook.change[key.position]) }
    return steps(of: key.stage)[key.position]
  }

  /// From precheck to verify, as written.
  var forward: [StepKey] {
    [.precheck, .backup, .change, .verify].flatMap(keys)
  }

  /// Each undo of what was started, last first, then the rollback stage.
  func rollback(of startedChanges: [Int]) -> [StepKey] {
    let undos = startedChanges.reversed().filter { runbook.change[$0].undo != nil }
      .map { StepKey(task: task, stage: .rollback, position: $0, isUndo: true) }
    return undos + keys(of: .rollback)
  }

  /// The first of the started changes that neither its own undo nor a rollback stage takes back.
  func changeWithoutWayBack(of startedChanges: [Int]) -> Step? {
    guard steps(of: .rollback).isEmpty else { return nil }
    return startedChanges.first { runbook.change[$0].undo == nil }.map { runbook.change[$0] }
  }

  func keys(of stage: Stage) -> [StepKey] {
    steps(of: stage).indices.map { StepKey(task: task, stage: stage, position: $0) }
  }

  private func steps(of stage: Stage) -> [Step] { runbook.stepsToRun(of: stage) }

  /// An undo runs where and as its step did, but is neither conditional nor retried: it is tried once, and on a
  /// failure a human decides.
  private func undo(of step: Step) -> Step {
    var undo = step
    undo.name = "undo: \(step.name)"
    undo.run = step.undo ?? ""
    undo.undo = nil
    undo.condition = nil
    undo.retries = 0
    undo.exitCodes = [0]
    undo.onFailure = .fail
    return undo
  }
}
