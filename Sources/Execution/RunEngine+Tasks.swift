import Catalog
import Planning
import Scheduling

/// Starting tasks and ending them.
extension RunEngine {
  func startTasks() {
    repeat {
      retryLocks()
      while active.count < plan.jobs, !isClosing, let task = tracker.next() { start(task, waiting: nil) }
    } while lockWasReleased && !lockQueue.isEmpty && !isClosing
    // Also where the beginning of a task closed the run.
    if isClosing { abandonRest(reason: closingReason) }
  }

  private func retryLocks() {
    let now = around.clock.now().monotonic
    guard !isClosing, !lockQueue.isEmpty, lockWasReleased || lockQueue.nextTry.map({ $0 <= now }) ?? false else {
      return
    }
    lockWasReleased = false
    // Many tasks may wait for one lock: it is tried for the first of them, and for the rest only if that got it.
    var held: Set<String> = []
    for entry in lockQueue.takeAll() {
      let isOver = entry.giveUpAt.map { $0 <= now } ?? false
      guard active.count < plan.jobs, !isClosing, isOver || !held.contains(entry.lock) else {
        lockQueue.add(entry, at: now)
        continue
      }
      start(entry.task, waiting: entry)
      if let lock = lockQueue.lock(of: entry.task) { held.insert(lock) }
    }
  }

  private func start(_ task: Int, waiting: LockQueue.Entry?) {
    let planned = plan.tasks[task]
    let own = planned.name.lock
    switch around.locks.acquire([own] + planned.locks, for: "\(planned.name) of run \(options.run)") {
    case .acquired(let handle):
      begin(task, lockHandle: handle)
    case .failed(let message):
      leave(task, .failed, reason: message)
    case .held(let lock, let holder) where lock == own:
      leave(task, .notNow, reason: "it is running already (\(holder))")
    case .held(let lock, let holder):
      wait(task, lock: lock, holder: holder, since: waiting)
    }
  }

  private func wait(_ task: Int, lock: String, holder: String, since entry: LockQueue.Entry?) {
    let now = around.clock.now()
    let isOurs = active.keys.contains { plan.tasks[$0].locks.contains { PathLock.conflict($0, lock) } }
    let giveUpAt =
      isOurs ? nil : entry?.giveUpAt ?? now.monotonic + plan.defaults.lockWait.wholeMicroseconds
    if let giveUpAt, giveUpAt <= now.monotonic {
      let waited = DurationText.format(plan.defaults.lockWait)
      return leave(task, .notNow, reason: "the lock '\(lock)' was held for more than \(waited) (\(holder))")
    }
    if entry?.lock != lock {
      emit(.waitingForLock(task: task, lock: lock, holder: holder, at: now.wall))
    }
    lockQueue.add(.init(task: task, giveUpAt: giveUpAt, lock: lock), at: now.monotonic)
  }

  private func begin(_ task: Int, lockHandle: Int) {
    let planned = plan.tasks[task]
    let now = around.clock.now()
    let limits: ChangeLimits?
    do throws(KeptBack) {
      limits = try admit(planned, at: now.wall)
    } catch {
      around.locks.release(lockHandle)
      lockWasReleased = true
      return end(task, error.result)
    }
    do throws(PreparationFailure) {
      let prepared = try prepare(task, lockHandle: lockHandle)
      if remains == nil {
        prepared.timeoutAt = planned.timeout.map { now.monotonic + $0.wholeMicroseconds }
        prepared.overrunAt = planned.estimate?.overrun.map { now.monotonic + $0.wholeMicroseconds }
      }
      active[task] = prepared
      emit(.taskStarted(task: task, at: now.wall))
      if let limits {
        prepared.limit(to: limits, from: now)
        emit(.changeLimited(task: task, limits, at: now.wall))
      }
      advance(task, .start)
    } catch {
      around.locks.release(lockHandle)
      lockWasReleased = true
      guard !error.wasStopped else {
        // Heard before another task is begun.
        hear()
        return end(task, notBegun(.notStarted, reason: error.message))
      }
      emit(.taskStarted(task: task, at: now.wall))
      leave(task, .failed, reason: error.message)
    }
  }

