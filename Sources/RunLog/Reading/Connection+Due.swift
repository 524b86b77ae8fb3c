import Catalog
import Scheduling

/// What `RunLog.dueHistories` reads. Within a transaction.
extension Connection {
  func dueHistories(
    of tasks: [(name: TaskName, stretch: Range<Timestamp>)], clock: ClockReading? = nil
  ) throws(SQLiteError) -> [DueHistory] {
    var histories = tasks.map { _ in DueHistory() }
    var numbers = [String: Int](minimumCapacity: tasks.count)
    for (number, task) in tasks.enumerated() { numbers[task.name.description] = number }
    try readSuccesses(of: tasks, numbers, into: &histories)
    try readFailures(of: tasks, numbers, clock, into: &histories)
    return histories
  }

  private func readSuccesses(
    of tasks: [(name: TaskName, stretch: Range<Timestamp>)], _ numbers: [String: Int],
    into histories: inout [DueHistory]
  ) throws(SQLiteError) {
    // Those whose latest success counts for later than the clock can tell by now.
    var unclear: [Int] = []
    try each("SELECT name, succeeded_for, succeeded_at FROM tried") { row in
      guard let number = numbers[row.text(0)] else { return }
      histories[number].wasTried = true
      guard !row.isNull(1) else { return }
      if row.time(1) < tasks[number].stretch.upperBound {
        (histories[number].lastSuccess, histories[number].lastStart) = (row.time(1), row.time(2))
      } else {
        unclear.append(number)
      }
    }
    for number in unclear {
      let values: [Value] = [.text(tasks[number].name.description), .time(tasks[number].stretch.upperBound)]
      try each(RunLog.latestSuccess, values) { row in
        (histories[number].lastSuccess, histories[number].lastStart) = (row.time(0), row.time(1))
      }
    }
  }

  /// Tier by tier: a stretch of `annual` is long and its failures are few, those of `hourly` the other way round.
  private func readFailures(
    of tasks: [(name: TaskName, stretch: Range<Timestamp>)], _ numbers: [String: Int], _ clock: ClockReading?,
    into histories: inout [DueHistory]
  ) throws(SQLiteError) {
    for (tier, members) in Dictionary(grouping: tasks, by: \.name.tier) {
      guard let tier, let first = members.map(\.stretch.lowerBound).min(),
        let last = members.map(\.stretch.upperBound).max()
      else { continue }
      try each(RunLog.failedTries, [.text(tier.rawValue), .time(first), .time(last)]) { row in
        guard let number = numbers[row.text(0)], tasks[number].stretch.contains(row.time(1)) else { return }
        var end = row.time(2)
        if let clock, end > clock.wall {
          end = clock.time(of: row.optionalInteger(5).map { .microseconds($0) }, bootID: row.text(4))
        }
        histories[number].failures.append(
          DueHistory.FailedTry(start: row.time(1), end: end, isRollback: row.truth(3)))
      }
    }
  }
}
