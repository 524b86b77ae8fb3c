import Catalog

extension RunLog {
  /// Writes down what was done with a backup. Synced: a backup that was pruned or copied is not there as it was. One
  /// that was copied or pruned is no longer to be copied.
  package func record(_ event: BackupEvent) throws(RunLogFailure) {
    try synced { () throws(SQLiteError) in
      try connection.run(
        """
        INSERT INTO backup_event (run, task, kind, path, detail, started_at, finished_at, bytes, data_age, error,
          done_by, rto, rpo)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .integer(event.run), .text(event.task.description), .text(event.kind.rawValue), .optional(event.path),
          .optional(event.detail), .time(event.startedAt), .time(event.finishedAt), .optional(event.bytes),
          .optional(event.dataAge?.microseconds), .optional(event.error), .text(event.doneBy),
          .optional(event.targets.rto?.microseconds), .optional(event.targets.rpo?.microseconds),
        ])
      if event.kind == .prune { try connection.append(pruned(event)) }
      if event.error == nil, event.kind == .copy || event.kind == .prune {
        try deleteDueCopy(run: event.run, task: event.task)
      }
    }
  }

  /// Written before the backup is removed, and once more where that failed.
  private func pruned(_ event: BackupEvent) -> AuditEntry {
    var details: [(name: String, value: AuditEntry.Detail)] = [("task", .text(event.task.description))]
    if let why = event.detail { details.append(("why", .text(why))) }
    if let error = event.error { details.append(("error", .text(error))) }
    return AuditEntry(.backupPruned, at: event.startedAt, by: actor, run: event.run, details: details)
  }

  /// What was done with one backup, the oldest first.
  package func backupEvents(run: Int, task: TaskName) throws(RunLogFailure) -> [BackupEvent] {
    try backupEvents("WHERE run = ? AND task = ? ORDER BY event", [.integer(run), .text(task.description)])
  }

  /// The latest of a kind, whichever backups they were about, the newest first.
  package func latestBackupEvents(_ kind: BackupEvent.Kind, limit: Int) throws(RunLogFailure) -> [BackupEvent] {
    try backupEvents("WHERE kind = ? ORDER BY event DESC LIMIT ?", [.text(kind.rawValue), .integer(limit)])
  }

  /// What was restored from the backups of a run, the oldest first.
  package func restores(ofRun run: Int) throws(RunLogFailure) -> [BackupEvent] {
    try backupEvents("WHERE run = ? AND kind = 'restore' ORDER BY event", [.integer(run)])
  }

  private func backupEvents(_ condition: String, _ values: [Value]) throws(RunLogFailure) -> [BackupEvent] {
    try reading { () throws(SQLiteError) in
      mayHold(.backupEvents) ? try readBackupEvents(condition, values) : []
    }
  }

  func readBackupEvents(_ condition: String, _ values: [Value] = []) throws(SQLiteError) -> [BackupEvent] {
    var found: [BackupEvent] = []
    try connection.each(
      """
      SELECT run, task, kind, path, detail, started_at, finished_at, bytes, data_age, error, done_by, rto, rpo
      FROM backup_event \(condition)
      """, values
    ) { row throws(SQLiteError) in
      var event = BackupEvent(
        run: row.integer(0), task: try TaskName(stored: row.text(1)),
        kind: try row.enumeration(2, as: BackupEvent.Kind.self), path: row.optionalText(3),
        detail: row.optionalText(4), startedAt: row.time(5), finishedAt: row.time(6), bytes: row.optionalInteger(7),
        dataAge: row.optionalInteger(8).map { .microseconds($0) }, error: row.optionalText(9), doneBy: row.text(10))
      event.targets = RecoveryTargets(
        rto: row.optionalInteger(11).map { .microseconds($0) }, rpo: row.optionalInteger(12).map { .microseconds($0) })
      found.append(event)
    }
    return found
  }
}

extension Duration {
  /// Whole ones.
  fileprivate var microseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}
