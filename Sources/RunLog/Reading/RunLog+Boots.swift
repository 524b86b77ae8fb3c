import Execution
import Scheduling

/// How long the host was up, and which runs are dead.
extension RunLog {
  /// The times in which the host was up, as far as runs tell that were made up to a moment, in order.
  package func boots(upTo now: Timestamp) throws(RunLogFailure) -> [Range<Timestamp>] {
    let clocks = try bootClocks(upTo: now)
    return clocks.indices.map { index in
      let (clock, next) = (clocks[index], clocks.dropFirst(index + 1).first)
      let end = min(clock.bootedAt + clock.lastSeen, next?.bootedAt ?? .max)
      return Self.time(clock.bootedAt)..<Self.time(max(clock.bootedAt, end))
    }
  }

  /// When the first run began, by the clock that most of them saw; nil: there is none.
  package func firstRunTime(upTo now: Timestamp) throws(RunLogFailure) -> Timestamp? {
    try bootClocks(upTo: now).map { Self.time($0.bootedAt + $0.firstSeen) }.min()
  }

  private static func time(_ microseconds: Int) -> Timestamp { Timestamp(microseconds: Int64(microseconds)) }

  /// In the order in which they were made.
  private func bootClocks(upTo now: Timestamp) throws(RunLogFailure) -> [BootClock] {
    try reading { () throws(SQLiteError) in
      var boots: [String: (firstRun: Int, clock: BootClock)] = [:]
      try connection.each("SELECT booted_at, votes, first_seen, last_seen, first_run, boot_id FROM boot") { row in
        boots[row.text(5)] = (row.integer(4), row.bootClock(0))
      }
      try connection.each(
        """
        SELECT boot_id, started_at, started_boottime, run FROM run INDEXED BY run_uncounted
        WHERE counted < 2 AND counted = 0 AND started_at <= ? AND NOT EXISTS (SELECT 1 FROM recovery WHERE recovery.run = run.run) ORDER BY run
        """, [.time(now)]
      ) { row in
        let (id, moment, sinceBoot) = (row.text(0), row.amount(1), row.optionalAmount(2))
        var known = boots[id] ?? (row.integer(3), BootClock(at: moment, sinceBoot: sinceBoot))
        if boots[id] != nil { known.clock.see(at: moment, sinceBoot: sinceBoot) }
        boots[id] = known
      }
      let made = boots.values.sorted { $0.firstRun < $1.firstRun }.map(\.clock)
      return BootClock.agreeing(made.filter { $0.bootedAt + $0.firstSeen <= now.microseconds })
    }
  }

  /// The runs without an outcome whose maint is gone. What was found gone is looked at once more: a run may write its outcome and
  /// end between the reading and the look at its process.
  package func deadRuns(
    isAlive: (ProcessIdentity, _ bootID: String) -> Bool
  ) throws(RunLogFailure) -> Set<Int> {
    func dead() throws(RunLogFailure) -> Set<Int> {
      let open = try reading { () throws(SQLiteError) in try runOwners("outcome IS NULL") }
      return Set(open.filter { !isAlive($0.process, $0.bootID) }.map(\.run))
    }
    let first = try dead()
    return first.isEmpty ? [] : first.intersection(try dead())
  }
}
