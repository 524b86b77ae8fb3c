import Catalog
import Execution
import Scheduling

extension RunLog {
  /// Marks the runs whose maint process is gone as interrupted, with what was open in them, and says what it marked.
  ///
  /// A task that was started is `interrupted`, and needs a human where an attempt of a step that changes or rolls back
  /// was intended; one that was not is `not_started`. How open steps and attempts ended nobody knows: `interrupted`,
  /// never a success, and without a time. Runs whose process is alive are left alone. `isAlive` is asked again within the
  /// write transaction, so that no run can end between the question and the mark.
  package func reconcile(
    isAlive: (ProcessIdentity, _ bootID: String) -> Bool, now: Timestamp
  ) throws(RunLogFailure) -> [InterruptedRun] {
    try reporting { () throws(SQLiteError) in
      // Mostly nothing is open but what runs, and then no lock is taken.
      if try runOwners("outcome IS NULL").allSatisfy({ isAlive($0.process, $0.bootID) }) { return [] }
      return try writing { () throws(SQLiteError) in
        var found: [InterruptedRun] = []
        for owner in try runOwners("outcome IS NULL") where !isAlive(owner.process, owner.bootID) {
          found.append(try mark(owner, isAlive: isAlive, now: now))
        }
        return found
      }
    }
  }

  private func mark(
    _ owner: RunOwner, isAlive: (ProcessIdentity, String) -> Bool, now: Timestamp
  ) throws(SQLiteError) -> InterruptedRun {
    let number: [Value] = [.integer(owner.run)]
    let found = InterruptedRun(
      run: owner.run, openTasks: try openTasks(of: owner.run), notStarted: try tasksNotStarted(of: owner.run),
      survivors: try readSurvivors(of: owner, isAlive: isAlive))
    try connection.run(
      """
      UPDATE task SET outcome = 'interrupted', reason = 'maint ended before the task did',
        needs_human = \(Self.changeWasIntended)
      WHERE run = ? AND outcome IS NULL AND started_at IS NOT NULL
      """, number)
    try connection.run(
      """
      UPDATE task SET outcome = 'not_started', reason = 'maint ended before the task was started'
      WHERE run = ? AND outcome IS NULL
      """, number)
    try connection.run("UPDATE step SET outcome = 'interrupted' WHERE run = ? AND outcome IS NULL", number)
    try connection.run("UPDATE attempt SET outcome = 'interrupted' WHERE run = ? AND outcome IS NULL", number)
    try connection.run(
      "UPDATE run SET outcome = 'interrupted', interruption_found_at = ? WHERE run = ?", [.time(now)] + number)
    try connection.appendEnd(of: owner.run, at: now, by: actor)
    // Who marks it may not know who is to be told: whoever knows does it next.
    try connection.noteFailures(ofRun: owner.run, at: now, by: announcer)
    return found
  }

  /// 1 for a task in which a step was intended that changes what its runbook is about, by itself or by rolling back;
  /// a backup changes nothing but the state folder, and the test of an `if` (attempt 0) is no change.
  static let changeWasIntended = """
    EXISTS (SELECT 1 FROM step JOIN attempt USING (run, task, step)
      WHERE step.run = task.run AND step.task = task.task AND stage IN ('change', 'rollback') AND attempt > 0)
    """

  private func openTasks(of run: Int) throws(SQLiteError) -> [InterruptedRun.OpenTask] {
    var tasks: [InterruptedRun.OpenTask] = []
    try connection.each(
      """
      SELECT name, runbook, \(Self.changeWasIntended),
        (SELECT stage FROM step WHERE step.run = task.run AND step.task = task.task ORDER BY step DESC LIMIT 1),
        waits_since, deadline, verdict, decided_at, confirmed_by, confirmed_uid, note
      FROM task LEFT JOIN confirmation USING (run, task)
      WHERE run = ? AND outcome IS NULL AND started_at IS NOT NULL ORDER BY task
      """, [.integer(run)]
    ) { row throws(SQLiteError) in
      tasks.append(
        InterruptedRun.OpenTask(
          name: try TaskName(stored: row.text(0)), runbook: row.text(1),
          stage: try row.optionalEnumeration(3, as: Stage.self), changeIntended: row.truth(2),
          confirmation: row.isNull(4) ? nil : try row.confirmation(4)))
    }
    return tasks
  }

  private func tasksNotStarted(of run: Int) throws(SQLiteError) -> [TaskName] {
    var names: [TaskName] = []
    try connection.each(
      "SELECT name FROM task WHERE run = ? AND outcome IS NULL AND started_at IS NULL ORDER BY task", [.integer(run)]
    ) { row throws(SQLiteError) in names.append(try TaskName(stored: row.text(0))) }
    return names
  }
}

extension Statement {
  /// From a column with its pid and the next one with its start time.
  func process(_ column: Int32) -> ProcessIdentity {
    ProcessIdentity(
      pid: Int32(truncatingIfNeeded: integer(column)), startTime: UInt64(truncatingIfNeeded: integer(column + 1)))
  }
}
