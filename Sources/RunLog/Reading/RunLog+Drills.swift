import Scheduling

extension RunLog {
  /// Of each task the last drill of the newest backup that could be had, by name. One that was well under a clock that was ahead
  /// says nothing of how long ago that was, so it is passed over.
  func readDrills(upTo now: Timestamp) throws(SQLiteError) -> [BackupEvent] {
    guard mayHold(.backupEvents) else { return [] }
    // Each name is looked up from the one before: names are few and their rows many.
    return try readBackupEvents(
      """
      WHERE event IN (
        WITH RECURSIVE known (name) AS (
          SELECT (
            SELECT min(task) FROM backup_event INDEXED BY backup_event_drill
            WHERE kind = 'drill' AND data_age IS NOT NULL)
          UNION ALL
          SELECT (
            SELECT min(task) FROM backup_event INDEXED BY backup_event_drill
            WHERE kind = 'drill' AND data_age IS NOT NULL AND backup_event.task > known.name)
          FROM known WHERE known.name IS NOT NULL
        )
        SELECT (
          SELECT event FROM backup_event INDEXED BY backup_event_drill
          WHERE kind = 'drill' AND data_age IS NOT NULL AND task = known.name AND (started_at <= ?1 OR error IS NOT NULL)
          ORDER BY event DESC LIMIT 1)
        FROM known
      )
      ORDER BY task
      """, [.time(now)])
  }
}
