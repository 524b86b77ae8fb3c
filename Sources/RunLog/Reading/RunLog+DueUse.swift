import Catalog
import Scheduling

/// Who starts the tasks of a project: `maint run --due`, or people.
extension RunLog {
  /// nil: `run --due` was never used there. Reads runs backwards, only until it is known to be used regularly.
  package func dueUse(of project: String) throws(RunLogFailure) -> DueUse? {
    try reading { () throws(SQLiteError) in
      var moments: [Timestamp] = []
      try connection.each("SELECT known_since FROM expected_window WHERE project = ?", [.text(project)]) {
        moments.append($0.time(0))
      }
      guard let latest = moments.max(), let earlier = moments.min() else { return nil }
      var use = DueUse(lastRun: 0, latest: latest, earlier: earlier)
      _ = try connection.eachWhile(
        """
        SELECT run, started_at FROM run
        WHERE project = ? AND EXISTS (SELECT 1 FROM task WHERE task.run = run.run AND task.due_at IS NOT NULL)
        ORDER BY run DESC
        """, [.text(project)]
      ) { row in
        use.lastRun = max(use.lastRun, row.integer(0))
        use.latest = max(use.latest, row.time(1))
        use.earlier = min(use.earlier, row.time(1))
        return !use.isRegular
      }
      return use
    }
  }

  /// The first and the last success of a task, in the runs after one, that `run --due` had no part in; nil: there is none.
  package func successesByHand(
    of task: TaskName, project: String, after run: Int
  ) throws(RunLogFailure) -> ClosedRange<Timestamp>? {
    try reading { () throws(SQLiteError) in
      var found: ClosedRange<Timestamp>?
      try connection.each(
        """
        SELECT task.started_at FROM task CROSS JOIN run ON run.run = task.run
        WHERE task.name = ? AND task.run > ? AND task.due_at IS NULL AND task.started_at IS NOT NULL
          AND (task.outcome = 'succeeded' OR task.outcome = 'skipped') AND run.project = ?
        """, [.text(task.description), .integer(run), .text(project)]
      ) { row in
        let at = row.time(0)
        found = min(found?.lowerBound ?? at, at)...max(found?.upperBound ?? at, at)
      }
      return found
    }
  }
}
