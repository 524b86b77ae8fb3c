import Catalog
import Execution
import Scheduling

/// What matters to whether tasks are due. What is read does not grow with the number of runs, unless the clock was set
/// back to before the latest success of a task.
extension RunLog {
  /// Of a row of `task`: it was tried and did not succeed. What was only held up (blocked, deferred, a lock that was
  /// held) was not tried. As in the index `task_failed_try`, which serves only who asks in its words.
  static let isFailedTry = """
    (outcome = 'failed' OR outcome = 'rolled_back' OR outcome = 'rollback_failed' OR outcome = 'refused' OR
      outcome = 'interrupted')
    """

  /// What is known of each task, in the order given; `stretch` is `DueRule.stretch`. One snapshot.
  ///
  /// How a try that was interrupted ended nobody saw: it did when that was found.
  package func dueHistories(
    of tasks: [(name: TaskName, stretch: Range<Timestamp>)]
  ) throws(RunLogFailure) -> [DueHistory] {
    try reading { () throws(SQLiteError) in
      var histories = tasks.map { _ in DueHistory() }
      var numbers = [String: Int](minimumCapacity: tasks.count)
      for (number, task) in tasks.enumerated() { numbers[task.name.description] = number }
      try readSuccesses(of: tasks, numbers, into: &histories)
      try readFailures(of: tasks, numbers, into: &histories)
      return histories
    }
  }

  private func readSuccesses(
    of tasks: [(name: TaskName, stretch: Range<Timestamp>)], _ numbers: [String: Int],
    into histories: inout [DueHistory]
  ) throws(SQLiteError) {
    // Those whose latest success began later than the clock can tell by now.
    var unclear: [Int] = []
    try connection.each("SELECT name, succeeded_at FROM tried ORDER BY name, succeeded_at") { row in
      guard let number = numbers[row.text(0)] else { return }
      let isLatest = !histories[number].wasTried
      histories[number].wasTried = true
      guard row.integer(1) != 0 else { return }
      if row.time(1) < tasks[number].stretch.upperBound {
        histories[number].lastSuccess = row.time(1)
      } else if isLatest {
        unclear.append(number)
      }
    }
    for number in unclear {
      histories[number].lastSuccess =
        try connection.first(
          "SELECT max(started_at) FROM success WHERE name = ? AND started_at < ?",
          [.text(tasks[number].name.description), .time(tasks[number].stretch.upperBound)]
        ) { $0.optionalTime(0) } ?? nil
    }
  }

  /// Tier by tier: a stretch of `annual` is long and its failures are few, those of `hourly` the other way round.
  private func readFailures(
    of tasks: [(name: TaskName, stretch: Range<Timestamp>)], _ numbers: [String: Int],
    into histories: inout [DueHistory]
  ) throws(SQLiteError) {
    for (tier, members) in Dictionary(grouping: tasks, by: \.name.tier) {
      guard let tier, let first = members.map(\.stretch.lowerBound).min() else { continue }
      try connection.each(
        """
        SELECT name, coalesce(started_at, finished_at), coalesce(
          finished_at, (SELECT interruption_found_at FROM run WHERE run.run = task.run), started_at)
        FROM task WHERE \(Self.isFailedTry) AND tier = ? AND coalesce(started_at, finished_at) >= ?
        """, [.text(tier.rawValue), .time(first)]
      ) { row in
        guard let number = numbers[row.text(0)], tasks[number].stretch.contains(row.time(1)) else { return }
        histories[number].failures.append(DueHistory.FailedTry(start: row.time(1), end: row.time(2)))
      }
    }
  }

  /// The tasks of runs without an outcome that have none themselves, each with its run and who carries that out.
  package func openTasks() throws(RunLogFailure) -> [OpenTask] {
    try reading { () throws(SQLiteError) in
      var tasks: [OpenTask] = []
      try connection.each(
        """
        SELECT name, task.run, pid, start_time, boot_id FROM run CROSS JOIN task ON task.run = run.run
        WHERE run.outcome IS NULL AND task.outcome IS NULL
        """
      ) { row throws(SQLiteError) in
        tasks.append(
          OpenTask(
            name: try TaskName(stored: row.text(0)), run: row.integer(1), process: row.process(2),
            bootID: row.text(4)))
      }
      return tasks
    }
  }
}
