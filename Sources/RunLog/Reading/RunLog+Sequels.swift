import Catalog

/// What later runs made of a run.
extension RunLog {
  /// Of a row of `task`: a later run took back what it changed.
  ///
  /// CROSS JOIN keeps the order (https://sqlite.org/optoverview.html#manctrl): runs that roll back are few, and tasks of
  /// one name as many as there are runs.
  static let isTakenBack = """
    EXISTS (SELECT 1 FROM run AS later CROSS JOIN task AS back ON back.run = later.run
      WHERE later.rolls_back = task.run AND back.name = task.name AND back.outcome = 'rolled_back')
    """

  /// Of a row of `task` that succeeded: no later run has begun to take back what it changed. One that failed in it leaves
  /// no success either, but is no way back that was gone. As in the view `success`.
  static let stands = """
    NOT EXISTS (SELECT 1 FROM run AS later CROSS JOIN task AS back ON back.run = later.run
      WHERE later.rolls_back = task.run AND back.name = task.name
        AND (back.outcome = 'rolled_back' OR back.needs_human = 1))
    """

  /// The tasks of a run whose changes were taken back by `maint rollback`.
  package func tasksTakenBack(of run: Int) throws(RunLogFailure) -> Set<TaskName> {
    try reading { () throws(SQLiteError) in
      var names: Set<TaskName> = []
      try connection.each("SELECT name FROM task WHERE run = ? AND \(Self.isTakenBack)", [.integer(run)]) {
        row throws(SQLiteError) in names.insert(try TaskName(stored: row.text(0)))
      }
      return names
    }
  }

  /// The tasks of a run that succeeded in it and no longer count as done: `maint rollback` took them back, or failed to.
  package func tasksNotStanding(of run: Int) throws(RunLogFailure) -> Set<TaskName> {
    try reading { () throws(SQLiteError) in
      var names: Set<TaskName> = []
      try connection.each("SELECT name FROM task WHERE run = ? AND NOT \(Self.stands)", [.integer(run)]) {
        row throws(SQLiteError) in names.insert(try TaskName(stored: row.text(0)))
      }
      return names
    }
  }

  /// The last run after this one in which the task changed something with success, and that was not taken back.
  package func laterChange(of task: TaskName, after run: Int) throws(RunLogFailure) -> Int? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT run FROM task WHERE name = ? AND run > ? AND outcome = 'succeeded' AND NOT \(Self.isTakenBack)
          AND EXISTS (SELECT 1 FROM step JOIN attempt USING (run, task, step)
            WHERE step.run = task.run AND step.task = task.task AND stage = 'change' AND attempt > 0)
        ORDER BY run DESC LIMIT 1
        """, [.text(task.description), .integer(run)]
      ) { $0.integer(0) }
    }
  }

  /// Whether a recovery took the run up after a crash.
  package func wasRecovered(_ run: Int) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try connection.first("SELECT 1 FROM recovery WHERE run = ?", [.integer(run)]) { _ in true } ?? false
    }
  }

  /// Whether a run that takes this one back is not over, or left something behind that waits for a recovery or a human.
  package func isBeingTakenBack(_ run: Int) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT 1 FROM run AS later WHERE rolls_back = ? AND (outcome IS NULL OR EXISTS (
          SELECT 1 FROM task WHERE task.run = later.run AND (needs_human = 1 OR task.outcome = 'interrupted')
            AND NOT \(Self.isResolved)))
        LIMIT 1
        """, [.integer(run)]
      ) { _ in true } ?? false
    }
  }

  /// The run that went on with this one; nil: none did.
  package func sequel(of run: Int) throws(RunLogFailure) -> Int? {
    try reading { () throws(SQLiteError) in
      try connection.first("SELECT max(run) FROM run WHERE resumes = ?", [.integer(run)]) { $0.optionalInteger(0) }
        ?? nil
    }
  }
}
