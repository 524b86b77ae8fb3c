/// What is reckoned from the rows of runs that are over, and kept: what tasks came to by day and in all, and the boots.
extension Connection {
  /// Counts what has ended and is not counted yet. Within a transaction.
  func countEnded() throws(SQLiteError) { try countEnded(notesBoots: true) }

  private func countEnded(notesBoots: Bool) throws(SQLiteError) {
    var found: [(run: Int, counted: Int, isFinal: Bool)] = []
    try each(
      """
      SELECT run, counted, \(Schema.isFinal) FROM run INDEXED BY run_uncounted
      WHERE counted < 2 AND outcome IS NOT NULL AND outcome <> 'interrupted' ORDER BY run
      """
    ) { row in found.append((row.integer(0), row.integer(1), row.truth(2))) }
    for (run, counted, isFinal) in found {
      // Of most of those that need a human nothing is new.
      if counted == 1, !isFinal, try !hasReopened(run) { continue }
      try addToTotals(run, isCounted: counted == 1)
      if isFinal { try addToDays(run) }
      if counted == 0, notesBoots {
        try noteBeginning(ofRun: run)
        try noteEnd(ofRun: run)
      }
      try self.run("UPDATE run SET counted = ? WHERE run = ?", [.integer(isFinal ? 2 : 1), .integer(run)])
    }
  }

  /// Reckons all of it anew. Within a transaction. The totals are never fewer than they were: how often recovered tasks had ended
  /// before they alone know.
  func countAgain() throws(SQLiteError) {
    try execute(
      """
      DELETE FROM task_day; DELETE FROM reopened;
      CREATE TEMP TABLE totals_before AS SELECT * FROM task_total;
      DELETE FROM task_total; UPDATE run SET counted = 0 WHERE counted > 0;
      """)
    // Of boots runs that were recovered in a later one have told what their rows do not have any more.
    let hasBoots = try first("SELECT 1 FROM boot LIMIT 1") { _ in true } ?? false
    try countEnded(notesBoots: !hasBoots)
    try execute(
      """
      INSERT INTO task_total SELECT * FROM totals_before WHERE true ON CONFLICT (name, outcome) DO UPDATE SET
        count = max(count, excluded.count), duration = max(duration, excluded.duration);
      DROP TABLE totals_before;
      """)
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
    try run("DELETE FROM reopened WHERE run = ?", [.integer(number)])
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

  /// What the beginning of a run tells of its boot; nothing of the first boot of one that was recovered in another.
  func noteBeginning(ofRun number: Int) throws(SQLiteError) {
    let seen = try first(
      """
      SELECT boot_id, started_at, started_boottime FROM run
      WHERE run = ? AND NOT EXISTS (SELECT 1 FROM recovery WHERE recovery.run = run.run AND lost_boot_id <> boot_id)
      """, [.integer(number)]
    ) { row in (id: row.text(0), at: row.integer(1), sinceBoot: row.optionalInteger(2)) }
    if let seen { try see(seen.id, run: number, at: seen.at, sinceBoot: seen.sinceBoot) }
  }

  /// The same of its end. In which boot that was, logs of long ago do not tell.
  func noteEnd(ofRun number: Int) throws(SQLiteError) {
    let seen = try first(
      "SELECT boot_id, finished_at, finished_boottime FROM run WHERE run = ? AND finished_at IS NOT NULL",
      [.integer(number)]
    ) { row in (id: row.text(0), at: row.integer(1), sinceBoot: row.optionalInteger(2)) }
    guard let seen, let sinceBoot = seen.sinceBoot else { return }
    try see(seen.id, run: number, at: seen.at, sinceBoot: sinceBoot)
  }

  private func see(_ id: String, run number: Int, at moment: Int, sinceBoot: Int?) throws(SQLiteError) {
    let known = try first(
      "SELECT booted_at, votes, first_seen, last_seen, first_run FROM boot WHERE boot_id = ?", [.text(id)]
    ) { row in (clock: row.bootClock(0), firstRun: row.integer(4)) }
    var clock = known?.clock ?? BootClock(at: moment, sinceBoot: sinceBoot)
    if known != nil { clock.see(at: moment, sinceBoot: sinceBoot) }
    try run(
      "INSERT OR REPLACE INTO boot (boot_id, first_run, booted_at, votes, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(id), .integer(min(known?.firstRun ?? number, number)), .integer(clock.bootedAt), .integer(clock.votes),
        .integer(clock.firstSeen), .integer(clock.lastSeen),
      ])
  }
}

extension Schema {
  /// Counts the runs of a log that an earlier maint wrote.
  static func countAgain(_ connection: Connection, _ actor: Actor) throws(SQLiteError) { try connection.countAgain() }
}

extension Statement {
  /// From a column and the next three.
  func bootClock(_ column: Int32) -> BootClock {
    BootClock(
      bootedAt: integer(column), votes: integer(column + 1), firstSeen: integer(column + 2),
      lastSeen: integer(column + 3))
  }
}
