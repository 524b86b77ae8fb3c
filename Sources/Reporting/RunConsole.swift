import Catalog
import Execution
import Planning
import Scheduling

/// Shows a run while it happens: takes its events and gives the lines that stay and the lines that are redrawn.
///
/// Pure: the caller writes `takeText()` after each batch of events and, on a terminal, draws both through a
/// `LiveArea`. Events may come in any order; one that names no task of the plan is ignored. What steps print and what
/// names and reasons say is made harmless.
package struct RunConsole: Sendable {
  private let run: Int
  private let plan: Plan
  private let settings: ConsoleSettings
  private let startedAt: Timestamp
  private let title: String
  private let rollsBack: Int?
  private let confirm: ConfirmCommand
  private let labels: StepLabels
  private let nameWidth: Int
  private var text = ""
  private var live: LiveBlock
  private var results: [TaskResult?]
  /// What `quiet` says below the last two lines.
  private var blocks: [StyledText] = []
  private var stopSignal: Int32?

  /// `title` stands before the targets in the first line; `results` are those of tasks that are over already; `confirm`
  /// is what an operator types for a change that waits, nil where the number of the run is all that it takes.
  package init(
    run: Int, plan: Plan, settings: ConsoleSettings, startedAt: Timestamp, title: String? = nil,
    results: [TaskResult?]? = nil, rollsBack: Int? = nil, confirm: ConfirmCommand? = nil
  ) {
    self.run = run
    self.confirm = confirm ?? ConfirmCommand(run: run)
    self.rollsBack = rollsBack
    self.title = title ?? "Run \(run)"
    self.plan = plan
    self.settings = settings
    self.startedAt = startedAt
    labels = StepLabels(plan: plan)
    nameWidth = TaskLine.width(of: plan.tasks.lazy.map(\.name))
    live = LiveBlock(plan: plan, appearance: settings.appearance, startedAt: startedAt)
    self.results = results ?? Array(repeating: nil, count: plan.tasks.count)
    if settings.verbosity != .quiet { text = settings.appearance.render([heading] + proofLines) }
  }

  /// What came to be said since the last call: whole lines, to be written as they are.
  package mutating func takeText() -> String {
    defer { text = "" }
    return text
  }

  /// What runs now: each line cut to `width` columns, one line fewer than the terminal has `rows`, but at least one;
  /// none when the run has ended or nothing is to be redrawn.
  package func liveLines(now: Timestamp, width: Int, rows: Int) -> [String] {
    guard settings.isTerminal, settings.verbosity != .quiet else { return [] }
    return live.lines(now: now, width: width, rows: rows).map(settings.appearance.render)
  }

  package mutating func receive(_ event: Event) {
    switch event {
    case .taskStarted(let task, let at): taskStarted(task, at: at)
    case .changeLimited(let task, let limits, let at): limited(task, limits, at: at)
    case .limitPassed(let task, let mark, let limits, level: _, let at): passed(task, mark, limits, at: at)
    case .overran(let task, let usual, let at): overran(task, usual, at: at)
    case .stepStarted(let key, let name, _, let at): stepStarted(key, name: name, at: at)
    case .attemptIntended(let key, _): live.update(key.step) { $0.attempt = max(1, key.number) }
    case .attemptStarted: break
    case .output(let key, let piece): printed(key.step, at: piece.at) { $0.append(piece, take: $1) }
    case .attemptFinished(let key, _, let at): printed(key.step, at: at) { $0.finish(take: $1) }
    case .reported(let key, let report, _): reported(key, report)
    case .stepFinished(let key, let outcome, let attempts, let detail, _):
      stepFinished(key, outcome, attempts: attempts, detail: detail)
    case .waitingForLock(let task, let lock, let holder, let at):
      waiting(task, TaskProgress.Wait(lock: HarmlessText.words(lock), holder: HarmlessText.words(holder), since: at))
    case .taskFinished(let task, let result, let at): taskFinished(task, result, at: at)
    case .stopRequested(let signal, let isSecond, let at): stopRequested(signal, isSecond: isSecond, at: at)
    case .runFinished(let outcome, let at): runFinished(outcome, at: at)
    }
  }
}

// MARK: - Events

