import Catalog
import Execution
import Scheduling

/// What reports and metrics read of a period.
extension RunLog {
  /// The runs of which something was at work in the period, in the order in which they began. `dead`: those without an outcome
  /// whose maint is gone; what is known of them last is their end.
  package func runSpans(in period: Range<Timestamp>, dead: Set<Int>) throws(RunLogFailure) -> [RunSpan] {
    try reading { () throws(SQLiteError) in
      let idle = try idleTimes()
      let recent = period.lowerBound + (.zero - Self.margin)..<period.upperBound
      let early = try spans(Self.earlier, [.time(recent.lowerBound), .time(period.lowerBound)], idle, dead)
      let late = try spans(
        "run INDEXED BY run_time WHERE started_at >= ? AND started_at < ?",
        [.time(recent.lowerBound), .time(recent.upperBound)], idle, dead)
      return early + late
    }
  }

  /// A run that began so long before a period hardly reaches into it; those that do an index knows.
  private static let margin = Duration.microseconds(Schema.day)

  /// Of the runs that began before the first moment, those that ended after the second, and those of which no end is known.
  private static let earlier = """
    (SELECT * FROM run INDEXED BY run_long
        WHERE started_at < ?1 AND finished_at - started_at > \(Schema.day) AND finished_at > ?2
      UNION ALL SELECT * FROM run INDEXED BY run_uncounted WHERE counted < 2 AND started_at < ?1 AND finished_at IS NULL)
    AS run WHERE 1
    """

  private func spans(
    _ source: String, _ values: [Value], _ idle: [Int: [Range<Timestamp>]], _ dead: Set<Int>
  ) throws(SQLiteError) -> [RunSpan] {
    var found: [RunSpan] = []
    try connection.each(
      """
      SELECT run, started_at, finished_at,
        rolls_back IS NULL AND EXISTS (SELECT 1 FROM task WHERE task.run = run.run AND task.started_at IS NOT NULL), outcome IS NULL,
        iif(finished_at IS NULL, \(Schema.lastKnown(ofRun: "run.run", before: "9223372036854775807")), NULL)
      FROM \(source) ORDER BY started_at, run
      """, values
    ) { row in
      let number = row.integer(0)
      let end: RunSpan.End =
        if let finished = row.optionalTime(2) {
          .finished(finished)
        } else if row.truth(4), !dead.contains(number) { .atWork } else { .lost(lastKnown: row.time(5)) }
      found.append(
        RunSpan(
          run: number, startedAt: row.time(1), end: end, idle: idle[number] ?? [], isEmergency: false,
          hasBegunTask: row.truth(3), hasOptimized: false))
    }
    let marks = try marks(ofRuns: found.map(\.run))
    for index in found.indices {
      guard let mark = marks[found[index].run] else { continue }
      (found[index].isEmergency, found[index].hasOptimized) = mark
    }
    return found
  }

