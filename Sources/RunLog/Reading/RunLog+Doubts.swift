import Catalog
import Execution
import Scheduling

/// What had left the host in doubt by the end of a period.
extension RunLog {
  /// The runs without an outcome, oldest first, each with those of its tasks and steps that are started and not ended. Whether
  /// somebody is still at them the log cannot say.
  package func runsWithoutOutcome() throws(RunLogFailure) -> [RunRecord] {
    try reading { () throws(SQLiteError) in try running() }
  }

  /// The tasks of runs begun before the moment that nobody had put right by then, oldest first. What runs without an outcome have
  /// left is not among them.
  package func tasksInDoubt(at moment: Timestamp) throws(RunLogFailure) -> [TaskInDoubt] {
    try reading { () throws(SQLiteError) in
      var found = try refused(at: moment) + takenUp(after: moment)
      for uncleaned in try uncleaned(at: moment)
      where !found.contains(where: { $0.run == uncleaned.run && $0.task == uncleaned.task }) {
        found.append(uncleaned)
      }
      return found.enumerated().sorted { ($0.element.run, $0.offset) < ($1.element.run, $1.offset) }.map(\.element)
    }
  }

  /// When the first success of a task began that did so at the moment or later; nil: none has.
  ///
  /// The index is by the slot that a try counts for, in whose queue it has waited a week at most.
  package func firstSuccess(of task: TaskName, since moment: Timestamp) throws(RunLogFailure) -> Timestamp? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT started_at FROM task INDEXED BY task_success
        WHERE name = ?1 AND (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL
          AND coalesce(due_at, started_at) >= ?2 - 7 * \(Schema.day) AND outcome = 'succeeded' AND started_at >= ?2
        ORDER BY coalesce(due_at, started_at) LIMIT 1
        """, [.text(task.description), .time(moment)]
      ) { $0.time(0) }
    }
  }

  /// Those that are still as they ended, whether somebody has given their word since or not.
  private func refused(at moment: Timestamp) throws(SQLiteError) -> [TaskInDoubt] {
    var found: [TaskInDoubt] = []
    try connection.each(
      """
      SELECT t.run, t.name, t.runbook, t.outcome IS 'rollback_failed', t.reason, resolved_at, resolved_by
      FROM task AS t INDEXED BY task_needs_human JOIN run AS r ON r.run = t.run
        LEFT JOIN resolution ON resolution.run = t.run AND resolution.task = t.task
      WHERE t.needs_human = 1 AND r.started_at < ?1 AND (t.finished_at IS NULL OR t.finished_at < ?1)
        AND (resolved_at IS NULL OR resolved_at >= ?1)
        AND NOT EXISTS (SELECT 1 FROM recovery WHERE recovery.run = t.run AND recovery.started_at >= ?1)
      ORDER BY t.run, t.task
      """, [.time(moment)]
    ) { row throws(SQLiteError) in
      let settled = row.optionalTime(5).map { TaskInDoubt.Settlement(.resolved, at: $0, by: row.text(6)) }
      found.append(
        TaskInDoubt(
          run: row.integer(0), task: try TaskName(stored: row.text(1)), runbook: row.text(2),
          cause: row.truth(3) ? .rollbackFailed : .interrupted, reason: row.optionalText(4), settled: settled))
    }
    return found
  }

  /// Those that maint recover took up later: how they ended before that, and why, is not known any more.
  private func takenUp(after moment: Timestamp) throws(SQLiteError) -> [TaskInDoubt] {
    var found: [TaskInDoubt] = []
    try connection.each(
      """
      SELECT task.run, task.name, task.runbook, r.interruption_found_at IS NULL, task.needs_human, task.finished_at, again.user
      FROM (SELECT run, min(started_at) AS at, user FROM recovery WHERE started_at >= ?1 GROUP BY run) AS again
        CROSS JOIN run AS r ON r.run = again.run CROSS JOIN task ON task.run = r.run
      WHERE r.started_at < ?1 AND task.started_at < ?1 AND \(Self.changeWasIntended)
        AND (task.finished_at >= again.at OR task.finished_at IS NULL AND (task.outcome IS NULL OR task.outcome = 'interrupted'))
      ORDER BY task.run, task.task
      """, [.time(moment)]
    ) { row throws(SQLiteError) in
      var doubt = TaskInDoubt(
        run: row.integer(0), task: try TaskName(stored: row.text(1)), runbook: row.text(2),
        cause: row.truth(3) ? .rollbackFailed : .interrupted)
      if !row.truth(4), let end = row.optionalTime(5) {
        doubt.settled = TaskInDoubt.Settlement(.recovered, at: end, by: row.text(6))
      }
      found.append(doubt)
    }
    return found
  }

  /// Of each task the latest run before the moment, where its cleanup failed.
  private func uncleaned(at moment: Timestamp) throws(SQLiteError) -> [TaskInDoubt] {
    var found: [TaskInDoubt] = []
    // Each name is looked up from the one before: names are few and their rows many.
    try connection.each(
      """
      WITH RECURSIVE known (name) AS (
        SELECT (SELECT min(name) FROM task WHERE outcome IS NOT NULL)
        UNION ALL
        SELECT (SELECT min(name) FROM task WHERE outcome IS NOT NULL AND task.name > known.name)
        FROM known WHERE known.name IS NOT NULL
      )
      SELECT task.run, task.name, runbook, task.reason, resolved_at, resolved_by
      FROM known JOIN task ON task.name = known.name AND task.run = (
          SELECT run FROM task WHERE task.name = known.name AND outcome IS NOT NULL AND run <= (
            SELECT run FROM run INDEXED BY run_time WHERE started_at < ?1 ORDER BY started_at DESC, run DESC LIMIT 1)
          ORDER BY run DESC LIMIT 1)
        LEFT JOIN resolution ON resolution.run = task.run AND resolution.task = task.task
      WHERE cleanup_failed = 1 AND finished_at < ?1 AND (resolved_at IS NULL OR resolved_at >= ?1)
      """, [.time(moment)]
    ) { row throws(SQLiteError) in
      let settled = row.optionalTime(4).map { TaskInDoubt.Settlement(.resolved, at: $0, by: row.text(5)) }
      found.append(
        TaskInDoubt(
          run: row.integer(0), task: try TaskName(stored: row.text(1)), runbook: row.text(2), cause: .cleanupFailed,
          reason: row.optionalText(3), settled: settled))
    }
    return found
  }
}
