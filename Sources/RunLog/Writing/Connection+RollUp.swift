/// What is reckoned from the rows of runs that are over, and kept: what tasks came to by day and in all, and the boots.
extension Connection {
  /// Counts what has ended and is not counted yet. Within a transaction. `damaged`: those of the tables that are not to be
  /// touched; what belongs into them is left for `runlog maintain`.
  func countEnded(notesBoots: Bool = true, without damaged: Set<String> = []) throws(SQLiteError) {
    // How often tasks have ended is known there alone.
    if damaged.contains("task_total") { return }
    var found: [(run: Int, counted: Int, isFinal: Bool)] = []
    try each(
      """
      SELECT run, counted, \(Schema.isFinal) FROM run INDEXED BY run_uncounted
      WHERE counted < 2 AND outcome IS NOT NULL AND outcome <> 'interrupted' ORDER BY run
      """
    ) { row in found.append((row.integer(0), row.integer(1), row.truth(2))) }
    for (run, counted, isFinal) in found {
      if counted == 1, damaged.contains("reopened") { continue }
      let belongsToDays = isFinal && !damaged.contains("task_day")
      // Of most of those that need a human nothing is new.
      if counted == 1, !belongsToDays, try !hasReopened(run) { continue }
      try addToTotals(run, isCounted: counted == 1)
      if belongsToDays { try addToDays(run) }
      if counted == 0, notesBoots, !damaged.contains("boot") {
        try noteBeginning(ofRun: run)
        try noteEnd(ofRun: run)
      }
      try self.run("UPDATE run SET counted = ? WHERE run = ?", [.integer(belongsToDays ? 2 : 1), .integer(run)])
    }
  }

  /// Reckons all of it anew. Within a transaction. The totals are never fewer than they were: how often recovered tasks had ended
  /// before they alone know.
  func countAgain() throws(SQLiteError) {
    try execute(
      """
      DELETE FROM task_day;
      CREATE TEMP TABLE totals_before AS SELECT * FROM task_total;
      DELETE FROM task_total;
      -- Of a run that a recovery has opened the tasks that it has not are in the totals, and the others will be.
      INSERT OR IGNORE INTO reopened SELECT run, task FROM task WHERE outcome IS NULL
        AND run IN (SELECT run FROM run WHERE counted = 1 AND outcome IS NULL);
      DELETE FROM reopened WHERE run IN (SELECT run FROM run WHERE outcome IS NOT NULL AND outcome <> 'interrupted');
      UPDATE run SET counted = 0 WHERE counted > 0 AND outcome IS NOT NULL AND outcome <> 'interrupted';
      """)
    try countEnded(notesBoots: false)
    try execute(
      """
      INSERT INTO task_total SELECT * FROM totals_before WHERE true ON CONFLICT (name, outcome) DO UPDATE SET
        count = max(count, excluded.count), duration = max(duration, excluded.duration);
      DROP TABLE totals_before;
      """)
    try mendBoots()
  }

  private func hasReopened(_ run: Int) throws(SQLiteError) -> Bool {
    try first("SELECT 1 FROM reopened WHERE run = ? LIMIT 1", [.integer(run)]) { _ in true } ?? false
  }

  /// Of a run that is counted those alone that a recovery has opened since, with the time that it took.
  private func addToTotals(_ number: Int, isCounted: Bool) throws(SQLiteError) {
    let duration =
      isCounted
      ? """
      max(0, finished_at - max(started_at, (SELECT max(started_at) FROM recovery WHERE recovery.run = task.run)))
      """ : Schema.duration(ofTask: "task")
    let condition =
      isCounted ? "AND EXISTS (SELECT 1 FROM reopened WHERE reopened.run = task.run AND reopened.task = task.task)" : ""
    try run(
      """
      INSERT INTO task_total
        SELECT name, coalesce(outcome, 'not_started'), count(*), coalesce(sum(\(duration)), 0)
        FROM task WHERE run = ? \(condition) GROUP BY 1, 2
        ON CONFLICT (name, outcome) DO UPDATE SET count = count + excluded.count, duration = duration + excluded.duration
      """, [.integer(number)])
    if isCounted { try run("DELETE FROM reopened WHERE run = ?", [.integer(number)]) }
  }

  private func addToDays(_ number: Int) throws(SQLiteError) {
    try run(
      """
      INSERT INTO task_day \(Self.days(ofRuns: "= ?1"))
        ON CONFLICT (day, name, outcome) DO UPDATE SET count = count + excluded.count,
          by_clock = by_clock + excluded.by_clock, duration = duration + excluded.duration,
          user_time = user_time + excluded.user_time, system_time = system_time + excluded.system_time,
          read_bytes = read_bytes + excluded.read_bytes, written_bytes = written_bytes + excluded.written_bytes,
          peak_memory = max(peak_memory, excluded.peak_memory)
      """, [.integer(number)])
  }

  /// The rows of `task_day` that the tasks of the runs come to.
  static func days(ofRuns condition: String) -> String {
    """
    SELECT \(Schema.moment(ofTask: "t", run: "r")) / \(Schema.day) AS day, t.name,
      coalesce(t.outcome, 'not_started') AS outcome, max(t.tier) AS tier, count(*) AS count, count(t.due_at) AS by_clock,
      coalesce(sum(\(Schema.duration(ofTask: "t"))), 0) AS duration, coalesce(sum(a.user_time), 0) AS user_time,
      coalesce(sum(a.system_time), 0) AS system_time, coalesce(sum(a.read_bytes), 0) AS read_bytes,
      coalesce(sum(a.written_bytes), 0) AS written_bytes, coalesce(max(a.peak_memory), 0) AS peak_memory
    FROM run AS r CROSS JOIN task AS t ON t.run = r.run
      LEFT JOIN (SELECT run, task, sum(user_time) AS user_time, sum(system_time) AS system_time,
          sum(read_bytes) AS read_bytes, sum(written_bytes) AS written_bytes, max(peak_memory) AS peak_memory
        FROM attempt WHERE run \(condition) GROUP BY run, task
      ) AS a ON a.run = t.run AND a.task = t.task
    WHERE r.run \(condition) GROUP BY 1, 2, 3
    """
  }
}

extension Schema {
  /// Counts the runs of a log that an earlier maint wrote.
  static func countAgain(_ connection: Connection, _ actor: Actor) throws(SQLiteError) { try connection.countAgain() }
}
