import Execution

/// Gives steps, pieces of output and reports the numbers that their rows are keyed by; forgets a task when it ends.
struct StepNumbers {
  private struct Numbered {
    var step: Int
    /// Output pieces by attempt.
    var pieces: [Int: Int] = [:]
    /// Samples, variables and warnings.
    var reported = 0

    /// From 1 for each attempt.
    mutating func nextPiece(of attempt: Int) -> Int {
      pieces[attempt, default: 0] += 1
      return pieces[attempt, default: 1]
    }

    /// The position of the first of so many things that are reported together.
    mutating func nextReport(_ count: Int) -> Int {
      defer { reported += count }
      return reported + 1
    }
  }

  private struct TaskSteps {
    /// Of the steps started so far; a step that is started again gets a new number.
    var count = 0
    var steps: [StepKey: Numbered] = [:]

    mutating func start(_ key: StepKey) -> Int {
      count += 1
      steps[key] = Numbered(step: count)
      return count
    }
  }

  private var tasks: [Int: TaskSteps] = [:]

  /// Goes on after a step that the log has already; called in the order of their numbers.
  /// `reported`: the highest position of what it reported.
  mutating func add(_ key: StepKey, number: Int, reported: Int) {
    tasks[key.task, default: TaskSteps()].count = number
    tasks[key.task]?.steps[key] = Numbered(step: number, reported: reported)
  }

  /// The event with its numbers; nil: it is about a step that was never started.
  mutating func entry(for event: Event) -> PendingEvents.Entry? {
    switch event {
    case .taskStarted, .changeLimited, .limitPassed, .overran, .waitingForLock, .stopRequested, .runFinished:
      return PendingEvents.Entry(event: event)
    case .taskFinished(let task, let result, at: _):
      let failedStep = result.failedStep.flatMap { tasks[task]?.steps[$0]?.step }
      tasks[task] = nil
      return PendingEvents.Entry(event: event, step: failedStep ?? 0)
    case .stepStarted(let key, name: _, script: _, at: _):
      return PendingEvents.Entry(event: event, step: tasks[key.task, default: TaskSteps()].start(key))
    case .stepFinished(let key, _, attempts: _, detail: _, at: _): return entry(event, of: key)
    case .attemptIntended(let attempt, at: _), .attemptStarted(let attempt, _),
      .attemptFinished(let attempt, _, at: _):
      return entry(event, of: attempt.step)
    case .output(let attempt, _):
      return entry(event, of: attempt.step) { $0.nextPiece(of: attempt.number) }
    case .reported(let key, let report, at: _):
      let count = max(report.samples.count, report.environment.count, report.warnings.count)
      return entry(event, of: key) { $0.nextReport(count) }
    }
  }

  private mutating func entry(
    _ event: Event, of key: StepKey, position: (inout Numbered) -> Int = { _ in 0 }
  ) -> PendingEvents.Entry? {
    guard var numbered = tasks[key.task]?.steps[key] else { return nil }
    let number = position(&numbered)
    if number > 0 { tasks[key.task]?.steps[key] = numbered }
    return PendingEvents.Entry(event: event, step: numbered.step, position: number)
  }
}
