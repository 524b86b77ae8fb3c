import Catalog
import Scheduling

/// Carries one task through its stages: forward from precheck to verify, back through rollback where a change was
/// started, and always through cleanup.
///
/// Pure: it is told what happened and answers what to do next; the engine owns processes, clocks and the log.
struct TaskMachine {
  enum Input: Equatable {
    case start
    /// The process of the current attempt, or of the test of its `if`, ended.
    case attemptEnded(AttemptResult, report: StepReport)
    /// The delay before the next attempt is over.
    case delayOver
    case stop(StopReason)
  }

  enum Action: Equatable {
    case none
    case run(AttemptKey)
    /// Nothing before so much time has passed, then `delayOver`.
    case delay(AttemptKey, Duration)
    /// End the running process; `attemptEnded` follows.
    case stopProcess
    case finish(TaskResult)
  }

  private enum State: Equatable {
    case ready
    case testing(StepKey)
    case attempting(AttemptKey)
    case delaying(AttemptKey)
    case finished
  }

  private enum Phase: Equatable { case forward, rollback, cleanup }

  let steps: TaskSteps
  private var state = State.ready
  private var phase = Phase.forward
  /// What the phase still has to do, the next one last.
  private var queue: [StepKey] = []
  /// Positions of the change steps that were spawned, or are about to be.
  private var startedChanges: [Int] = []
  /// The current attempt is the one that put its step among them.
  private var isFirstOfChange = false
  private var stopReason: StopReason?
  /// A process of a step that changes something could not be ended.
  private var hasSurvivor = false
  /// A step of the backup stage was run, and not left out by its `if`.
  private var hasBackedUp = false
  /// A step on the way back was run, and not left out by its `if`.
  private var hasGoneBack = false
  /// How often a step on the way back was tried again because the host had no process left for it.
  private var shortages = 0
  private var result = TaskResult(outcome: .succeeded)

  /// Where it begins, if that is not its beginning.
  private let wayBack: WayBack?
  /// Steps that need not be run again.
  private var done: Set<StepKey> { wayBack?.done ?? [] }

  /// `wayBack`: it is taken up there.
  init(steps: TaskSteps, wayBack: WayBack? = nil) {
    self.steps = steps
    self.wayBack = wayBack
    guard let wayBack else { return }
    startedChanges = wayBack.startedChanges
    result = wayBack.result
    hasSurvivor = wayBack.hasSurvivor
    hasGoneBack = wayBack.done.contains { $0.stage == .rollback }
    hasBackedUp = wayBack.hasBackedUp
    isBackupComplete = wayBack.isBackupComplete
  }

  /// The outcome so far, as steps of rollback and cleanup are told.
  var outcome: TaskOutcome { result.outcome }
  var failedStep: StepKey? { result.failedStep }
  /// It was told to stop and is still going forward: nothing more may be spawned for this stage.
  var isStopping: Bool { phase == .forward && stopReason != nil }
  /// It was begun, and is neither on its way back nor done with what it came for.
  var goesForward: Bool { phase == .forward }
  /// Every step of the backup stage has succeeded, and there was one.
  private(set) var isBackupComplete = false

  mutating func handle(_ input: Input, at now: Timestamp, events: inout [Event]) -> Action {
    switch (state, input) {
    case (.ready, .start):
      if let wayBack, !wayBack.goesOn {
        return wayBack.needsRollback
          ? beginRollback(at: now, events: &events) : beginCleanup(at: now, events: &events)
      }
      queue = steps.forward.reversed().filter { !done.contains($0) }
      return advance(at: now, events: &events)
    case (.testing(let key), .attemptEnded(let attempt, let report)):
      return conditionEnded(key, attempt, report, at: now, events: &events)
    case (.attempting(let key), .attemptEnded(let attempt, let report)):
      return attemptEnded(key, attempt, report, at: now, events: &events)
    case (.delaying(let key), .delayOver):
      return begin(key, at: now, events: &events)
    case (.testing, .stop(let reason)), (.attempting, .stop(let reason)):
      guard accept(reason) else { return .none }
      return .stopProcess
    case (.delaying(let key), .stop(let reason)):
      guard accept(reason) else { return .none }
      // The next attempt was not begun.
      let last = AttemptKey(step: key.step, number: key.number - 1)
      return finishStep(last, .stopped, detail: reason.words, at: now, events: &events)
    case (.ready, .stop), (.finished, _):
      return .none
    case (.ready, .attemptEnded), (.ready, .delayOver), (.testing, .start), (.testing, .delayOver),
      (.attempting, .start), (.attempting, .delayOver), (.delaying, .start), (.delaying, .attemptEnded):
      assertionFailure("\(input) in \(state)")
      return .none
    }
  }

  /// Only what goes forward is stopped: a rollback that was begun is the host's way back, and runs to its end.
  private mutating func accept(_ reason: StopReason) -> Bool {
    guard phase == .forward, stopReason == nil else { return false }
    stopReason = reason
    return true
  }

