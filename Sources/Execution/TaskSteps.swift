import Catalog
import Planning

/// The steps of one task by key, undo steps included, and the order in which its stages take them.
struct TaskSteps {
  let task: Int
  private let precheck: [Step]
  private let backup: [Step]
  private let change: [Step]
  private let verify: [Step]
  private let rollback: [Step]
  private let cleanup: [Step]
  let noRollbackReason: String?

  init(task: Int, plan: Plan) {
    let planned = plan.tasks[task]
    self.task = task
    precheck = plan.steps(of: .precheck, task: planned)
    backup = plan.steps(of: .backup, task: planned)
    change = plan.steps(of: .change, task: planned)
    verify = plan.steps(of: .verify, task: planned)
    rollback = plan.steps(of: .rollback, task: planned)
    cleanup = plan.steps(of: .cleanup, task: planned)
    noRollbackReason = plan.runbook(of: planned).noRollbackReason
  }

  func step(_ key: StepKey) -> Step {
    if key.isUndo { return undo(of: change[key.position]) }
    return steps(of: key.stage)[key.position]
  }

  /// From precheck to verify, as written.
  var forward: [StepKey] {
    [.precheck, .backup, .change, .verify].flatMap(keys)
  }

  /// Each undo of what was started, last first, then the rollback stage.
  func rollback(of startedChanges: [Int]) -> [StepKey] {
    let undos = startedChanges.reversed().filter { change[$0].undo != nil }
      .map { StepKey(task: task, stage: .rollback, position: $0, isUndo: true) }
    return undos + keys(of: .rollback)
  }

  /// The first of the started changes that neither its own undo nor a rollback stage takes back.
  func changeWithoutWayBack(of startedChanges: [Int]) -> Step? {
    guard rollback.isEmpty else { return nil }
    return startedChanges.first { change[$0].undo == nil }.map { change[$0] }
  }

  func keys(of stage: Stage) -> [StepKey] {
    steps(of: stage).indices.map { StepKey(task: task, stage: stage, position: $0) }
  }

  private func steps(of stage: Stage) -> [Step] {
    switch stage {
    case .precheck: precheck
    case .backup: backup
    case .change: change
    case .verify: verify
    case .rollback: rollback
    case .cleanup: cleanup
    }
  }

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
