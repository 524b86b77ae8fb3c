/// The boots of the host, as the runs in them tell.
extension Connection {
  /// What the beginning of a run tells of its boot; nothing of the first boot of one that was recovered in another.
  func noteBeginning(ofRun number: Int) throws(SQLiteError) {
    let seen = try first(
      """
      SELECT boot_id, started_at, started_boottime FROM run
      WHERE run = ? AND NOT EXISTS (SELECT 1 FROM recovery WHERE recovery.run = run.run AND lost_boot_id <> boot_id)
      """, [.integer(number)]
    ) { row in (id: row.text(0), at: row.amount(1), sinceBoot: row.optionalAmount(2)) }
    if let seen { try see(seen.id, run: number, at: seen.at, sinceBoot: seen.sinceBoot) }
  }

  /// The same of its end. In which boot that was, logs of long ago do not tell.
  func noteEnd(ofRun number: Int) throws(SQLiteError) {
    let seen = try first(
      "SELECT boot_id, finished_at, finished_boottime FROM run WHERE run = ? AND finished_at IS NOT NULL",
      [.integer(number)]
    ) { row in (id: row.text(0), at: row.amount(1), sinceBoot: row.optionalAmount(2)) }
    guard let seen, let sinceBoot = seen.sinceBoot else { return }
    try see(seen.id, run: number, at: seen.at, sinceBoot: sinceBoot)
  }

  private func see(_ id: String, run number: Int, at moment: Int, sinceBoot: Int?) throws(SQLiteError) {
    let known = try first(
      "SELECT booted_at, votes, first_seen, last_seen, first_run FROM boot WHERE boot_id = ?", [.text(id)]
    ) { row in (clock: row.bootClock(0), firstRun: row.integer(4)) }
    var clock = known?.clock ?? BootClock(at: moment, sinceBoot: sinceBoot)
    if known != nil { clock.see(at: moment, sinceBoot: sinceBoot) }
    try set(id, clock, firstRun: min(known?.firstRun ?? number, number))
  }

  private func set(_ id: String, _ clock: BootClock, firstRun: Int) throws(SQLiteError) {
    try run(
      "INSERT OR REPLACE INTO boot (boot_id, first_run, booted_at, votes, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(id), .integer(firstRun), .integer(clock.bootedAt), .integer(clock.votes),
        .integer(clock.firstSeen), .integer(clock.lastSeen),
      ])
  }

  /// What of the boots is not as the rows of the runs that are counted have it: `wrong` with what it should be, and `unknown` those
  /// that no run tells of. A run that was recovered in a later boot has told of its first one what its row does not have any
  /// more, so of boots more may be known.
  func bootDifferences() throws(SQLiteError) -> (wrong: [BootRow], unknown: [String]) {
    var kept: [String: BootRow] = [:]
    try each("SELECT booted_at, votes, first_seen, last_seen, first_run, boot_id FROM boot") { row in
      kept[row.text(5)] = BootRow(id: row.text(5), firstRun: row.integer(4), clock: row.bootClock(0))
    }
    let told = try bootsOfRuns()
    let wrong = told.values.filter { boot in !(kept[boot.id]?.knows(boot) ?? false) }
    var unknown: [String] = []
    for id in kept.keys where told[id] == nil {
      let isKnown = try first(
        "SELECT 1 FROM run WHERE boot_id = ?1 UNION ALL SELECT 1 FROM recovery WHERE lost_boot_id = ?1 LIMIT 1",
        [.text(id)]
      ) { _ in true }
      if isKnown == nil { unknown.append(id) }
    }
    return (wrong.sorted { $0.firstRun < $1.firstRun }, unknown.sorted())
  }

  /// Those of the runs that are counted, by their ids.
  private func bootsOfRuns() throws(SQLiteError) -> [String: BootRow] {
    var boots: [String: BootRow] = [:]
    try each(
      """
      SELECT run, boot_id, started_at, started_boottime, finished_at, finished_boottime,
        EXISTS (SELECT 1 FROM recovery WHERE recovery.run = run.run AND lost_boot_id <> boot_id)
      FROM run WHERE counted > 0 ORDER BY run
      """
    ) { row in
      func see(at moment: Int, sinceBoot: Int?) {
        var boot =
          boots[row.text(1)]
          ?? BootRow(
            id: row.text(1), firstRun: row.integer(0), clock: BootClock(at: moment, sinceBoot: sinceBoot), isNew: true)
        if !boot.isNew { boot.clock.see(at: moment, sinceBoot: sinceBoot) }
        boot.isNew = false
        boots[boot.id] = boot
      }
      if !row.truth(6) { see(at: row.amount(2), sinceBoot: row.optionalAmount(3)) }
      if let finished = row.optionalAmount(4), let sinceBoot = row.optionalAmount(5) {
        see(at: finished, sinceBoot: sinceBoot)
      }
    }
    return boots
  }

  /// Within a transaction.
  func mendBoots() throws(SQLiteError) {
    let (wrong, unknown) = try bootDifferences()
    for id in unknown { try run("DELETE FROM boot WHERE boot_id = ?", [.text(id)]) }
    for boot in wrong { try set(boot.id, boot.clock, firstRun: boot.firstRun) }
  }
}

extension Statement {
  /// From a column and the next three.
  func bootClock(_ column: Int32) -> BootClock {
    BootClock(
      bootedAt: amount(column), votes: amount(column + 1), firstSeen: amount(column + 2),
      lastSeen: amount(column + 3))
  }
}
