import Scheduling

/// How the clock went from run to run.
extension RunLog {
  /// What the clock showed at the end of the latest run, or at its beginning where its end is not known; nil: there was
  /// no run.
  package func latestReading() throws(RunLogFailure) -> (run: Int, reading: ClockReading)? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT run, coalesce(finished_at, started_at), iif(finished_at IS NULL, started_boottime, finished_boottime),
          boot_id
        FROM run ORDER BY run DESC LIMIT 1
        """
      ) { row in
        (
          row.integer(0),
          ClockReading(
            wall: row.time(1), sinceBoot: row.optionalInteger(2).map { .microseconds($0) }, bootID: row.text(3))
        )
      }
    }
  }

  /// Notes how long the host had been up when the run ended.
  package func note(end reading: ClockReading, ofRun run: Int) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      try aroundDamage { damaged throws(SQLiteError) in
        try connection.run(
          "UPDATE run SET finished_boottime = ? WHERE run = ?",
          [.optional(reading.sinceBoot?.wholeMicroseconds), .integer(run)])
        if !damaged.contains("boot") { try connection.noteEnd(ofRun: run) }
      }
    }
  }
}