  private mutating func conditionEnded(
    _ key: StepKey, _ attempt: AttemptResult, _ report: StepReport, at now: Timestamp, events: inout [Event]
  ) -> Action {
    let test = AttemptKey(step: key, number: 0)
    events.append(.attemptFinished(test, attempt, at: now))
    if !report.isEmpty { events.append(.reported(key, report, at: now)) }
    switch attempt.outcome {
    case .succeeded, .warned:
      return begin(AttemptKey(step: key, number: 1), at: now, events: &events)
    case .failed where attempt.exitCode.map { $0 < 126 } ?? false:
      return finishStep(test, .skipped, detail: nil, at: now, events: &events)
    default:
      // 126 and 127 are the shell's own: the test is not false, it could not be made.
      let detail = "its `if` could not be tested: \(attempt.detail ?? "it was \(attempt.outcome.rawValue)")"
      return finishStep(test, attempt.outcome, detail: detail, at: now, events: &events)
    }
  }

  private mutating func attemptEnded(
    _ key: AttemptKey, _ attempt: AttemptResult, _ report: StepReport, at now: Timestamp, events: inout [Event]
  ) -> Action {
    events.append(.attemptFinished(key, attempt, at: now))
    if !attempt.wasSpawned, isFirstOfChange { startedChanges.removeLast() }
    if attempt.stillRuns, key.step.stage.changes || key.step.stage == .verify { hasSurvivor = true }
    if !report.isEmpty { events.append(.reported(key.step, report, at: now)) }
    let step = steps.step(key.step)
    switch attempt.outcome {
    case .succeeded, .warned:
      // What it left running is told with the step; its warnings were told with its report.
      let outcome: StepOutcome = report.warnings.isEmpty ? attempt.outcome : .warned
      return finishStep(key, outcome, detail: attempt.detail, at: now, events: &events)
    case .failed where attempt.wasShortage && phase != .forward && shortages < Self.mostShortages:
      // What took the processes may be why the change failed: the way back is worth waiting for.
      shortages += 1
      let next = AttemptKey(step: key.step, number: key.number + 1)
      state = .delaying(next)
      return .delay(next, .milliseconds(500))
    case .failed, .timedOut:
      guard key.number <= step.retries, !isStopping else {
        // Only an exit code is an answer; what could not be started, or was killed, has given none.
        if step.onFailure == .skip, attempt.outcome == .failed, attempt.exitCode != nil {
          return skip(key, step, at: now, events: &events)
        }
        let detail = attempt.exitCode == 1 ? step.notConfirmed ?? attempt.detail : attempt.detail
        return finishStep(key, attempt.outcome, detail: detail, at: now, events: &events)
      }
      let next = AttemptKey(step: key.step, number: key.number + 1)
      let delay = Self.delay(before: next.number, of: step)
      guard delay > .zero else { return begin(next, at: now, events: &events) }
      state = .delaying(next)
      return .delay(next, delay)
    case .stopped, .skipped, .interrupted:
      return finishStep(
        key, attempt.outcome, detail: stopReason?.words ?? attempt.detail, at: now, events: &events)
    }
  }

  /// Half a minute of tries.
  private static let mostShortages = 60

  private static func delay(before attempt: Int, of step: Step) -> Duration {
    let longest = 3_600_000_000.0
    var delay = Double(step.delay.wholeMicroseconds)
    for _ in 0..<max(0, attempt - 2) where delay < longest { delay *= step.backoff }
    return .microseconds(Int64(min(delay, longest)))
  }

  private mutating func begin(_ key: AttemptKey, at now: Timestamp, events: inout [Event]) -> Action {
    if key.step.stage == .change, !hasBackedUp, steps.hasBackup {
      let detail = "was not begun: nothing is backed up, as each 'if' of the backup stage said no"
      return finishStep(
        AttemptKey(step: key.step, number: key.number - 1), .failed, detail: detail, at: now, events: &events)
    }
    isFirstOfChange = key.step.stage == .change && startedChanges.last != key.step.position
    if isFirstOfChange { startedChanges.append(key.step.position) }
    state = .attempting(key)
    events.append(.attemptIntended(key, at: now))
    return .run(key)
  }

  private mutating func advance(at now: Timestamp, events: inout [Event]) -> Action {
    if phase == .forward, let stopReason {
      return fail(nil, stopReason.words, at: now, events: &events)
    }
    guard let key = queue.popLast() else { return endPhase(at: now, events: &events) }
    if phase == .forward, key.stage.isAfterBackup { isBackupComplete = hasBackedUp }
    // Where each `if` of the stage said no there is nothing to seal, and the empty folder is no backup.
    if steps.isSeal(key), !hasBackedUp { return advance(at: now, events: &events) }
    let step = steps.step(key)
    events.append(.stepStarted(key, name: step.name, script: step.run, at: now))
    guard step.condition != nil else {
      return begin(AttemptKey(step: key, number: 1), at: now, events: &events)
    }
    state = .testing(key)
    let test = AttemptKey(step: key, number: 0)
    events.append(.attemptIntended(test, at: now))
    return .run(test)
  }

