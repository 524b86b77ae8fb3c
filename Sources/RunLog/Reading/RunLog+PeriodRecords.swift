import Catalog
import Execution
import Scheduling

/// What people did in a period, what was told, and what became of backups.
extension RunLog {
  /// Alerts of the kinds, in order.
  package func alerts(in period: Range<Timestamp>, of kinds: Set<Alert.Kind>) throws(RunLogFailure) -> [Alert] {
    try reading { () throws(SQLiteError) in
      try readAlerts("at >= ?1 AND at < ?2", [.time(period.lowerBound), .time(period.upperBound)]).reversed()
        .filter { kinds.contains($0.kind) }
    }
  }

  /// Exceptions from windows and freezes that began in the period, in order.
  package func windowExceptions(in period: Range<Timestamp>) throws(RunLogFailure) -> [WindowExceptionRecord] {
    try reading { () throws(SQLiteError) in
      try readExceptions(
        "WHERE starts_at >= ? AND starts_at < ? ORDER BY exception",
        [.time(period.lowerBound), .time(period.upperBound)])
    }
  }

  /// The runs that began in the period, were over at its end and lacked a signature then, the newest first, and how many signatures
  /// had been given by then for runs of the period.
  package func signOffs(
    in period: Range<Timestamp>
  ) throws(RunLogFailure) -> (unsigned: [UnsignedRun], signatures: Int) {
    try reading { () throws(SQLiteError) in
      var (unsigned, signatures): ([UnsignedRun], Int) = ([], 0)
      try connection.each(
        """
        SELECT r.run, r.started_at, r.outcome, role, signed_at FROM run AS r INDEXED BY run_time
        CROSS JOIN sign_off ON sign_off.run = r.run
        WHERE r.started_at >= ?1 AND r.started_at < ?2 AND r.outcome IS NOT NULL
          AND (r.finished_at IS NULL OR r.finished_at < ?2)
        ORDER BY r.started_at DESC, r.run DESC, role
        """, [.time(period.lowerBound), .time(period.upperBound)]
      ) { row throws(SQLiteError) in
        let signedAt = row.optionalTime(4)
        if let signedAt, signedAt < period.upperBound { return signatures += 1 }
        if unsigned.last?.run != row.integer(0) {
          unsigned.append(
            UnsignedRun(
              run: row.integer(0), startedAt: row.time(1), outcome: try row.enumeration(2, as: RunOutcome.self),
              roles: [], isSignedSince: true))
        }
        unsigned[unsigned.count - 1].roles.append(row.text(3))
        if signedAt == nil { unsigned[unsigned.count - 1].isSignedSince = false }
      }
      return (unsigned, signatures)
    }
  }

  /// Of each task that had backups at the moment, as far as is known: how many, and which of them were whole. By name. Those that
  /// maint has pruned since were there then. `isMissing`: their folders are known to be gone at that moment, though nothing was told of it.
  package func keptBackups(
    at moment: Timestamp, isMissing: (_ run: Int, TaskName) -> Bool = { _, _ in false }
  ) throws(RunLogFailure) -> [KeptBackups] {
    try reading { () throws(SQLiteError) in
      var found: [TaskName: KeptBackups] = [:]
      func add(_ query: String, isKeptNow: Bool) throws(SQLiteError) {
        try connection.each(query, [.time(moment)]) { row throws(SQLiteError) in
          let (name, run) = (try TaskName(stored: row.text(0)), row.integer(1))
          let missingAt = isKeptNow && isMissing(run, name) ? moment : nil
          let isBad = row.truth(4) || missingAt != nil
          found[name, default: KeptBackups(task: name)].add(
            run: run, at: row.time(2), lostAt: row.optionalTime(3) ?? missingAt, isLostNow: isKeptNow && isBad)
        }
      }
      try add(
        """
        SELECT name, run, started_at, \(Self.foundLost("t", "AND v.started_at < ?1")),
          \(Self.foundLost("t")) IS NOT NULL
        FROM task AS t INDEXED BY task_sealed WHERE seal_checksum IS NOT NULL AND started_at < ?1
        """, isKeptNow: true)
      try add(
        """
        SELECT DISTINCT t.name, t.run, t.started_at, \(Self.foundLost("t", "AND v.started_at < ?1")), 0
        FROM backup_event AS e
        JOIN task AS t ON t.run = e.run AND t.name = e.task
        WHERE e.kind = 'prune' AND e.error IS NULL AND e.path IS NULL AND e.started_at >= ?1 AND t.started_at < ?1
          AND t.seal_checksum IS NULL
          AND (coalesce(e.detail, '') NOT LIKE 'missing, %' OR \(Self.foundLost("t", "AND v.started_at < ?1")) IS NOT NULL)
        """, isKeptNow: false)
      return found.values.sorted { "\($0.task)" < "\($1.task)" }
    }
  }

