import CSQLite

/// What is reckoned from the rows of runs: counted as they end, compared, and mended.
extension RunLog {
  /// Counts the runs that have ended, in a transaction of its own. Where that fails, on a full disk or a damaged page, nothing is
  /// lost: what is not counted is read from its rows, and the next run or `runlog maintain` counts it. Damage is kept, to be told.
  func countEnded() {
    do throws(SQLiteError) {
      // Not worth the reserve of a full disk.
      try aroundDamage(countsOnReserve: false) { damaged throws(SQLiteError) in
        try connection.countEnded(without: damaged)
      }
    } catch {
      if error.isDamage { countingFailure = RunLogFailure(error, path: folder.database) }
    }
  }

  /// Writes what also notes something for reports: where pages of that are damaged, once more without it, which is kept to be told.
  func aroundDamage<Result>(
    countsOnReserve: Bool = true, _ body: (_ damaged: Set<String>) throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    func write(without damaged: Set<String>) throws(SQLiteError) -> Result {
      countsOnReserve
        ? try writing { () throws(SQLiteError) in try body(damaged) }
        : try connection.transaction(.write) { () throws(SQLiteError) in try body(damaged) }
    }
    do throws(SQLiteError) {
      return try write(without: [])
    } catch {
      guard error.isDamage else { throw error }
      let damaged = try connection.damagedDerivedTables()
      guard !damaged.isEmpty else { throw error }
      countingFailure = .ofSums(folder.database, tables: damaged)
      return try write(without: Set(damaged))
    }
  }

  /// What is wrong with what is kept of ended runs, against the rows that it is reckoned from; nil: nothing.
  package func rollUpProblem() throws(RunLogFailure) -> String? {
    try reading { () throws(SQLiteError) in try connection.rollUpProblem() }
  }

  /// Reckons it anew where it is damaged, or is not what the rows come to; answers what was wrong.
  ///
  /// One transaction: whatever comes in between, it is as it was before, or mended. The pages of tables that were damaged belong to
  /// nothing from then on, and are taken up by themselves.
  func mendRollUp() throws(RunLogFailure) -> String? {
    let isDamaged = try mendDamage()
    countEnded()
    countingFailure = nil
    if let isDamaged { return isDamaged }
    guard let problem = try rollUpProblem() else { return nil }
    try mending { () throws(SQLiteError) in try connection.countAgain() }
    return problem
  }

  /// Where pages of it are damaged, which keeps the log from being copied; answers of what.
  func mendDamage() throws(RunLogFailure) -> String? {
    // The log of an earlier maint is copied as it is.
    if sqlite3_db_readonly(connection.pointer, "main") == 1 { return nil }
    while true {
      let (roots, damaged) = try reporting { () throws(SQLiteError) in
        (try connection.derivedRoots(), try connection.damagedDerivedTables())
      }
      if damaged.isEmpty { return nil }
      let isMended = try mending { () throws(SQLiteError) in
        // Otherwise another maint has done it meanwhile.
        guard try connection.derivedRoots() == roots else { return false }
        try connection.replace(derived: damaged)
        try connection.countAgain()
        return true
      }
      if isMended { return "damaged: \(damaged.joined(separator: ", "))" }
    }
  }

  /// In a transaction that runs wait for, and that takes no reserve from them. On a full disk it leaves as much free as there was.
  private func mending<Result>(_ body: () throws(SQLiteError) -> Result) throws(RunLogFailure) -> Result {
    try reporting { () throws(SQLiteError) in
      do throws(SQLiteError) {
        isSynced = false
        let result = try connection.transaction(.write, body)
        try sync()
        return result
      } catch {
        connection.cutLog()
        throw error
      }
    }
  }

  /// A log beyond this is not written anew: whoever waits for that would give up.
  package static let largestRewritten = 256 << 20
  /// Bytes that are left free for runs.
  private static let spare = 32 << 20

  /// Makes use again of pages that belong to nothing, as those of a table that was replaced, by writing the log anew: where it is
  /// small enough for nobody to wait for long, and the disk has room for it twice. Answers how many there were, and whether
  /// they are in use again. A disk that gets full all the same leaves them as they are.
  func takeUpUnusedPages() throws(RunLogFailure) -> (pages: Int, areTaken: Bool) {
    let check = try reporting { () throws(SQLiteError) in try connection.integrity(isQuick: true) }
    if let problem = check.problems.first { throw .damaged(folder.database, detail: problem) }
    guard check.unusedPages > 0 else { return (0, false) }
    let bytes = try reporting { () throws(SQLiteError) in try connection.sizes().all }
    guard bytes <= Self.largestRewritten, FreeRoom.bytes(in: folder.path) ?? 0 >= 2 * bytes + Self.spare else {
      return (check.unusedPages, false)
    }
    defer { connection.cutLog() }
    do throws(SQLiteError) {
      try connection.execute("VACUUM")
    } catch {
      let failure = RunLogFailure(error, path: folder.database)
      guard failure.kind == .full || failure.kind == .busy else { throw failure }
      return (check.unusedPages, false)
    }
    return (check.unusedPages, true)
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
    let boots = try bootDifferences()
    let count = boots.wrong.count + boots.unknown.count
    return count == 0 ? nil : "\(count) boots are not what the runs in them tell"
  }

  /// New ones in the place of those whose pages are damaged, which cannot even be dropped: SQLite would follow their pages. What
  /// they took belongs to nothing from then on.
  func replace(derived damaged: [String]) throws(SQLiteError) {
    let names = damaged.map { "'\($0)'" }.joined(separator: ", ")
    try execute(
      """
      PRAGMA writable_schema = ON;
      DELETE FROM sqlite_schema WHERE name IN (\(names)) OR tbl_name IN (\(names));
      PRAGMA writable_schema = RESET;
      """)
    for table in Schema.derived where damaged.contains(table.name) { try execute(table.sql) }
  }
}
