import Catalog
import Execution
import Scheduling

/// What matters to whether tasks are due. What is read does not grow with the number of runs, whatever the clock did.
extension RunLog {
  /// Of a row of `task`: it was tried and did not succeed. What was only held up (blocked, deferred, a lock that was
  /// held) was not tried. As in the index `task_failed_try`, which serves only who asks in its words.
  static let isFailedTry = """
    (outcome = 'failed' OR outcome = 'rolled_back' OR outcome = 'rollback_failed' OR outcome = 'refused' OR
      outcome = 'interrupted')
    """

  /// What is known of each task, in the order given; `stretch` is `DueRule.stretch`. One snapshot.
  ///
  /// How a try that was interrupted ended nobody saw: it did when that was found. `clock` is what the clocks show now: of
  /// a try that ended later, by a clock that was set back since, they tell how long ago it was. nil: each end is as written.
  package func dueHistories(
    of tasks: [(name: TaskName, stretch: Range<Timestamp>)], clock: ClockReading? = nil
  ) throws(RunLogFailure) -> [DueHistory] {
    try reading { () throws(SQLiteError) in try connection.dueHistories(of: tasks, clock: clock) }
  }

  /// Of a task, the one before a moment.
  static let latestSuccess = """
    SELECT succeeded_for, succeeded_at FROM success WHERE name = ? AND succeeded_for < ?
    ORDER BY succeeded_for DESC LIMIT 1
    """

  /// Of a tier, those that count for a moment from the first to before the last.
  static let failedTries = """
    SELECT name, tried_for, coalesce(try.finished_at, interruption_found_at, try.started_at), rolls_back IS NOT NULL,
      boot_id, iif(run.finished_at IS NULL, started_boottime, finished_boottime)
    FROM (SELECT run, name, coalesce(due_at, started_at, finished_at) AS tried_for, started_at, finished_at
      FROM task WHERE \(isFailedTry) AND tier = ?) AS try CROSS JOIN run USING (run)
    WHERE tried_for >= ? AND tried_for < ?
    """

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
