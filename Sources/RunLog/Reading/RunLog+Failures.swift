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
    let margin = Duration.seconds(-86_400)
    return try failedTries(
      """
      run AS r INDEXED BY run_time CROSS JOIN task AS t ON t.run = r.run
      WHERE r.started_at >= ? AND r.started_at < ? AND (r.outcome IS NULL OR r.outcome <> 'succeeded')
        AND began >= ? AND began < ?
      """,
      [.time(period.lowerBound + margin), .time(period.upperBound), .time(period.lowerBound), .time(period.upperBound)])
  }

  /// That of a task in a run; nil: it did not fail there.
  package func failedTry(of task: TaskName, in run: Int) throws(RunLogFailure) -> FailedTry? {
    try failedTries(
      "task AS t INDEXED BY task_name CROSS JOIN run AS r ON r.run = t.run WHERE t.name = ? AND t.run = ?",
      [.text(task.description), .integer(run)]
    ).first
  }

  private func failedTries(_ source: String, _ values: [Value]) throws(RunLogFailure) -> [FailedTry] {
    try reading { () throws(SQLiteError) in
      var found: [FailedTry] = []
      try connection.each(
        """
        SELECT t.run, t.task, t.name, t.runbook, coalesce(t.started_at, r.started_at) AS began, t.outcome,
          t.cleanup_failed, t.failed_step, t.reason,
          (SELECT resolved_by FROM resolution WHERE resolution.run = t.run AND resolution.task = t.task),
          (SELECT resolved_at FROM resolution WHERE resolution.run = t.run AND resolution.task = t.task)
        FROM \(source)
          AND (t.outcome = 'failed' OR t.outcome = 'rolled_back' OR t.outcome = 'rollback_failed' OR
            t.outcome = 'refused' OR t.outcome = 'interrupted' OR t.cleanup_failed = 1 AND t.outcome IS NOT NULL)
          AND NOT (r.rolls_back IS NOT NULL AND t.outcome = 'rolled_back' AND t.cleanup_failed = 0)
        ORDER BY began DESC, t.run DESC, t.task DESC
        """, values
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
      if failed.outcome == .rollbackFailed {
        detail.afterwards = try firstFailure(of: failed, lines, "(stage = 'rollback' OR is_undo = 1)")
      } else if failed.cleanupFailed {
        detail.afterwards = try firstFailure(of: failed, lines, "stage = 'cleanup'")
      }
      if detail.afterwards?.step == detail.step { detail.afterwards = nil }
      try connection.each("SELECT path FROM archive WHERE run = ? AND task = ? ORDER BY path", place) {
        detail.paths.append($0.text(0))
      }
      detail.changes = try changes(of: place)
      return detail
    }
  }

  /// The first step of a task that failed among those of which the condition holds.
  private func firstFailure(
    of failed: FailedTry, _ lines: Int, _ condition: String
  ) throws(SQLiteError) -> StepFailure? {
    let place: [Value] = [.integer(failed.run), .integer(failed.position)]
    let found = try connection.first(
      """
      SELECT stage, position, is_undo, name, detail, step FROM step WHERE run = ? AND task = ? AND \(condition)
        AND (outcome = 'failed' OR outcome = 'timed_out' OR outcome = 'interrupted') ORDER BY step LIMIT 1
      """, place
    ) { row throws(SQLiteError) in
      let key = StepKey(
        task: failed.position, stage: try row.enumeration(0, as: Stage.self), position: row.integer(1),
        isUndo: row.truth(2))
      return (failure: StepFailure(step: key, name: row.text(3), why: row.optionalText(4)), number: row.integer(5))
    }
    guard var failure = found?.failure, let number = found?.number else { return nil }
    failure.lines = try connection.lastLines(lines, of: place + [.integer(number)])
    return failure
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

  /// How the last tries of a task up to a run ended, the last first: whether they failed, and their runs. What was taken back on
  /// request was no try.
  package func lastTries(
    of task: TaskName, upTo run: Int, limit: Int
  ) throws(RunLogFailure) -> [(run: Int, isFailed: Bool)] {
    try reading { () throws(SQLiteError) in
      var found: [(run: Int, isFailed: Bool)] = []
      try connection.each(
        """
        SELECT run, \(Self.isFailedTry) FROM task
        WHERE name = ? AND run <= ? AND (outcome = 'succeeded' OR \(Self.isFailedTry)
          AND NOT (outcome = 'rolled_back' AND (SELECT rolls_back FROM run WHERE run.run = task.run) IS NOT NULL))
        ORDER BY run DESC LIMIT ?
        """, [.text(task.description), .integer(run), .integer(limit)]
      ) { found.append(($0.integer(0), $0.truth(1))) }
      return found
    }
  }

  /// When a task was last tried, or found that it had nothing to do, in the runs up to one; nil: never.
  package func lastTryTime(of task: TaskName, upTo run: Int) throws(RunLogFailure) -> Timestamp? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT coalesce(started_at, (SELECT started_at FROM run WHERE run.run = task.run)) FROM task
        WHERE name = ? AND run <= ? AND (outcome IN ('succeeded', 'skipped') OR \(Self.isFailedTry))
        ORDER BY run DESC LIMIT 1
        """, [.text(task.description), .integer(run)]
      ) { $0.time(0) }
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