  private struct KeptBack: Error {
    var result: TaskResult
  }

  /// Asked with the locks in hand: whoever held them may have left the host half-changed, and time has passed. A way back
  /// is never held up by windows and freezes.
  private func admit(_ task: PlannedTask, at moment: Timestamp) throws(KeptBack) -> ChangeLimits? {
    if let reason = refusal(of: plan.runbook(of: task)) {
      throw KeptBack(result: TaskResult(outcome: .refused, reason: reason))
    }
    guard remains == nil else { return nil }
    switch around.host.admission(of: task, at: moment) {
    case .admitted(let limits): return limits
    case .deferred(let reason): throw KeptBack(result: TaskResult(outcome: .deferred, reason: reason))
    }
  }

  /// Tells of the marks that a task passes while it goes forward, and stops it where its window says so.
  func passMarks(of task: Int, at now: Moment) {
    while let current = active[task], let limits = current.limits, let mark = current.takePassedMark(at: now.monotonic)
    {
      emit(.limitPassed(task: task, mark, limits, level: plan.tasks[task].task.alert, at: now.wall))
      if limits.stops(at: mark) { stop(task, .limit(limits, mark)) }
    }
  }

  /// Tells that a task takes longer than it ever does.
  func passOverrun(of task: Int, at now: Moment) {
    guard let moment = active[task]?.overrunAt, moment <= now.monotonic else { return }
    active[task]?.overrunAt = nil
    guard let usual = plan.tasks[task].estimate?.percentile95 else { return }
    emit(.overran(task: task, usual: usual, at: now.wall))
  }

  /// Ends a task of which no step was run.
  private func leave(_ task: Int, _ outcome: TaskOutcome, reason: String) {
    // A task that failed here is shown as one that touched nothing.
    let saysMore = !isRecovery && outcome != .failed
    end(task, notBegun(outcome, reason: saysMore ? "\(reason); nothing was touched" : reason))
  }

  /// What an earlier maint left half-done stays so until somebody takes it up.
  private func notBegun(_ outcome: TaskOutcome, reason: String) -> TaskResult {
    guard isRecovery else { return TaskResult(outcome: outcome, reason: reason) }
    return TaskResult(outcome: .interrupted, reason: "\(reason); it is as it was left")
  }

  /// It takes up what an earlier maint left in the middle.
  private var isRecovery: Bool {
    switch remains?.purpose {
    case .recovery, .continuation: true
    case .rollback, nil: false
    }
  }

  /// What only looks may look at a host in any state.
  private func refusal(of runbook: Runbook) -> String? {
    guard !runbook.change.isEmpty, !isRecovery else { return nil }
    return refusedRunbooks[runbook.name] ?? around.host.refusal(of: runbook.name)
  }

  private func prepare(_ task: Int, lockHandle: Int) throws(PreparationFailure) -> ActiveTask {
    let planned = plan.tasks[task]
    let runbook = plan.runbook(of: planned)
    let missing = around.host.missingCommands(runbook.requires)
    // A way back that may fail is better than none.
    if !missing.isEmpty, !isRecovery {
      let names = missing.map { "'\($0)'" }.joined(separator: ", ")
      throw PreparationFailure(message: "required and not found on the PATH of steps: \(names)")
    }
    let values = try around.host.values(of: runbook.secrets)
    var fixed = options.environment + [StepVariable.task.assignment(planned.name)]
    var folder: String?
    if !plan.steps(of: .backup, task: planned).isEmpty {
      let made = try around.host.backupFolder(of: planned.name)
      fixed.append(StepVariable.backupFolder.assignment(made))
      folder = made
    }
    let secrets = zip(runbook.secrets, values).map { (name: $0.name, value: $1) }
    let steps = TaskSteps(task: task, plan: plan)
    let left = remains.flatMap { remains in
      remains.tasks[task].map {
        (steps: $0.steps, wayBack: WayBack(of: $0, steps: steps, goesOn: remains.purpose == .continuation))
      }
    }
    let made = ActiveTask(
      machine: TaskMachine(steps: steps, wayBack: left?.wayBack), lockHandle: lockHandle,
      environment: TaskEnvironment(
        fixed: fixed, parameters: planned.parameters, secrets: secrets,
        settled: around.host.settledParameters(of: planned)),
      secrets: SecretForms.all(of: values), backupFolder: folder)
    for step in left?.steps ?? [] { try restoreReport(of: step, to: made) }
    return made
  }

