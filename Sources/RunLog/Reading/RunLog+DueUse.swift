import Catalog
import Scheduling

/// Who starts the tasks of a project: `maint run --due`, or people.
extension RunLog {
  /// The last run before a moment in which `run --due` chose tasks; 0: there is none. Reads runs backwards until it is found.
  package func lastDueRun(
    of project: String, before moment: Timestamp = Timestamp(microseconds: .max)
  ) throws(RunLogFailure) -> Int {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT run FROM run
        WHERE project = ? AND started_at < ?
          AND EXISTS (SELECT 1 FROM task WHERE task.run = run.run AND task.due_at IS NOT NULL)
        ORDER BY run DESC LIMIT 1
        """, [.text(project), .time(moment)]
      ) { $0.integer(0) } ?? 0
    }
  }

  /// The first and the last success of a task, in the runs after one, that `run --due` had no part in; nil: there is none.
  package func successesByHand(
    of task: TaskName, project: String, after run: Int, before moment: Timestamp = Timestamp(microseconds: .max)
  ) throws(RunLogFailure) -> ClosedRange<Timestamp>? {
    try reading { () throws(SQLiteError) in
      var found: ClosedRange<Timestamp>?
      try connection.each(
        """
        SELECT task.started_at FROM task CROSS JOIN run ON run.run = task.run
        WHERE task.name = ? AND task.run > ? AND task.due_at IS NULL AND task.started_at < ?
          AND (task.outcome = 'succeeded' OR task.outcome = 'skipped') AND run.project = ?
        """, [.text(task.description), .integer(run), .time(moment), .text(project)]
      ) { row in
        let at = row.time(0)
        found = min(found?.lowerBound ?? at, at)...max(found?.upperBound ?? at, at)
      }
      return found
    }
  }
}