  /// When the latest verification of a backup, among those meant, found it damaged or gone; NULL: it did not, or there is none.
  private static func foundLost(_ table: String, _ which: String = "") -> String {
    """
    (SELECT CASE WHEN v.error IS NOT NULL THEN v.started_at END FROM backup_event AS v
      WHERE v.run = \(table).run AND v.task = \(table).name AND v.kind = 'verify' \(which)
      ORDER BY v.event DESC LIMIT 1)
    """
  }

  /// Of each task the last drill, begun before the moment, of the newest backup that could be had.
  package func lastRestoreDrills(before moment: Timestamp) throws(RunLogFailure) -> [BackupEvent] {
    try reading { () throws(SQLiteError) in
      try readBackupEvents(
        """
        WHERE event IN (SELECT max(event) FROM backup_event INDEXED BY backup_event_drill
          WHERE kind = 'drill' AND data_age IS NOT NULL AND started_at < ? GROUP BY task)
        ORDER BY task
        """, [.time(moment)])
    }
  }

  /// How often each kind of thing was done with backups in the period, and how often it failed.
  package func backupEventCounts(
    in period: Range<Timestamp>
  ) throws(RunLogFailure) -> [BackupEvent.Kind: (all: Int, failed: Int)] {
    try reading { () throws(SQLiteError) in
      var found: [BackupEvent.Kind: (all: Int, failed: Int)] = [:]
      try connection.each(
        "SELECT kind, count(*), count(error) FROM backup_event WHERE started_at >= ? AND started_at < ? GROUP BY kind",
        [.time(period.lowerBound), .time(period.upperBound)]
      ) { row throws(SQLiteError) in
        found[try row.enumeration(0, as: BackupEvent.Kind.self)] = (row.integer(1), row.integer(2))
      }
      return found
    }
  }

  /// Those of the period that failed, the newest first.
  package func failedBackupEvents(in period: Range<Timestamp>) throws(RunLogFailure) -> [BackupEvent] {
    try reading { () throws(SQLiteError) in
      try readBackupEvents(
        "WHERE started_at >= ? AND started_at < ? AND error IS NOT NULL ORDER BY event DESC",
        [.time(period.lowerBound), .time(period.upperBound)])
    }
  }

  /// The newest value of a series before a moment; nil: there is none. Of a day whose samples were thinned the last is kept, so
  /// that what was told of a moment is told of it for ever.
  package func latest(of series: SeriesKey, before moment: Timestamp) throws(RunLogFailure) -> Measurement? {
    try reading { () throws(SQLiteError) in try latestHere(of: series, before: moment) }
  }

  /// The same of all series that have one, in their order.
  package func latestValues(
    before moment: Timestamp
  ) throws(RunLogFailure) -> [(series: SeriesKey, latest: Measurement)] {
    try reading { () throws(SQLiteError) in
      var found: [(series: SeriesKey, latest: Measurement)] = []
      for series in try seriesKeysHere() {
        if let latest = try latestHere(of: series, before: moment) { found.append((series, latest)) }
      }
      return found
    }
  }

  /// Of several of one moment the greatest, as thinning keeps it. nil: whenever that is.
  func latestHere(of series: SeriesKey, before moment: Timestamp? = nil) throws(SQLiteError) -> Measurement? {
    var found: [Measurement] = []
    for (table, at, value) in [
      ("sample", "at", "value"), ("noted_sample", "at", "value"),
      ("day_median", "coalesce(last_at, at)", "coalesce(last, median)"),
    ] {
      // A day is there by its noon, and its last sample may be after that.
      let isBefore = moment == nil ? "" : "AND at < ?4 AND \(at) < ?3"
      let end = moment.map { moment -> [Value] in
        [.time(moment), .time(table == "day_median" ? moment + .seconds(86_400) : moment)]
      }
      let latest = try connection.first(
        """
        SELECT \(at), \(value) FROM \(table) WHERE name = ?1 AND labels = ?2 \(isBefore) AND \(value) IS NOT NULL
        ORDER BY at DESC, \(value) DESC LIMIT 1
        """, series.values + (end ?? [])
      ) { row in Measurement(at: row.time(0), value: row.real(1)) }
      if let latest { found.append(latest) }
    }
    return found.max { ($0.at, $0.value) < ($1.at, $1.value) }
  }
}
