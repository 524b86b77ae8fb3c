/// Knows how long the events since the last commit can wait for it.
///
/// The identity of a process and what it prints wait a few milliseconds: a step that is over by then shares one
/// transaction with its outcome and the next intent, and one that prints in small pieces does not cost one a piece.
/// Everything else is committed in its turn.
struct Uncommitted {
  private static let patience: Int64 = 5_000

  private var isUrgent = false
  /// Monotonic: when the first of what can wait has waited long enough.
  private(set) var deadline: Int64?

  mutating func add(_ event: Event, at clock: any RunClock) {
    switch event {
    case .attemptStarted, .output:
      if deadline == nil { deadline = clock.now().monotonic + Self.patience }
    case .taskStarted, .changeLimited, .limitPassed, .overran, .stepStarted, .attemptIntended, .attemptFinished,
      .reported, .stepFinished, .waitingForLock, .taskFinished, .stopRequested, .runFinished:
      isUrgent = true
    }
  }

  func isDue(at monotonic: Int64) -> Bool {
    isUrgent || deadline.map { $0 <= monotonic } ?? false
  }
}