  private mutating func finishStep(
    _ key: AttemptKey, _ outcome: StepOutcome, detail: String?, at now: Timestamp, events: inout [Event]
  ) -> Action {
    let step = steps.step(key.step)
    let isForgiven = step.onFailure == .warn && (outcome == .failed || outcome == .timedOut)
    let outcome = isForgiven ? .warned : outcome
    events.append(.stepFinished(key.step, outcome, attempts: key.number, detail: detail, at: now))
    if outcome != .skipped {
      if phase == .rollback { hasGoneBack = true }
      if key.step.stage == .backup { hasBackedUp = true }
    }
    switch outcome {
    case .warned:
      result.warnings += 1
      return advance(at: now, events: &events)
    case .succeeded, .skipped:
      return advance(at: now, events: &events)
    case .failed, .timedOut, .stopped, .interrupted:
      let words = "\(key.step.stage.rawValue) step '\(step.name)' \(Self.words(outcome, detail))"
      // Of a wait that nobody ended, the step's name would say the same twice.
      let notConfirmed = step.notConfirmed.flatMap { $0 == detail ? $0 : nil }
      return fail(key.step, notConfirmed ?? words, at: now, events: &events)
    }
  }

  /// A statement about this host that is not so: the rest would have nothing to work on.
  private mutating func skip(
    _ key: AttemptKey, _ step: Step, at now: Timestamp, events: inout [Event]
  ) -> Action {
    events.append(.stepFinished(key.step, .skipped, attempts: key.number, detail: "not so on this host", at: now))
    result.outcome = .skipped
    result.reason = "only where \(step.name)"
    return beginCleanup(at: now, events: &events)
  }

  static func words(_ outcome: StepOutcome, _ detail: String?) -> String {
    switch outcome {
    case .failed, .timedOut: detail ?? "failed"
    case .stopped: "was stopped" + (detail.map { ": \($0)" } ?? "")
    case .succeeded, .warned, .skipped, .interrupted: outcome.rawValue
    }
  }

  private mutating func fail(
    _ key: StepKey?, _ reason: String, at now: Timestamp, events: inout [Event]
  ) -> Action {
    switch phase {
    case .forward:
      result.outcome = .failed
      result.failedStep = key
      result.reason = reason
      return startedChanges.isEmpty ? beginCleanup(at: now, events: &events) : beginRollback(at: now, events: &events)
    case .rollback:
      // The next step back may count on this one: going on would be a guess.
      result.outcome = .rollbackFailed
      result.reason = "\(result.reason ?? ""); then \(reason)"
      return beginCleanup(at: now, events: &events)
    case .cleanup:
      // Steps of cleanup do not build on each other: the rest is still worth doing.
      result.cleanupFailed = true
      result.reason = (result.reason.map { "\($0); then " } ?? "") + reason
      return advance(at: now, events: &events)
    }
  }

  private mutating func endPhase(at now: Timestamp, events: inout [Event]) -> Action {
    switch phase {
    case .forward:
      isBackupComplete = hasBackedUp
      return beginCleanup(at: now, events: &events)
    case .rollback:
      endRollback()
      return beginCleanup(at: now, events: &events)
    case .cleanup:
      state = .finished
      return .finish(result)
    }
  }

  private mutating func beginRollback(at now: Timestamp, events: inout [Event]) -> Action {
    let back = steps.rollback(of: startedChanges)
    // To claim a rollback when nothing was run to bring it about would be a lie.
    guard !back.isEmpty else {
      let why = steps.noRollbackReason.map { "the runbook has no rollback: \($0)" }
      result.outcome = .rollbackFailed
      result.reason = "\(result.reason ?? ""); \(why ?? "nothing in the runbook undoes what was started")"
      return beginCleanup(at: now, events: &events)
    }
    phase = .rollback
    queue = back.reversed().filter { !done.contains($0) }
    return advance(at: now, events: &events)
  }

  /// Only what was taken back wholly, and is not being changed still, is called rolled back.
  private mutating func endRollback() {
    result.outcome = .rolledBack
    if !hasGoneBack {
      // The author says that there was nothing to take back; whoever reads it has to know that nothing was.
      result.warnings += 1
      result.reason = (result.reason.map { "\($0); " } ?? "") + "nothing was run to take it back: each 'if' said no"
    }
    if let step = steps.changeWithoutWayBack(of: startedChanges) {
      result.outcome = .rollbackFailed
      result.reason = "\(result.reason ?? ""); the change step '\(step.name)' was started and nothing undoes it"
    }
    if hasSurvivor {
      result.outcome = .rollbackFailed
      result.reason = "\(result.reason ?? ""); a process of the task could not be ended and may still change the host"
    }
  }

  private mutating func beginCleanup(at now: Timestamp, events: inout [Event]) -> Action {
    phase = .cleanup
    queue = steps.keys(of: .cleanup).reversed().filter { !done.contains($0) }
    return advance(at: now, events: &events)
  }
}
