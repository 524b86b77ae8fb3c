extension RunLog {
  /// Counts the runs that have ended, in a transaction of its own. Where that fails, on a full disk or a damaged page, nothing is
  /// lost: what is not counted is read from its rows, and the next run or `runlog maintain` counts it.
  func countEnded() {
    try? connection.transaction(.write) { () throws(SQLiteError) in try connection.countEnded() }
  }

  /// What is wrong with what is kept of ended runs, against the rows that it is reckoned from; nil: nothing.
  package func rollUpProblem() throws(RunLogFailure) -> String? {
    try reading { () throws(SQLiteError) in try connection.rollUpProblem() }
  }

  /// Reckons it anew where it is not what the rows come to; answers what was wrong.
  func mendRollUp() throws(RunLogFailure) -> String? {
    countEnded()
    let problem: String?
    do throws(RunLogFailure) {
      problem = try rollUpProblem()
    } catch {
      guard error.kind == .damaged else { throw error }
      problem = error.message
    }
    guard let problem else { return nil }
    do throws(RunLogFailure) {
      try synced { () throws(SQLiteError) in try connection.countAgain() }
    } catch {
      guard error.kind == .damaged else { throw error }
      try synced { () throws(SQLiteError) in
        try connection.replaceDerivedTables()
        try connection.countAgain()
      }
      // Their pages belong to nothing, which a look at the log would find wrong.
      try reporting { () throws(SQLiteError) in try connection.execute("VACUUM") }
    }
    return problem
  }
}

extension Connection {
  func rollUpProblem() throws(SQLiteError) -> String? {
    let columns = """
      day, name, outcome, tier, count, by_clock, duration, user_time, system_time, read_bytes, written_bytes, peak_memory
      """
    let counted = Self.days(ofRuns: "IN (SELECT run FROM run WHERE counted = 2)")
    let days = try first(
      """
      WITH here AS MATERIALIZED (\(counted))
      SELECT (SELECT count(*) FROM (SELECT \(columns) FROM here EXCEPT SELECT \(columns) FROM task_day))
        + (SELECT count(*) FROM (SELECT \(columns) FROM task_day WHERE count <> 0 EXCEPT SELECT \(columns) FROM here))
      """
    ) { row in row.integer(0) }
    if let days, days > 0 { return "\(days) sums of tasks by day are not what their runs come to" }
    let totals = try first(
      """
      SELECT count(*) FROM (
        SELECT name, coalesce(outcome, 'not_started') AS outcome, count(*) AS count FROM task
        WHERE run IN (SELECT run FROM run WHERE counted > 0)
          AND NOT EXISTS (SELECT 1 FROM reopened WHERE reopened.run = task.run AND reopened.task = task.task)
        GROUP BY 1, 2) AS here
      LEFT JOIN task_total USING (name, outcome) WHERE coalesce(task_total.count, 0) < here.count
      """
    ) { row in row.integer(0) }
    if let totals, totals > 0 { return "\(totals) totals of tasks are less than their runs come to" }
    return nil
  }

  /// New ones in the place of those whose pages are damaged, which cannot even be dropped: SQLite would follow their pages. What
  /// they took is unused until the database is written anew.
  func replaceDerivedTables() throws(SQLiteError) {
    let names = Schema.derivedNames.map { "'\($0)'" }.joined(separator: ", ")
    try execute(
      """
      PRAGMA writable_schema = ON;
      DELETE FROM sqlite_schema WHERE name IN (\(names)) OR tbl_name IN (\(names));
      PRAGMA writable_schema = RESET;
      """)
    try execute(Schema.derivedTables)
  }
}
