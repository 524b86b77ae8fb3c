import Catalog
import Scheduling
import Execution

/// What became of backups after they were made.
extension RunLog {
  /// nil where the run log does not have the task.
  package func backupOrigin(run: Int, task: TaskName) throws(RunLogFailure) -> BackupOrigin? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT runbook, seal_checksum, run.started_at,
          (SELECT finished_at FROM step WHERE step.run = task.run AND step.task = task.task AND stage = 'backup'
            ORDER BY step DESC LIMIT 1),
          run.outcome IS NOT NULL, pid, start_time, boot_id,
          EXISTS (SELECT 1 FROM task WHERE run = ?1 AND (needs_human = 1 OR outcome = 'interrupted')
            AND NOT \(Self.isResolved)),
          (SELECT CASE WHEN error IS NOT NULL THEN started_at END FROM backup_event
            WHERE run = ?1 AND task = ?2 AND kind = 'verify' ORDER BY event DESC LIMIT 1),
          stage, position, is_undo, task.task, task.outcome, cleanup_failed, warnings, failed_step, reason
        FROM task JOIN run USING (run)
        LEFT JOIN step ON step.run = task.run AND step.task = task.task AND step.step = failed_step
        WHERE task.name = ?2 AND task.run = ?1
        """, [.integer(run), .text(task.description)]
      ) { row throws(SQLiteError) in
        let stage = try row.optionalEnumeration(10, as: Stage.self)
        let failedStep = stage.map {
          StepKey(task: row.integer(13), stage: $0, position: row.integer(11), isUndo: row.truth(12))
        }
        return BackupOrigin(
          runbook: row.text(0), sealChecksum: row.optionalText(1),
          result: try row.taskResult(14, failedStep: { _ in failedStep }), runStartedAt: row.time(2),
          madeAt: row.optionalTime(3), isRunOver: row.truth(4), maint: row.process(5), bootID: row.text(7),
          isUnresolved: row.truth(8), foundDamagedAt: row.optionalTime(9))
      }
    }
  }

  /// Of each backup that should be there and that its latest verification found damaged, or gone, that verification; the
  /// newest backup first.
  func readDamagedBackups() throws(SQLiteError) -> [BackupEvent] {
    guard mayHold(.sealedBackups), mayHold(.backupEvents) else { return [] }
    return try readBackupEvents(
      """
      WHERE error IS NOT NULL AND event IN (
        SELECT (SELECT max(event) FROM backup_event AS known
          WHERE known.run = task.run AND known.task = name AND kind = 'verify')
        FROM task INDEXED BY task_sealed WHERE seal_checksum IS NOT NULL)
      ORDER BY run DESC, task
      """)
  }

  /// Of these tasks those that had backups, all of which were pruned by then, or struck off as they were gone. `kept`: those
  /// that had one then.
  package func tasksWithoutBackup(
    of tasks: [TaskName], kept: Set<TaskName>, by moment: Timestamp
  ) throws(RunLogFailure) -> [TaskName] {
    let without = tasks.filter { !kept.contains($0) }
    if without.isEmpty { return [] }
    return try reading { () throws(SQLiteError) in
      guard mayHold(.backupEvents) else { return [] }
      var found: Set<TaskName> = []
      try connection.each(
        """
        SELECT DISTINCT task FROM backup_event
        WHERE kind = 'prune' AND error IS NULL AND path IS NULL AND started_at <= ?
        """, [.time(moment)]
      ) { row throws(SQLiteError) in found.insert(try TaskName(stored: row.text(0))) }
      return without.filter(found.contains)
    }
  }

  /// Sealed backups that were never copied off-site and are not expected to be, with their runbooks, the newest first.
  package func backupsNeverCopied() throws(RunLogFailure) -> [(run: Int, task: TaskName, runbook: String)] {
    try reading { () throws(SQLiteError) in
      var found: [(run: Int, task: TaskName, runbook: String)] = []
      try connection.each(
        """
        SELECT run, name, runbook FROM task INDEXED BY task_sealed
        WHERE seal_checksum IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM backup_event
          WHERE backup_event.run = task.run AND backup_event.task = name AND kind IN ('prune', 'copy') AND error IS NULL)
        AND NOT EXISTS (SELECT 1 FROM due_copy WHERE due_copy.run = task.run AND due_copy.task = name)
        ORDER BY run DESC, name
        """
      ) { row throws(SQLiteError) in
        found.append((row.integer(0), try TaskName(stored: row.text(1)), row.text(2)))
      }
      return found
    }
  }
}
