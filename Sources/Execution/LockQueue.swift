/// Tasks that could start but for a lock.
struct LockQueue {
  struct Entry {
    var task: Int
    /// Monotonic; from then on it waits no longer. nil while a task of this run holds the lock: that one will end.
    var giveUpAt: Int64?
    var lock: String
  }

  /// Nobody tells when another process gives a lock back, so it is tried again.
  private static let interval: Int64 = 250_000

  private(set) var entries: [Entry] = []
  /// Monotonic: when locks held by other processes are tried again.
  private(set) var nextTry: Int64?

  var isEmpty: Bool { entries.isEmpty }

  /// What the task that was added last waits for; nil where it was another.
  func lock(of task: Int) -> String? {
    entries.last.flatMap { $0.task == task ? $0.lock : nil }
  }

  /// The tasks to try again, in the plan's order; they come back by `add` where the lock is still held.
  mutating func takeAll() -> [Entry] {
    defer {
      entries = []
      nextTry = nil
    }
    let isSorted = zip(entries, entries.dropFirst()).allSatisfy { $0.task < $1.task }
    return isSorted ? entries : entries.sorted { $0.task < $1.task }
  }

  mutating func add(_ entry: Entry, at monotonic: Int64) {
    entries.append(entry)
    guard let giveUpAt = entry.giveUpAt else { return }
    // One that has waited long enough, but finds no free place to be told so, must not keep the loop awake.
    let next = giveUpAt > monotonic ? min(monotonic + Self.interval, giveUpAt) : monotonic + Self.interval
    nextTry = min(nextTry ?? next, next)
  }
}