extension RunConsole {
  private mutating func taskStarted(_ task: Int, at: Timestamp) {
    guard plan.tasks.indices.contains(task), results[task] == nil else { return }
    live.start(task, at: at)
    // The time that it waited for a lock is not its own.
    live.tasks[task]?.startedAt = at
    if settings.verbosity == .verbose || settings.verbosity == .normal && !settings.isTerminal {
      say(StyledText("▸ \(plan.tasks[task].name)"), at: at)
    }
  }

  private mutating func limited(_ task: Int, _ limits: ChangeLimits, at: Timestamp) {
    guard plan.tasks.indices.contains(task), results[task] == nil, limits.isNear(at: at) else { return }
    live.tasks[task]?.limits = limits
    if settings.verbosity == .verbose || settings.verbosity == .normal && !settings.isTerminal {
      say(StyledText("  \(plan.tasks[task].name): \(HarmlessText.words(limits.words(on: at)))", .faint), at: at)
    }
  }

  /// Quiet or not, maint says it on standard error too, where it does not stand beside what is redrawn.
  private mutating func passed(_ task: Int, _ mark: ChangeLimits.Mark, _ limits: ChangeLimits, at: Timestamp) {
    guard plan.tasks.indices.contains(task), results[task] == nil, settings.verbosity != .quiet else { return }
    say(StyledText("! \(plan.tasks[task].name) is \(HarmlessText.words(limits.alert(mark)))", .caution), at: at)
  }

  private mutating func overran(_ task: Int, _ usual: Duration, at: Timestamp) {
    guard plan.tasks.indices.contains(task), results[task] == nil, settings.verbosity != .quiet else { return }
    let words = "takes long: its earlier runs took \(DurationText.format(usual)) at most"
    say(StyledText("! \(plan.tasks[task].name) \(words)", .caution), at: at)
  }

  private mutating func stepStarted(_ key: StepKey, name: String, at: Timestamp) {
    guard plan.tasks.indices.contains(key.task), results[key.task] == nil else { return }
    let name = HarmlessText.words(name)
    live.start(key.task, at: at)
    var step = TaskProgress.RunningStep(key: key, name: name, startedAt: at)
    step.wait = ConfirmationWait(key, startedAt: at, plan: plan, command: confirm)
    live.tasks[key.task]?.step = step
    if settings.verbosity == .verbose {
      say(verbosePrefix(key.task, "▸") + StyledText("\(labels.place(of: key)): \(name)", .faint), at: at)
    }
    guard let wait = step.wait else { return }
    // Also where little is said: without it the change is rolled back.
    let words = ConfirmationText.waiting(until: wait.until, clock: ClockText(zone: settings.zone))
    say(
      [StyledText("! \(plan.tasks[key.task].name) \(words):", .caution), StyledText("    \(wait.command)", .caution)],
      at: at)
  }

  private mutating func printed(
    _ key: StepKey, at: Timestamp, _ add: (inout StepOutput, _ take: ([UInt8]) -> Void) -> Void
  ) {
    var completed: [[UInt8]] = []
    let isVerbose = settings.verbosity == .verbose
    live.update(key) { step in add(&step.output) { line in if isVerbose { completed.append(line) } } }
    for line in completed { say(verbosePrefix(key.task, "│") + StyledText(HarmlessText.line(line)), at: at) }
  }

  private mutating func reported(_ key: StepKey, _ report: StepReport) {
    let step = live.tasks[key.task]?.step
    let name = step?.key == key ? step?.name : nil
    for warning in report.warnings {
      live.tasks[key.task]?.notes.append(
        .warning(step: name ?? labels.place(of: key), text: HarmlessText.words(warning)))
    }
  }

  private mutating func stepFinished(_ key: StepKey, _ outcome: StepOutcome, attempts: Int, detail: String?) {
    guard let task = live.tasks[key.task], let step = task.step, step.key == key else { return }
    live.tasks[key.task]?.step = nil
    let detail = detail.map(HarmlessText.words)
    switch outcome {
    case .succeeded, .skipped: break
    case .warned:
      if let detail { live.tasks[key.task]?.notes.append(.warning(step: step.name, text: detail)) }
    case .failed, .timedOut, .stopped, .interrupted:
      let tail = settings.verbosity == .verbose ? [] : step.output.tail
      let failure = StepFailure(
        key: key, step: step.name, outcome: outcome, attempts: attempts, detail: detail, tail: tail,
        lineCount: step.output.lineCount)
      live.tasks[key.task]?.notes.append(.failure(failure))
    }
  }

