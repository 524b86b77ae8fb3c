import Catalog
import Planning
import Scheduling

/// Spawning steps and hearing how they ended.
extension RunEngine {
  /// Hands a task's machine what happened and does what it answers.
  func advance(_ task: Int, _ input: TaskMachine.Input) {
    guard let current = active[task] else { return }
    let now = around.clock.now()
    var events: [Event] = []
    let action = current.machine.handle(input, at: now.wall, events: &events)
    if action != .none { current.delayUntil = nil }
    for event in events { emit(event) }
    switch action {
    case .none:
      break
    case .run(let attempt):
      // How long somebody takes to confirm a change is no time of the task's; nothing that goes forward follows.
      if attempt.step.stage == .verify, current.machine.steps.step(attempt.step).confirmation != nil {
        current.timeoutAt = nil
      }
      intended.append(attempt)
    case .delay(_, let duration):
      current.delayUntil = now.monotonic + duration.wholeMicroseconds
    case .stopProcess:
      guard let process = current.process else { break }
      around.runner.stop(process: process, grace: grace)
    case .finish(let result):
      finish(task, result)
    }
  }

  /// Commits the intents of the turn, synced where one of them changes something, and spawns them.
  func spawnIntended() {
    while !intended.isEmpty {
      let batch = intended
      intended = []
      commit(synced: batch.contains { $0.step.stage.changes })
      for attempt in batch { spawn(attempt) }
      startTasks()
    }
  }

  private func spawn(_ attempt: AttemptKey) {
    let task = attempt.step.task
    guard let current = active[task] else { return }
    var detail: String?
    if current.machine.goesForward, let reason = around.host.objection(to: plan.tasks[task]) {
      detail = reason
      stop(task, .unapproved(reason))
    }
    guard !current.machine.isStopping else {
      let result = AttemptResult(outcome: .stopped, detail: detail, wasSpawned: false)
      return advance(task, .attemptEnded(result, report: StepReport()))
    }
    let process = newProcess()
    do throws(StartFailure) {
      let (command, reportPath) = try command(for: attempt, of: current)
      let identity = try around.runner.start(command, process: process)
      processes[process] = RunningProcess(attempt: attempt, reportPath: reportPath)
      current.process = process
      emit(.attemptStarted(attempt, identity))
    } catch {
      advance(task, .attemptEnded(AttemptResult(error), report: StepReport()))
    }
  }

  private func command(
    for attempt: AttemptKey, of task: ActiveTask
  ) throws(StartFailure) -> (Command, reportPath: String) {
    let step = task.machine.steps.step(attempt.step)
    let user: CommandUser?
    let base: [String]
    let reportPath: String
    do throws(PreparationFailure) {
      user = try around.host.commandUser(step.user)
      base = try around.host.baseEnvironment(user: step.user)
      reportPath = try around.host.reportPath(of: attempt, user: step.user)
    } catch {
      throw StartFailure(message: error.message)
    }
    let told = told(attempt, of: task, reportPath: reportPath)
    let command = Command(
      script: attempt.number == 0 ? step.condition ?? "" : step.run,
      shell: step.shell,
      environment: task.environment.variables(base: base, step: step, told: told),
      workingDirectory: step.workingDirectory ?? "/",
      user: user,
      timeout: step.timeout ?? plan.defaults.stepTimeout,
      grace: grace,
      outputLimit: plan.defaults.outputLimit,
      processes: step.processes,
      secrets: task.secrets,
      attempt: attempt)
    return (command, reportPath)
  }

  private func told(_ attempt: AttemptKey, of task: ActiveTask, reportPath: String) -> [String] {
    var told = [
      StepVariable.stage.assignment(attempt.step.stage.rawValue),
      StepVariable.step.assignment(attempt.step.position + 1),
      StepVariable.attempt.assignment(max(1, attempt.number)),
      StepVariable.metrics.assignment(reportPath + ".metrics"),
      StepVariable.summary.assignment(reportPath + ".summary"),
      StepVariable.environment.assignment(reportPath + ".env"),
      StepVariable.warnings.assignment(reportPath + ".warnings"),
    ]
    switch attempt.step.stage {
    case .precheck, .backup, .change, .verify:
      break
    case .rollback, .cleanup:
      told.append(StepVariable.outcome.assignment(task.machine.outcome.rawValue))
      let failed = task.machine.failedStep.map { "\($0.stage.rawValue).\($0.position + 1)" }
      told.append(StepVariable.failedStep.assignment(failed ?? ""))
    }
    return told
  }

  func handle(_ event: ProcessEvent) {
    switch event {
    case .output(let process, let piece):
      guard let running = processes[process] else { return }
      emit(.output(running.attempt, piece))
    case .ended(let process, let ending):
      guard let running = processes.removeValue(forKey: process) else { return }
      let task = running.attempt.step.task
      guard let current = active[task] else { return }
      current.process = nil
      let taken = around.host.readReport(path: running.reportPath, secrets: current.secrets)
      var report = taken.shown
      if !report.isEmpty { readReports.append(running.reportPath) }
      let step = current.machine.steps.step(running.attempt.step)
      current.environment.add(taken.environment, from: step.user, of: &report)
      let isTest = running.attempt.number == 0
      let result = AttemptResult(
        ending, exitCodes: isTest ? [0] : step.exitCodes, timeout: step.timeout ?? plan.defaults.stepTimeout)
      advance(task, .attemptEnded(result, report: report))
    case .signal(let number):
      handleSignal(number)
    }
  }

  /// INT or TERM once: nothing new, stop what goes forward, roll back. Twice: without the grace period.
  private func handleSignal(_ number: Int32) {
    guard SignalName.stops(number) else { return }
    let isSecond = stopSignal != nil
    emit(.stopRequested(signal: number, isSecond: isSecond, at: around.clock.now().wall))
    guard isSecond else {
      stopSignal = number
      isClosing = true
      return stopAll(.signal(number))
    }
    skipsGrace = true
    // What goes forward is being stopped already; a rollback or cleanup under way is left to end.
    for (process, running) in processes.sorted(by: { $0.key < $1.key }) where running.attempt.step.stage.goesForward {
      around.runner.stop(process: process, grace: .zero)
    }
  }

  func stopAll(_ reason: StopReason) {
    for task in active.keys.sorted() { stop(task, reason) }
  }

  func stop(_ task: Int, _ reason: StopReason) {
    advance(task, .stop(reason))
  }

  private var grace: Duration { skipsGrace ? .zero : plan.defaults.grace }
}
