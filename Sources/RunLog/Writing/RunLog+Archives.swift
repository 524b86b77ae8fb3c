import Catalog

extension RunLog {
  /// Writes down a backup of a path, in place of an earlier one of the same task: an attempt that is repeated makes it
  /// anew. Synced, since the change that it is made for comes next.
  package func record(_ archive: ArchiveRecord, run: Int, task: TaskName) throws(RunLogFailure) {
    let count = try synced { () throws(SQLiteError) in
      try connection.run(
        """
        INSERT OR REPLACE INTO archive (run, task, path, file, manifest, file_checksum, manifest_checksum, entries,
          bytes, archive_bytes, made_at)
        SELECT run, task, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM task WHERE run = ? AND name = ?
        """,
        [
          .text(archive.path), .optional(archive.file), .text(archive.manifest), .optional(archive.fileChecksum),
          .text(archive.manifestChecksum), .integer(archive.entries), .integer(archive.bytes),
          .integer(archive.archiveBytes), .time(archive.madeAt), .integer(run), .text(task.description),
        ])
      return connection.changes
    }
    guard count > 0 else { throw Self.noSuchTask(task, run: run) }
  }

  /// Writes down the SHA-256 of the list that completes a task's backup. Synced, since the change comes next.
  package func recordSeal(checksum: String, run: Int, task: TaskName) throws(RunLogFailure) {
    let count = try synced { () throws(SQLiteError) in
      try connection.run(
        "UPDATE task SET seal_checksum = ? WHERE run = ? AND name = ?",
        [.text(checksum), .integer(run), .text(task.description)])
      return connection.changes
    }
    guard count > 0 else { throw Self.noSuchTask(task, run: run) }
  }

  /// Forgets the seal of a backup that is gone and was told to be pruned.
  package func forgetSeal(run: Int, task: TaskName) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        try connection.run(
          "UPDATE task SET seal_checksum = NULL WHERE run = ? AND name = ?",
          [.integer(run), .text(task.description)])
      }
    }
  }

  /// The backups that were sealed and that were not pruned since, by run: those that should be there.
  package func sealedBackups() throws(RunLogFailure) -> [(run: Int, task: TaskName)] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.sealedBackups) else { return [] }
      var found: [(run: Int, task: TaskName)] = []
      try connection.each(
        """
        SELECT run, name FROM task INDEXED BY task_sealed WHERE seal_checksum IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM backup_event
          WHERE backup_event.run = task.run AND backup_event.task = name AND kind = 'prune' AND error IS NULL)
        ORDER BY run
        """
      ) { row throws(SQLiteError) in found.append((row.integer(0), try TaskName(stored: row.text(1)))) }
      return found
    }
  }

  private static func noSuchTask(_ task: TaskName, run: Int) -> RunLogFailure {
    RunLogFailure(
      kind: .noSuchTask, message: "run \(run) has no task \(task)", hint: "'maint show \(run)' lists them")
  }

  /// The backups of paths that a task of a run made, by path.
  package func archives(run: Int, task: TaskName) throws(RunLogFailure) -> [ArchiveRecord] {
    try reading { () throws(SQLiteError) in
      var found: [ArchiveRecord] = []
      try connection.each(
        """
        SELECT path, file, manifest, file_checksum, manifest_checksum, entries, bytes, archive_bytes, made_at,
          after_manifest, after_checksum
        FROM archive JOIN task USING (run, task) WHERE run = ? AND name = ? ORDER BY path
        """, [.integer(run), .text(task.description)]
      ) { row in
        found.append(
          ArchiveRecord(
            path: row.text(0), file: row.optionalText(1), manifest: row.text(2), fileChecksum: row.optionalText(3),
            manifestChecksum: row.text(4), entries: row.integer(5), bytes: row.integer(6),
            archiveBytes: row.integer(7), madeAt: row.time(8),
            remainder: row.optionalText(9).map {
              ArchiveRecord.Remainder(manifest: $0, checksum: row.text(10))
            }))
      }
      return found
    }
  }
}
