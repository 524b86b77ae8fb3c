import Catalog
import Execution

/// Tasks by day, for who draws them.
extension RunLog {
  /// What each task came to on each of the days, by day, name and outcome; with the runs that are not counted yet.
  package func taskDays(_ days: Range<Int>) throws(RunLogFailure) -> [TaskDay] {
    try reading { () throws(SQLiteError) in
      var found: [TaskDay] = []
      // Names come back day after day.
      var names: [String: TaskName] = [:]
      try connection.each(
        """
        SELECT day, name, outcome, sum(count), sum(duration) FROM (
          SELECT day, name, outcome, count, duration FROM task_day WHERE day >= ?1 AND day < ?2 AND count <> 0
          UNION ALL
          SELECT \(Schema.day(ofTask: "t", run: "r")) AS day, t.name, t.outcome, 1,
            coalesce(max(0, t.finished_at - t.started_at), 0)
          FROM (SELECT run, started_at FROM run WHERE outcome IS NULL
              UNION ALL SELECT run, started_at FROM run WHERE outcome = 'interrupted') AS r
            CROSS JOIN task AS t ON t.run = r.run
          WHERE t.outcome IS NOT NULL AND day >= ?1 AND day < ?2
        ) GROUP BY day, name, outcome ORDER BY day, name, outcome
        """, [.integer(days.lowerBound), .integer(days.upperBound)]
      ) { row throws(SQLiteError) in
        let text = row.text(1)
        let name: TaskName
        if let known = names[text] {
          name = known
        } else {
          name = try TaskName(stored: text)
          names[text] = name
        }
        found.append(
          TaskDay(
            day: row.integer(0), name: name, outcome: try row.enumeration(2, as: TaskOutcome.self),
            count: row.integer(3), duration: .microseconds(row.integer(4))))
      }
      return found
    }
  }

  /// The tasks that were ever tried, or had nothing to do, in runs that are over; of each whether it ever succeeded.
  package func taskNamesTried() throws(RunLogFailure) -> [TaskName: Bool] {
    try reading { () throws(SQLiteError) in try readTaskNamesTried() }
  }

  func readTaskNamesTried() throws(SQLiteError) -> [TaskName: Bool] {
    var found: [TaskName: Bool] = [:]
    try connection.each(
      """
      SELECT name, max(outcome = 'succeeded' OR outcome = 'skipped') FROM task_total
      WHERE count > 0 AND outcome <> 'not_started' AND outcome <> 'blocked' AND outcome <> 'deferred'
        AND outcome <> 'not_now'
      GROUP BY name
      """
    ) { row throws(SQLiteError) in found[try TaskName(stored: row.text(0))] = row.truth(1) }
    return found
  }
}