  /// When nobody was at work on a run, of the few that were recovered.
  private func idleTimes() throws(SQLiteError) -> [Int: [Range<Timestamp>]] {
    var found: [Int: [Range<Timestamp>]] = [:]
    try connection.each("SELECT run, coalesce(idle_since, started_at), started_at FROM recovery ORDER BY run, recovery")
    {
      row in
      found[row.integer(0), default: []].append(row.time(1)..<max(row.time(1), row.time(2)))
    }
    return found
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

  /// What the tasks came to that began in the period: of its whole days of UTC as it is kept, and of the rest, and of runs that are
  /// not counted yet, from their rows. `dead`: the runs without an outcome whose maint is gone; what was open in them is interrupted.
  package func taskSums(in period: Range<Timestamp>, dead: Set<Int>) throws(RunLogFailure) -> TaskSums {
    try reading { () throws(SQLiteError) in
      var tally = TaskTallies()
      let days = period.wholeDays
      try connection.each(
        """
        SELECT name, outcome, count, by_clock, duration, user_time + system_time, read_bytes, written_bytes, peak_memory
        FROM task_day WHERE day >= ?1 AND day < ?2 AND count <> 0
        """, [.integer(days.lowerBound), .integer(days.upperBound)]
      ) { row throws(SQLiteError) in try tally.add(row) }
      for edge in period.edges {
        try connection.each(
          Self.tallies(of: "(\(Self.runsAbout)) WHERE counted = 2"),
          [.time(edge.lowerBound), .time(edge.upperBound), .text("[]")]
        ) { row throws(SQLiteError) in try tally.add(row) }
      }
      try connection.each(
        Self.tallies(of: "run INDEXED BY run_uncounted WHERE counted < 2 AND started_at < ?2"),
        [
          .time(period.lowerBound), .time(period.upperBound),
          .text("[\(dead.sorted().map(String.init).joined(separator: ","))]"),
        ]
      ) { row throws(SQLiteError) in try tally.add(row) }
      var sums = tally.sums
      sums.take(out: try takenBack(in: period))
      return sums
    }
  }

  /// The tasks of the period whose changes were taken back on request.
  private func takenBack(in period: Range<Timestamp>) throws(SQLiteError) -> [TakenBack] {
    var found: [TakenBack] = []
    try connection.each(
      """
      SELECT t.name, r.run, r.rolls_back, \(Schema.moment(ofTask: "t", run: "r")) AS moment,
        coalesce(\(Schema.duration(ofTask: "t")), 0), r.user
      FROM run AS r INDEXED BY run_rolls_back CROSS JOIN task AS t ON t.run = r.run
      WHERE r.rolls_back IS NOT NULL AND t.outcome = 'rolled_back' AND moment >= ? AND moment < ?
      ORDER BY moment, r.run, t.task
      """, [.time(period.lowerBound), .time(period.upperBound)]
    ) { row throws(SQLiteError) in
      found.append(
        TakenBack(
          task: try TaskName(stored: row.text(0)), run: row.integer(1), takesBack: row.integer(2), began: row.time(3),
          duration: .microseconds(row.integer(4)), by: row.text(5)))
    }
    return found
  }

  /// Rows as `TaskTallies` takes them, one for each task of the runs that began from the moment ?1 on and before ?2. ?3: the
  /// runs that are dead.
  private static func tallies(of runs: String) -> String {
    let moment = Schema.moment(ofTask: "t", run: "r")
    return """
      SELECT t.name, coalesce(t.outcome, iif(r.counted = 2, 'not_started', 'interrupted')), 1, t.due_at IS NOT NULL,
        coalesce(\(Schema.duration(ofTask: "t")), 0), coalesce(sum(a.user_time + a.system_time), 0),
        coalesce(sum(a.read_bytes), 0), coalesce(sum(a.written_bytes), 0), coalesce(max(a.peak_memory), 0)
      FROM (SELECT run, started_at, counted FROM \(runs)) AS r CROSS JOIN task AS t ON t.run = r.run
        LEFT JOIN attempt AS a ON a.run = t.run AND a.task = t.task
      WHERE \(moment) >= ?1 AND \(moment) < ?2 AND (t.outcome IS NOT NULL OR r.counted = 2
        OR t.started_at IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(?3) WHERE value = t.run))
      GROUP BY t.run, t.task
      """
  }

  /// How long the way back took of each task that was rolled back, or could not be: from the end of the failed step, or where
  /// maint ended in it from the recovery that found it, without the time in which it waited for somebody to recover its run.
  package func recoveryTimes(in period: Range<Timestamp>) throws(RunLogFailure) -> [Duration] {
    try reading { () throws(SQLiteError) in
      var found: [Duration] = []
      try connection.each(
        """
        SELECT max(0, task.finished_at - coalesce(step.finished_at, \(Self.foundAt))) - coalesce((
            SELECT sum(max(0, min(started_at, task.finished_at)
              - max(idle_since, coalesce(step.finished_at, \(Self.foundAt)))))
            FROM recovery WHERE recovery.run = task.run), 0)
          FROM task INDEXED BY task_failed_try JOIN step
          ON step.run = task.run AND step.task = task.task AND step.step = task.failed_step
        WHERE (task.outcome = 'failed' OR task.outcome = 'rolled_back' OR task.outcome = 'rollback_failed' OR
            task.outcome = 'refused' OR task.outcome = 'interrupted')
          AND (task.outcome = 'rolled_back' OR task.outcome = 'rollback_failed')
          AND task.finished_at >= ? AND task.finished_at < ?
          AND (step.finished_at IS NOT NULL OR \(Self.foundAt) IS NOT NULL)
        """, [.time(period.lowerBound), .time(period.upperBound)]
      ) { row in found.append(.microseconds(row.integer(0))) }
      return found
    }
  }

  /// Of a step that nobody saw end, when a recovery took up its run.
  private static let foundAt = """
    (SELECT min(found.started_at) FROM recovery AS found
      WHERE found.run = task.run AND found.started_at >= step.started_at)
    """
}

extension Range<Timestamp> {
  /// The days of UTC that lie in it, since 1970-01-01.
  fileprivate var wholeDays: Range<Int> {
    let first = (Int(lowerBound.microseconds) + Schema.day - 1) / Schema.day
    return first..<Swift.max(first, Int(upperBound.microseconds) / Schema.day)
  }

  /// What lies beside them.
  fileprivate var edges: [Range<Timestamp>] {
    let days = wholeDays
    func moment(_ day: Int) -> Timestamp { Timestamp(microseconds: Int64(day * Schema.day)) }
    guard !days.isEmpty else { return isEmpty ? [] : [self] }
    return [lowerBound..<moment(days.lowerBound), moment(days.upperBound)..<upperBound].filter { !$0.isEmpty }
  }
}