  private mutating func waiting(_ task: Int, _ wait: TaskProgress.Wait) {
    guard plan.tasks.indices.contains(task), results[task] == nil else { return }
    live.start(task, at: wait.since)
    live.tasks[task]?.wait = wait
    if settings.verbosity != .quiet, !settings.isTerminal {
      say(StyledText("▸ \(plan.tasks[task].name) \(wait.words)"), at: wait.since)
    }
  }

  private mutating func taskFinished(_ task: Int, _ result: TaskResult, at: Timestamp) {
    guard plan.tasks.indices.contains(task), results[task] == nil else { return }
    let progress = live.finish(task, result.outcome)
    results[task] = result
    let notes = progress?.notes ?? []
    let isQuiet = settings.verbosity == .quiet
    guard !isQuiet || TaskBlock.isWorthMail(result, notes) else { return }
    let block = TaskBlock(
      run: run, name: plan.tasks[task].name, nameWidth: nameWidth, result: result,
      duration: progress.map { at - $0.startedAt }, notes: notes, labels: labels, command: settings.command)
    if isQuiet { blocks += block.lines } else { say(block.lines, at: at) }
  }

  private mutating func stopRequested(_ signal: Int32, isSecond: Bool, at: Timestamp) {
    stopSignal = stopSignal ?? signal
    live.isStopping = true
    guard settings.verbosity != .quiet else { return }
    let what =
      isSecond
      ? "again: running steps are killed without a grace period; what was changed is still rolled back"
      : "nothing new is started, running steps are stopped, what was changed is rolled back"
    say(StyledText("! \(SignalName.of(signal)): \(what)", .caution), at: at)
  }

  private mutating func runFinished(_ outcome: RunOutcome, at: Timestamp) {
    live.hasEnded = true
    let ending = RunEnding(
      run: run, targets: plan.targets, outcome: outcome,
      tasks: zip(plan.tasks, results).map { RunEnding.TaskEnding(name: $0.name, result: $1) },
      duration: at - startedAt, stopSignal: stopSignal, rollsBack: rollsBack, command: settings.command)
    if settings.verbosity != .quiet {
      say(ending.lines, at: at)
    } else if outcome != .succeeded || ending.warnings > 0 {
      text += settings.appearance.render(ending.lines + blocks)
    }
  }
}

// MARK: - Lines

extension RunConsole {
  /// What is known of the ways back, before one is needed.
  private var proofLines: [StyledText] {
    let proofs = plan.tasks.indices.filter { results[$0] == nil }.compactMap { index in
      plan.tasks[index].rollbackProof.map { (task: plan.tasks[index].name, proof: $0) }
    }
    return ProofLines(proofs, now: startedAt, settings.command).lines
  }

  private var heading: StyledText {
    let date = settings.isTerminal ? "" : "\(ClockText(zone: settings.zone).dateAndTime(startedAt)) "
    return StyledText(
      "\(date)\(title): \(TargetText(plan.targets).brief), \(Count(results.count { $0 == nil }, "task"))", .faint)
  }

  private func verbosePrefix(_ task: Int, _ mark: String) -> StyledText {
    StyledText(plan.tasks.indices.contains(task) ? "\(plan.tasks[task].name)" : "", .faint).padded(to: nameWidth)
      + StyledText(" \(mark) ", .faint)
  }

  private mutating func say(_ line: StyledText, at: Timestamp) { say([line], at: at) }

  /// Lines that belong together: the time of day stands before the first.
  private mutating func say(_ lines: [StyledText], at: Timestamp) {
    guard !settings.isTerminal, let first = lines.first else { return text += settings.appearance.render(lines) }
    let time = StyledText(ClockText(zone: settings.zone).timeOfDay(at) + " ", .faint)
    let indent = StyledText(String(repeating: " ", count: time.width))
    text += settings.appearance.render([time + first] + lines.dropFirst().map { indent + $0 })
  }
}
