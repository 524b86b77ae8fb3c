import Catalog
import Execution
import Notification
import Planning
import Reporting
import RunLog

/// What people are told of the run.
extension RunSession {
  /// Has people told of the run; nil in a rehearsal, of which nobody is told.
  func openOutbox() -> Outbox? {
    // Of a run before, as where several are recovered, the project may have been another.
    log.announcer = nil
    guard !isRehearsal else { return nil }
    let outbox = Outbox(
      context: context, catalog: today, project: present?.folder ?? project, state: state, log: log)
    if outbox.isEmpty { return outbox }
    log.announcer = outbox.desk(of: facts).announcer
    let waits = confirmations
    log.announcer?.confirmation = { key in
      key.stage != .verify ? nil : waits[key.task].flatMap { $0.position == key.position ? $0.limit : nil }
    }
    log.whenPosted = { outbox.deliverAside(with: supervisor) }
    return outbox
  }

  /// Of tasks that wait to be confirmed, by their numbers: in which step of verify, and how long.
  private var confirmations: [Int: (position: Int, limit: Duration)] {
    var found: [Int: (position: Int, limit: Duration)] = [:]
    for (number, task) in plan.tasks.enumerated() {
      for (position, step) in plan.steps(of: .verify, task: task).enumerated() {
        if let limit = step.confirmation { found[number] = (position, limit) }
      }
    }
    return found
  }

  private var facts: RunFacts {
    let estimates = plan.tasks.compactMap { $0.estimate?.median }
    return RunFacts(
      title: "\(TargetText(plan.targets))", tasks: plan.tasks.count,
      changesSomething: plan.tasks.contains { !plan.runbook(of: $0).change.isEmpty },
      estimate: estimates.count == plan.tasks.count ? estimates.reduce(.zero, +) : nil)
  }

  /// Who is told of it, and which tasks there are, is as it is now, whatever the run goes by.
  var today: Catalog { present?.catalog ?? catalog }

  /// Where people were told that the project has mistakes: for this run it was read whole.
  func tellSound(_ outbox: Outbox?) {
    guard present == nil, let outbox else { return }
    do throws(RunLogFailure) {
      try outbox.tellSound(at: SystemClock.wall())
    } catch {
      warn("maint: that the project is run again could not be told: \(error.message)\nhint: \(error.hint)\n")
    }
  }
}
