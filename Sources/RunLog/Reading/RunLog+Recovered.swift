import Catalog
import Execution
import Scheduling

/// What recoveries took back.
extension RunLog {
  /// Of rows of `task` and `run`: when the recovery began that gave the task its outcome; NULL: none did, or there was nothing to
  /// take back. What the clock said before is nothing to go by, as it may have been wrong then.
  static func recoveredAt(task: String, run: String) -> String {
    """
    iif(\(task).outcome = 'rolled_back' OR \(task).outcome = 'rollback_failed',
      (SELECT max(recovery.started_at) FROM recovery WHERE recovery.run = \(run).run
        AND recovery.started_at <= \(task).finished_at
        AND \(task).finished_at <= coalesce(\(run).finished_at, \(task).finished_at)), NULL)
    """
  }

  /// Those in the period of tasks that began before or after it, in order.
  package func recoveredTasks(in period: Range<Timestamp>) throws(RunLogFailure) -> [RecoveredTask] {
    try reading { () throws(SQLiteError) in
      var found: [RecoveredTask] = []
      try connection.each(
        """
        SELECT t.name, r.run, coalesce(t.started_at, r.started_at) AS began, t.outcome,
          \(Self.recoveredAt(task: "t", run: "r")) AS at
        FROM (SELECT DISTINCT run FROM recovery) AS taken CROSS JOIN run AS r ON r.run = taken.run
          CROSS JOIN task AS t ON t.run = r.run
        WHERE at >= ?1 AND at < ?2 AND NOT (began >= ?1 AND began < ?2) ORDER BY at, r.run, t.task
        """, [.time(period.lowerBound), .time(period.upperBound)]
      ) { row throws(SQLiteError) in
        found.append(
          RecoveredTask(
            task: try TaskName(stored: row.text(0)), run: row.integer(1), began: row.time(2), at: row.time(4),
            outcome: try row.enumeration(3, as: TaskOutcome.self)))
      }
      return found
    }
  }
}
