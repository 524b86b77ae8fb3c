import Execution

/// How many tasks ended in each way, in words: `1 rolled back, 1 blocked, 2 succeeded`.
struct TaskTally: Sendable, Hashable {
  private var counts: [TaskOutcome: Int]

  init(_ counts: [TaskOutcome: Int] = [:]) { self.counts = counts }

  mutating func add(_ outcome: TaskOutcome) { counts[outcome, default: 0] += 1 }

  var total: Int { counts.values.reduce(0, +) }
  var succeeded: Int { counts[.succeeded, default: 0] }

  /// The worst first; empty without tasks.
  var words: String { list(Self.worstFirst) }
  /// The same without those that succeeded.
  var otherWords: String { list(Self.worstFirst.filter { $0 != .succeeded }) }

  private func list(_ outcomes: [TaskOutcome]) -> String {
    outcomes.compactMap { outcome in
      counts[outcome].flatMap { $0 > 0 ? "\($0) \(OutcomeText(outcome).words)" : nil }
    }.joined(separator: ", ")
  }

  private static let worstFirst: [TaskOutcome] = [
    .rollbackFailed, .interrupted, .rolledBack, .failed, .refused, .notNow, .deferred, .blocked, .notStarted,
    .skipped, .succeeded,
  ]
}
