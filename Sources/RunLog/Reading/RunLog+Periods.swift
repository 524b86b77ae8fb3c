import Catalog
import Execution
import Scheduling

/// What reports and metrics read of a period.
extension RunLog {
  /// The times in which the host was up, as far as runs tell, in order.
  package func boots() throws(RunLogFailure) -> [Range<Timestamp>] {
    try reading { () throws(SQLiteError) in
      var found: [Range<Timestamp>] = []
      try connection.each("SELECT booted_at, max(booted_at, last_seen) FROM boot ORDER BY booted_at") { row in
        found.append(row.time(0)..<row.time(1))
      }
      return found
    }
  }

  /// When the first run began; nil: there is none.
  package func firstRunTime() throws(RunLogFailure) -> Timestamp? {
    try reading { () throws(SQLiteError) in
      try connection.first("SELECT started_at FROM run ORDER BY started_at LIMIT 1") { row in row.time(0) }
    }
  }

  /// The runs that began in the period, in the order in which they did.
  package func runSpans(in period: Range<Timestamp>) throws(RunLogFailure) -> [RunSpan] {
    try reading { () throws(SQLiteError) in
      var found: [RunSpan] = []
      try connection.each(
        """
        SELECT run, started_at, finished_at,
          EXISTS (SELECT 1 FROM task WHERE task.run = run.run AND task.started_at IS NOT NULL)
        FROM run INDEXED BY run_time WHERE started_at >= ? AND started_at < ? ORDER BY started_at, run
        """, [.time(period.lowerBound), .time(period.upperBound)]
      ) { row in
        found.append(
          RunSpan(
            run: row.integer(0), startedAt: row.time(1), finishedAt: row.optionalTime(2), isEmergency: false,
            hasBegunTask: row.truth(3), hasOptimized: false))
      }
      let marks = try marks(ofRuns: found.map(\.run))
      for index in found.indices {
        guard let mark = marks[found[index].run] else { continue }
        (found[index].isEmergency, found[index].hasOptimized) = mark
      }
      return found
    }
  }

  /// Of the few runs among them that have a task of the tier emergency, or in which one that optimizes succeeded: found in one
  /// pass over the tasks of all of them, which is a fraction of the cost of asking for each run.
  private func marks(ofRuns runs: [Int]) throws(SQLiteError) -> [Int: (isEmergency: Bool, hasOptimized: Bool)] {
    guard let first = runs.min(), let last = runs.max() else { return [:] }
    var marks: [Int: (isEmergency: Bool, hasOptimized: Bool)] = [:]
    try connection.each(
      """
      SELECT run, tier IS 'emergency', outcome IS 'succeeded' AND runbook LIKE '%optimization%' FROM task
      WHERE run >= ? AND run <= ? AND (tier = 'emergency' OR outcome = 'succeeded' AND runbook LIKE '%optimization%')
      """, [.integer(first), .integer(last)]
    ) { row in
      let known = marks[row.integer(0)] ?? (false, false)
      marks[row.integer(0)] = (known.isEmergency || row.truth(1), known.hasOptimized || row.truth(2))
    }
    return marks
  }

  /// What tasks came to on the days, which are those of the host's calendar since 1970-01-01.
  package func taskSums(onDays days: Range<Int>) throws(RunLogFailure) -> TaskSums {
    try reading { () throws(SQLiteError) in
      var tally = TaskTallies()
      try connection.each(
        """
        SELECT name, outcome, count, by_clock, duration, user_time + system_time, read_bytes, written_bytes, peak_memory
        FROM task_day WHERE day >= ?1 AND day < ?2 AND count <> 0
        UNION ALL
        SELECT name, outcome, 1, by_clock, duration, 0, 0, 0, 0 FROM (
          SELECT \(Schema.day(ofTask: "t", run: "r")) AS day, t.name, t.outcome, t.due_at IS NOT NULL AS by_clock,
            coalesce(max(0, t.finished_at - t.started_at), 0) AS duration
          FROM (SELECT run, started_at FROM run WHERE outcome IS NULL
              UNION ALL SELECT run, started_at FROM run WHERE outcome = 'interrupted') AS r
            CROSS JOIN task AS t ON t.run = r.run
          WHERE t.outcome IS NOT NULL AND day >= ?1 AND day < ?2)
        """, [.integer(days.lowerBound), .integer(days.upperBound)]
      ) { row throws(SQLiteError) in try tally.add(row) }
      return tally.sums
    }
  }

  /// How long the way back took of each task that was rolled back, or could not be: from the end of the failed step.
  package func recoveryTimes(in period: Range<Timestamp>) throws(RunLogFailure) -> [Duration] {
    try reading { () throws(SQLiteError) in
      var found: [Duration] = []
      try connection.each(
        """
        SELECT max(0, task.finished_at - step.finished_at) FROM task INDEXED BY task_failed_try JOIN step
          ON step.run = task.run AND step.task = task.task AND step.step = task.failed_step
        WHERE (task.outcome = 'failed' OR task.outcome = 'rolled_back' OR task.outcome = 'rollback_failed' OR
            task.outcome = 'refused' OR task.outcome = 'interrupted')
          AND (task.outcome = 'rolled_back' OR task.outcome = 'rollback_failed')
          AND task.finished_at >= ? AND task.finished_at < ? AND step.finished_at IS NOT NULL
        """, [.time(period.lowerBound), .time(period.upperBound)]
      ) { row in found.append(.microseconds(row.integer(0))) }
      return found
    }
  }
}
