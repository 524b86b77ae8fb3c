import Catalog
import Execution
import Scheduling

extension RunLog {
  /// Takes up a run whose maint is gone, or a rollback of which failed: from now on it is this process that carries it
  /// out, and the journal goes on writing to it, each step under a new number.
  ///
  /// `tasks`, by their positions in the plan, are open again. That a human is needed for them stays, so that their
  /// runbooks are refused until each has a new outcome. One transaction: a maint that is killed right after it leaves
  /// the run as it was found, interrupted.
  package func beginRecovery(
    of run: Int, tasks: [Int], by user: String, process: ProcessIdentity, bootID: String, now: Timestamp
  ) throws(RunLogFailure) {
    let numbers = try reporting { () throws(SQLiteError) in
      try aroundDamage { damaged throws(SQLiteError) in
        try connection.run(
          """
          INSERT INTO recovery (run, recovery, user, started_at, lost_pid, lost_start_time, lost_boot_id, idle_since)
          SELECT run, 1 + (SELECT count(*) FROM recovery WHERE recovery.run = run.run), ?1, ?2, pid, start_time, boot_id,
            \(Schema.lastKnown(ofRun: "run.run", before: "?2"))
          FROM run WHERE run = ?3
          """, [.text(user), .time(now), .integer(run)])
        // While the run still has it: what is not known of the boot afterwards is no reason to leave the host as it is, nor is
        // what is not counted of the tasks.
        if !damaged.contains("boot") { try connection.noteBeginning(ofRun: run) }
        try connection.append(AuditEntry(.recoveryBegun, at: now, by: actor, run: run))
        try take(run, process, bootID)
        for task in tasks {
          if !damaged.contains("reopened") {
            try connection.run(
              "INSERT OR IGNORE INTO reopened SELECT run, ? FROM run WHERE run = ? AND counted > 0",
              [.integer(task), .integer(run)])
          }
          try connection.run(
            "UPDATE task SET outcome = NULL, finished_at = NULL WHERE run = ? AND task = ?",
            [.integer(run), .integer(task)])
        }
        return try stepNumbers(of: run)
      }
    }
    write(to: run, after: numbers)
  }

  /// Goes on with a run in a copy of the log that another maint writes: nothing has come between, so it is no recovery.
  package func continueRun(_ run: Int, process: ProcessIdentity, bootID: String) throws(RunLogFailure) {
    let numbers = try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        try take(run, process, bootID)
        return try stepNumbers(of: run)
      }
    }
    write(to: run, after: numbers)
  }

  private func take(_ run: Int, _ process: ProcessIdentity, _ bootID: String) throws(SQLiteError) {
    try connection.run(
      """
      UPDATE run SET pid = ?, start_time = ?, boot_id = ?, outcome = NULL, finished_at = NULL, exit_code = NULL,
        started_boottime = NULL, finished_boottime = NULL
      WHERE run = ?
      """, [.integer(process.pid), .integer(process.startTime), .text(bootID), .integer(run)])
  }

  private func stepNumbers(of run: Int) throws(SQLiteError) -> StepNumbers {
    var numbers = StepNumbers()
    try connection.each(
      """
      SELECT task, step, stage, position, is_undo,
        max(\(Self.lastReported(in: "sample")), \(Self.lastReported(in: "variable")), \(Self.lastReported(in: "warning")))
      FROM step WHERE run = ? ORDER BY task, step
      """, [.integer(run)]
    ) { row throws(SQLiteError) in
      let key = StepKey(
        task: row.integer(0), stage: try row.enumeration(2, as: Stage.self), position: row.integer(3),
        isUndo: row.truth(4))
      numbers.add(key, number: row.integer(1), reported: row.integer(5))
    }
    return numbers
  }

  private static func lastReported(in table: String) -> String {
    """
    (SELECT coalesce(max(r.position), 0) FROM \(table) AS r
      WHERE r.run = step.run AND r.task = step.task AND r.step = step.step)
    """
  }

  /// The interrupted runs that nobody has recovered, newest first; those of whose interrupted tasks each was resolved
  /// are not among them.
  package func runsToRecover() throws(RunLogFailure) -> [Int] {
    try reading { () throws(SQLiteError) in
      var runs: [Int] = []
      try connection.each(
        """
        SELECT run FROM run WHERE outcome = 'interrupted' AND (
          NOT EXISTS (SELECT 1 FROM task WHERE task.run = run.run AND task.outcome = 'interrupted')
          OR EXISTS (
            SELECT 1 FROM task WHERE task.run = run.run AND task.outcome = 'interrupted' AND NOT \(Self.isResolved)))
        ORDER BY run DESC
        """
      ) { row in runs.append(row.integer(0)) }
      return runs
    }
  }

  /// The maint processes that carried the run out, each with its boot: all that ended in the middle of it, and the last.
  package func carriers(of run: Int) throws(RunLogFailure) -> [(process: ProcessIdentity, bootID: String)] {
    try reading { () throws(SQLiteError) in
      var found: [(process: ProcessIdentity, bootID: String)] = []
      try connection.each(
        """
        SELECT lost_pid, lost_start_time, lost_boot_id FROM recovery WHERE run = ?
        UNION ALL SELECT pid, start_time, boot_id FROM run WHERE run = ?
        """, [.integer(run), .integer(run)]
      ) { row in found.append((row.process(0), row.text(2))) }
      return found
    }
  }
}
