import Execution
import Planning
import Reporting
import RunLog
import Supervision

/// The processes of a run's steps that outlived their maint: finds and ends them.
struct RunSurvivors {
  /// Where a step on the way back has no timeout.
  private static let patience = Duration.seconds(60)

  private let run: Int
  /// The maint processes that carried the run out since this boot; those of another have left nothing.
  private let owners: Set<Execution.ProcessIdentity>
  private let isOfThisBoot: Bool

  init(of record: RunRecord, log: RunLog) throws(CommandFailure) {
    run = record.number
    let boot = BootID.current()
    isOfThisBoot = record.header.bootID == boot
    do throws(RunLogFailure) {
      owners = Set(try log.carriers(of: run).filter { $0.bootID == boot }.map(\.process))
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Ends what still runs of the attempts of a task that nobody saw end; false where something could not be ended.
  ///
  /// What goes forward is stopped as by a signal to maint. A step on the way back is waited for first, because half of
  /// it may be worse than all of it.
  func end(_ task: TaskRecord, plan: Plan, say: (String) -> Void) -> Bool {
    let open = task.steps.filter { $0.outcome == nil || $0.outcome == .interrupted }
    guard isOfThisBoot, let last = open.last else { return true }
    let survivors = search(open)
    var found = survivors.find()
    if found.isEmpty { return true }
    if !last.key.stage.goesForward {
      say(SurvivorText.waiting(task: task.name, step: last.name, pids: found.map(\.pid)))
      if survivors.wait(for: patience(with: last.key, plan)) { return true }
      found = survivors.find()
    }
    say(SurvivorText.ending(task: task.name, step: last.name, pids: found.map(\.pid)))
    return survivors.end(grace: plan.defaults.grace).isEmpty
  }

  private func search(_ open: [StepRecord]) -> Survivors {
    let leaders = open.flatMap(\.attempts).filter { $0.finishedAt == nil }.compactMap(\.process).map {
      Supervision.ProcessIdentity(pid: $0.pid, startTime: $0.startTime)
    }
    let keys = Set(open.flatMap { step in step.attempts.map { AttemptKey(step: step.key, number: $0.number) } })
    return Survivors(leaders: Set(leaders)) { text in
      guard let cookie = StepCookie(text), cookie.run == run, owners.contains(cookie.owner) else { return false }
      return cookie.attempt.map(keys.contains) ?? true
    }
  }

  private func patience(with key: StepKey, _ plan: Plan) -> Duration {
    // Also of a stage that is not written and has only the steps that maint adds.
    let step = plan.steps(of: key.isUndo ? .change : key.stage, task: plan.tasks[key.task])[key.position]
    return step.timeout ?? plan.defaults.stepTimeout ?? Self.patience
  }
}
