import Catalog
import Execution
import Scheduling

extension RunLog {
  /// The runbooks that are refused, with the tasks that are the reason, oldest first.
  package func unresolved() throws(RunLogFailure) -> [UnresolvedRunbook] {
    try reading { () throws(SQLiteError) in try readUnresolved() }
  }

  func readUnresolved() throws(SQLiteError) -> [UnresolvedRunbook] {
    var found: [UnresolvedRunbook] = []
    try connection.each(
      """
      SELECT runbook, name, run, outcome, reason FROM task
      WHERE needs_human = 1 AND NOT EXISTS (
        SELECT 1 FROM resolution WHERE resolution.run = task.run AND resolution.task = task.task)
      ORDER BY run, task
      """
    ) { row throws(SQLiteError) in
      found.append(
        UnresolvedRunbook(
          runbook: row.text(0), task: try TaskName(stored: row.text(1)), run: row.integer(2),
          outcome: try row.enumeration(3, as: TaskOutcome.self), reason: row.optionalText(4)))
    }
    return found
  }

  /// Writes down that what the run left behind has been put right: by the task, or by all of its tasks where `task` is
  /// nil. Synced. Fails with `nothingToResolve` where none of them needs a human.
  package func resolve(
    run: Int, task: TaskName?, by: String, reason: String, now: Timestamp
  ) throws(RunLogFailure) {
    let count = try reporting { () throws(SQLiteError) in
      let count = try writing { () throws(SQLiteError) in
        try connection.run(
          """
          INSERT INTO resolution (run, task, resolved_by, reason, resolved_at)
          SELECT run, task, ?, ?, ? FROM task
          WHERE run = ? AND needs_human = 1 AND (? IS NULL OR name = ?)
          ON CONFLICT DO NOTHING
          """,
          [
            .text(by), .text(reason), .time(now), .integer(run), .optional(task?.description),
            .optional(task?.description),
          ])
        return connection.changes
      }
      try sync()
      return count
    }
    guard count > 0 else {
      let what = task.map { "\($0) of run \(run)" } ?? "run \(run)"
      throw RunLogFailure(
        kind: .nothingToResolve, message: "\(what): nothing in it needs a human, or it was resolved before",
        hint: "'maint status' shows what needs a human")
    }
  }
}
