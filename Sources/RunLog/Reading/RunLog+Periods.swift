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
        SELECT run.run, run.started_at, run.finished_at, coalesce(max(task.tier = 'emergency'), 0),
          count(task.started_at) > 0,
          coalesce(max(task.outcome = 'succeeded' AND task.runbook LIKE '%optimization%'), 0)
        FROM run INDEXED BY run_time LEFT JOIN task ON task.run = run.run
        WHERE run.started_at >= ? AND run.started_at < ?
        GROUP BY run.started_at, run.run
        """, [.time(period.lowerBound), .time(period.upperBound)]
      ) { row in
        found.append(
          RunSpan(
            run: row.integer(0), startedAt: row.time(1), finishedAt: row.optionalTime(2), isEmergency: row.truth(3),
            hasBegunTask: row.truth(4), hasOptimized: row.truth(5)))
      }
      return found
    }
  }

  /// What tasks came to on the days, which are those of the host's calendar since 1970-01-01.
  package func taskSums(onDays days: Range<Int>) throws(RunLogFailure) -> TaskSums {
    try reading { () throws(SQLiteError) in
      var lines: [TaskSums.Line] = []
      try connection.each(
        """
        SELECT name, outcome, sum(count), sum(by_clock), sum(duration), sum(user_time + system_time), sum(read_bytes),
          sum(written_bytes), max(peak_memory)
        FROM (
          SELECT * FROM task_day WHERE day >= ?1 AND day < ?2 AND count <> 0
          UNION ALL
          SELECT \(Schema.day(ofTask: "t", run: "r")) AS day, t.name, t.outcome, t.tier, 1, t.due_at IS NOT NULL,
            coalesce(max(0, t.finished_at - t.started_at), 0), 0, 0, 0, 0, 0
          FROM run AS r CROSS JOIN task AS t ON t.run = r.run
          WHERE (r.outcome IS NULL OR r.outcome = 'interrupted') AND t.outcome IS NOT NULL AND day >= ?1 AND day < ?2
        ) GROUP BY name, outcome ORDER BY name, outcome
        """, [.integer(days.lowerBound), .integer(days.upperBound)]
      ) { row throws(SQLiteError) in
        lines.append(
          TaskSums.Line(
            name: try TaskName(stored: row.text(0)), outcome: try row.enumeration(1, as: TaskOutcome.self),
            count: row.integer(2), byClock: row.integer(3), duration: .microseconds(row.integer(4)),
            processorTime: .microseconds(row.integer(5)), readBytes: row.integer(6), writtenBytes: row.integer(7),
            peakMemoryBytes: row.integer(8)))
      }
      return TaskSums(lines: lines)
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