  /// What a step reported before maint ended: what the log has of it and, where it was running then, what it left in its
  /// file.
  private func restoreReport(of step: TaskRemains.Step, to task: ActiveTask) throws(PreparationFailure) {
    let user = task.machine.steps.step(step.key).user
    task.environment.add(reportedBefore: step.variables, from: user)
    guard isRecovery, user == nil, let attempt = step.openAttempt else { return }
    let path = try around.host.reportPath(of: attempt, user: nil)
    let found = around.host.readReport(path: path, secrets: task.secrets)
    var report = StepReport()
    report.environment = found.shown.environment
    task.environment.add(found.environment, from: nil, of: &report)
    if !report.isEmpty { emit(.reported(step.key, report, at: around.clock.now().wall)) }
    readReports.append(path)
  }

  /// A task that was active is over.
  func finish(_ task: Int, _ result: TaskResult) {
    var result = result
    if let ended = active.removeValue(forKey: task) {
      around.locks.release(ended.lockHandle)
      lockWasReleased = true
      if let folder = ended.backupFolder, !ended.machine.isBackupComplete {
        // A backup that is not complete must never be mistaken for one.
        if let problem = around.host.discardBackup(folder: folder) {
          result.warnings += 1
          result.reason = (result.reason.map { "\($0); " } ?? "") + problem
        }
      }
    }
    end(task, result)
  }

  private func end(_ task: Int, _ result: TaskResult) {
    let now = around.clock.now()
    results[task] = result
    emit(.taskFinished(task: task, result, at: now.wall))
    guard !isWell(result.outcome) else { return tracker.succeeded(task) }
    if result.outcome == .rollbackFailed {
      let planned = plan.tasks[task]
      let runbook = plan.runbook(of: planned)
      for other in plan.runbooks where other.name == runbook.name || other.sharesPath(with: runbook) {
        refusedRunbooks[other.name] = planned.name.description + TaskResult.couldNotBeRolledBack
      }
    }
    for (blocked, need) in tracker.didNotSucceed(task) where results[blocked] == nil {
      let why = results[need].map { $0.outcome.words } ?? "did not succeed"
      let answer = TaskResult(outcome: .blocked, reason: "it needs \(plan.tasks[need].name), which \(why)")
      results[blocked] = answer
      emit(.taskFinished(task: blocked, answer, at: now.wall))
    }
    if options.failFast { isClosing = true }
  }

  /// What the run is for was reached.
  private func isWell(_ outcome: TaskOutcome) -> Bool {
    remains?.purpose == .rollback ? outcome == .rolledBack : outcome.isWell
  }

  private var closingReason: String {
    if let stopSignal { return "maint was told to stop by \(SignalName.of(stopSignal))" }
    if journalFailure != nil { return "the run log could not be written" }
    return "a task before it did not succeed (--fail-fast)"
  }

  private func abandonRest(reason: String) {
    let waiting = lockQueue.takeAll().map(\.task)
    var rest = waiting
    while let task = tracker.next() { rest.append(task) }
    guard !rest.isEmpty else { return }
    for task in results.indices where results[task] == nil && active[task] == nil {
      let result = notBegun(.notStarted, reason: reason)
      results[task] = result
      emit(.taskFinished(task: task, result, at: around.clock.now().wall))
    }
  }
}
