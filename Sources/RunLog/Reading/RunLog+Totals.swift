import Catalog
import Execution
import Scheduling

/// What there is to say of each task over all of the log, from what is kept ready: it does not grow with the number of runs.
extension RunLog {
  /// By name and outcome, of the runs that are over: as they are kept, and of those that could not be counted yet, from their rows.
  package func taskTotals() throws(RunLogFailure) -> [TaskTotal] {
    try reading { () throws(SQLiteError) in
      var found: [TaskTotal] = []
      try connection.each(
        """
        SELECT name, outcome, sum(count), sum(duration) FROM (
          SELECT name, outcome, count, duration FROM task_total
          UNION ALL SELECT name, coalesce(outcome, 'not_started'), 1, coalesce(\(Schema.duration(ofTask: "task")), 0) FROM task
            WHERE run IN (SELECT run FROM run INDEXED BY run_uncounted
              WHERE counted < 2 AND counted = 0 AND outcome IS NOT NULL AND outcome <> 'interrupted'))
        GROUP BY 1, 2 ORDER BY 1, 2
        """
      ) { row throws(SQLiteError) in
        found.append(
          TaskTotal(
            name: try TaskName(stored: row.text(0)), outcome: try row.enumeration(1, as: TaskOutcome.self),
            count: row.integer(2), duration: .microseconds(row.integer(3))))
      }
      return found
    }
  }

  /// Of each task that has one, by name. One that began after `now`, by a clock that was ahead, is not the latest.
  package func latestSuccesses(upTo now: Timestamp) throws(RunLogFailure) -> [LatestSuccess] {
    try reading { () throws(SQLiteError) in
      var found: [LatestSuccess] = []
      for latest in try readLatestSuccesses() {
        let known = latest.startedAt <= now ? latest : try latestSuccess(of: latest.name, upTo: now)
        if let known { found.append(known) }
      }
      return found
    }
  }

  /// When the latest run began that did so by the moment; nil: there is none.
  package func latestRunStart(upTo now: Timestamp) throws(RunLogFailure) -> Timestamp? {
    try reading { () throws(SQLiteError) in
      let found = try connection.first("SELECT max(started_at) FROM run WHERE started_at <= ?", [.time(now)]) {
        $0.optionalTime(0)
      }
      return found ?? nil
    }
  }

  private func latestSuccess(of task: TaskName, upTo now: Timestamp) throws(SQLiteError) -> LatestSuccess? {
    try connection.first(
      """
      SELECT started_at, max(0, finished_at - started_at) FROM task JOIN (
        SELECT name, succeeded_for, succeeded_at FROM success WHERE name = ?1 AND succeeded_for <= ?2 AND succeeded_at <= ?2
        ORDER BY succeeded_for DESC LIMIT 1) AS success
      WHERE task.name = ?1 AND (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL
        AND coalesce(due_at, started_at) = +succeeded_for AND started_at = succeeded_at LIMIT 1
      """, [.text(task.description), .time(now)]
    ) { row in
      LatestSuccess(
        name: task, startedAt: row.time(0), duration: row.optionalInteger(1).map { .microseconds($0) })
    }
  }

  private func readLatestSuccesses() throws(SQLiteError) -> [LatestSuccess] {
    var found: [LatestSuccess] = []
    try connection.each(Self.latestSuccesses) { row throws(SQLiteError) in
      found.append(
        LatestSuccess(
          name: try TaskName(stored: row.text(0)), startedAt: row.time(1),
          duration: row.optionalInteger(2).map { .microseconds($0) }))
    }
    return found
  }

  /// The condition on the try is that of the index `task_success`, which finds it whatever came before and since; by the plus
  /// the column has no affinity, as the expression that is indexed has none.
  static let latestSuccesses = """
    SELECT name, succeeded_at, (
      SELECT max(0, task.finished_at - task.started_at) FROM task
      WHERE task.name = tried.name AND (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL
        AND coalesce(due_at, started_at) = +succeeded_for AND started_at = succeeded_at LIMIT 1)
    FROM tried WHERE succeeded_for IS NOT NULL ORDER BY name
    """
}
