import Catalog
import Execution
import Scheduling

/// Tasks by day, for who draws them.
extension RunLog {
  /// What each task came to on each of the days, as a zone has them, by day, name and outcome.
  package func taskDays(_ days: Range<Int>, in zone: Zone) throws(RunLogFailure) -> [TaskDay] {
    let edges = days.map { zone.timestamp(of: CivilDate(dayNumber: $0)) }
    guard let first = edges.first else { return [] }
    let end = zone.timestamp(of: CivilDate(dayNumber: days.upperBound))
    return try reading { () throws(SQLiteError) in
      var sums: [Key: (count: Int, duration: Int)] = [:]
      // Runs come in the order in which they began, so the day is nearly always that of the one before.
      var day = 0
      try connection.each(
        """
        SELECT \(Schema.moment(ofTask: "t", run: "r")) AS moment, t.name, coalesce(t.outcome, 'not_started'),
          coalesce(\(Schema.duration(ofTask: "t")), 0), r.rolls_back IS NOT NULL AND t.outcome = 'rolled_back'
        FROM (\(Self.runsAbout)) AS r CROSS JOIN task AS t ON t.run = r.run
        WHERE moment >= ?1 AND moment < ?2 AND (t.outcome IS NOT NULL OR r.counted = 2)
        """, [.time(first), .time(end)]
      ) { row throws(SQLiteError) in
        let moment = row.time(0)
        while day > 0, moment < edges[day] { day -= 1 }
        while day + 1 < edges.count, moment >= edges[day + 1] { day += 1 }
        let key = Key(
          day: days.lowerBound + day, name: row.text(1), outcome: try row.enumeration(2, as: TaskOutcome.self),
          isTakenBack: row.truth(4))
        let known = sums[key] ?? (0, 0)
        sums[key] = (known.count + 1, known.duration + row.integer(3))
      }
      var found: [TaskDay] = []
      for (key, sum) in sums.sorted(by: { $0.key < $1.key }) {
        found.append(
          TaskDay(
            day: key.day, name: try TaskName(stored: key.name),
            outcome: key.outcome, count: sum.count, duration: .microseconds(sum.duration),
            isTakenBack: key.isTakenBack))
      }
      return found
    }
  }

  private struct Key: Hashable, Comparable {
    var day: Int
    var name: String
    var outcome: TaskOutcome
    var isTakenBack: Bool

    static func < (one: Key, other: Key) -> Bool {
      (one.day, one.name, one.outcome.rawValue, one.isTakenBack ? 1 : 0)
        < (other.day, other.name, other.outcome.rawValue, other.isTakenBack ? 1 : 0)
    }
  }

  /// Those that may have a task which began from the moment ?1 on and before ?2.
  static let runsAbout = """
    SELECT run, started_at, counted, rolls_back FROM run INDEXED BY run_time
      WHERE started_at >= ?1 - \(Schema.day) AND started_at < ?2
    UNION ALL SELECT run, started_at, counted, rolls_back FROM run INDEXED BY run_long
      WHERE started_at < ?1 - \(Schema.day) AND finished_at - started_at > \(Schema.day) AND finished_at >= ?1
    UNION ALL SELECT run, started_at, counted, rolls_back FROM run INDEXED BY run_uncounted
      WHERE counted < 2 AND started_at < ?1 - \(Schema.day) AND finished_at IS NULL
    """

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
