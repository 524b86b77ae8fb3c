import Catalog
import Execution
import Scheduling

/// What went wrong in a period, with what is recorded of the cause.
extension RunLog {
  /// Tries that began in the period and failed, the newest first; what was taken back on request is no failure.
  ///
  /// By the runs of the period that did not simply succeed, and their tasks: what a try counts for, which the index of failed
  /// tries has, may be long before.
  package func failedTries(in period: Range<Timestamp>) throws(RunLogFailure) -> [FailedTry] {
    try reading { () throws(SQLiteError) in
      var found: [FailedTry] = []
      let margin = Duration.seconds(-86_400)
      try connection.each(
        """
        SELECT t.run, t.task, t.name, t.runbook, coalesce(t.started_at, r.started_at) AS began, t.outcome,
          t.cleanup_failed, t.failed_step, t.reason,
          (SELECT resolved_by FROM resolution WHERE resolution.run = t.run AND resolution.task = t.task),
          (SELECT resolved_at FROM resolution WHERE resolution.run = t.run AND resolution.task = t.task)
        FROM run AS r INDEXED BY run_time CROSS JOIN task AS t ON t.run = r.run
        WHERE r.started_at >= ? AND r.started_at < ? AND (r.outcome IS NULL OR r.outcome <> 'succeeded')
          AND (t.outcome = 'failed' OR t.outcome = 'rolled_back' OR t.outcome = 'rollback_failed' OR
            t.outcome = 'refused' OR t.outcome = 'interrupted' OR t.cleanup_failed = 1 AND t.outcome IS NOT NULL)
          AND NOT (r.rolls_back IS NOT NULL AND t.outcome = 'rolled_back' AND t.cleanup_failed = 0)
          AND began >= ? AND began < ?
        ORDER BY began DESC, t.run DESC, t.task DESC
        """,
        [
          .time(period.lowerBound + margin), .time(period.upperBound), .time(period.lowerBound),
          .time(period.upperBound),
        ]
      ) { row throws(SQLiteError) in
        found.append(
          FailedTry(
            run: row.integer(0), position: row.integer(1), task: try TaskName(stored: row.text(2)),
            runbook: row.text(3), began: row.time(4), outcome: try row.enumeration(5, as: TaskOutcome.self),
            cleanupFailed: row.truth(6), step: row.optionalInteger(7), reason: row.optionalText(8),
            resolvedBy: row.optionalText(9), resolvedAt: row.optionalTime(10)))
      }
      return found
    }
  }

  /// At most so many lines of its output.
  package func detail(of failed: FailedTry, lines: Int) throws(RunLogFailure) -> FailureDetail {
    try reading { () throws(SQLiteError) in
      var detail = FailureDetail()
      let place: [Value] = [.integer(failed.run), .integer(failed.position)]
      if let step = failed.step {
        try connection.each(
          "SELECT stage, position, is_undo, name, detail FROM step WHERE run = ? AND task = ? AND step = ?",
          place + [.integer(step)]
        ) { row throws(SQLiteError) in
          detail.step = StepKey(
            task: failed.position, stage: try row.enumeration(0, as: Stage.self), position: row.integer(1),
            isUndo: row.truth(2))
          (detail.name, detail.why) = (row.text(3), row.optionalText(4))
        }
        detail.lines = try connection.lastLines(lines, of: place + [.integer(step)])
      }
      try connection.each("SELECT path FROM archive WHERE run = ? AND task = ? ORDER BY path", place) {
        detail.paths.append($0.text(0))
      }
      detail.changes = try changes(of: place)
      return detail
    }
  }

  /// What a task had changed, as the restores and the step that ends its rollback told.
  private func changes(of place: [Value]) throws(SQLiteError) -> [String] {
    var steps: [(step: Int, isRestore: Bool)] = []
    try connection.each(
      """
      SELECT step, instr(script, ?3) = 1 FROM step
      WHERE run = ?1 AND task = ?2 AND stage = 'rollback' AND (instr(script, ?3) = 1 OR instr(script, ?4) = 1)
      ORDER BY step
      """, place + [.text(PathAction.restoreScript), .text(PathAction.discardScript)]
    ) { steps.append(($0.integer(0), $0.truth(1))) }
    var changes: [String] = []
    for (step, isRestore) in steps {
      let lines = try connection.lastLines(.max, of: place + [.integer(step)], bytes: Self.mostChangeBytes)
      changes += lines.drop { !$0.hasPrefix(FailureDetail.changesMark) }.prefix(isRestore ? 1 : .max)
    }
    return changes
  }

  /// That step writes less.
  private static let mostChangeBytes = 65_536

  /// Of each task how its last tries up to a run ended, the last first: whether they failed, and their runs.
  package func lastTries(
    of task: TaskName, upTo run: Int, limit: Int
  ) throws(RunLogFailure) -> [(run: Int, isFailed: Bool)] {
    try reading { () throws(SQLiteError) in
      var found: [(run: Int, isFailed: Bool)] = []
      try connection.each(
        """
        SELECT run, \(Self.isFailedTry) FROM task
        WHERE name = ? AND run <= ? AND (outcome = 'succeeded' OR \(Self.isFailedTry)) ORDER BY run DESC LIMIT ?
        """, [.text(task.description), .integer(run), .integer(limit)]
      ) { found.append(($0.integer(0), $0.truth(1))) }
      return found
    }
  }

  /// The last run that began before a moment; nil: there is none.
  package func lastRun(before moment: Timestamp) throws(RunLogFailure) -> Int? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        "SELECT run FROM run INDEXED BY run_time WHERE started_at < ? ORDER BY started_at DESC, run DESC LIMIT 1",
        [.time(moment)]
      ) { $0.integer(0) }
    }
  }

  /// The moments that the successes of a task count for, in order.
  package func successTimes(of task: TaskName, in period: Range<Timestamp>) throws(RunLogFailure) -> [Timestamp] {
    try reading { () throws(SQLiteError) in
      var found: [Timestamp] = []
      try connection.each(
        """
        SELECT coalesce(due_at, started_at) AS at FROM task INDEXED BY task_success
        WHERE (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL AND name = ?
          AND coalesce(due_at, started_at) >= ? AND coalesce(due_at, started_at) < ?
        ORDER BY at
        """, [.text(task.description), .time(period.lowerBound), .time(period.upperBound)]
      ) { found.append($0.time(0)) }
      return found
    }
  }
}
