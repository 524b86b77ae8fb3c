/// Holds events back from the observers until the log holds them, and outcomes until they are synced.
///
/// Syncing for each report would cost a disk flush a step, so reports wait for the next synced commit, or for
/// `patience` at most.
struct Outbox {
  private static let patience: Int64 = 100_000

  /// Whether somebody hears of outcomes while the run goes on.
  private let isHeard: Bool
  private var events: [Event] = []
  private var holdsOutcome = false
  /// Monotonic: when the oldest outcome has waited long enough.
  private(set) var deadline: Int64?

  init(isHeard: Bool) { self.isHeard = isHeard }

  mutating func add(_ event: Event) {
    events.append(event)
    guard isHeard else { return }
    switch event {
    case .attemptFinished, .stepFinished, .taskFinished, .runFinished: holdsOutcome = true
    case .taskStarted, .changeLimited, .limitPassed, .overran, .stepStarted, .attemptIntended, .attemptStarted, .output,
      .reported, .waitingForLock, .stopRequested:
      break
    }
  }

  func isDue(at monotonic: Int64) -> Bool {
    deadline.map { $0 <= monotonic } ?? false
  }

  /// What may be told after a commit, in order.
  mutating func committed(synced: Bool, at monotonic: Int64) -> [Event] {
    if holdsOutcome && !synced {
      if deadline == nil { deadline = monotonic + Self.patience }
      return []
    }
    holdsOutcome = false
    deadline = nil
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }
}
