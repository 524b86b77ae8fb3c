import Catalog
import Execution
import Scheduling

/// When tasks are expected to run, since when, and what came in between.
extension RunLog {
  /// Of each task of a project by its full name, when it is due, in words, and since when that is known.
  package func expectedWindows(
    of project: String
  ) throws(RunLogFailure) -> [String: (window: String, since: Timestamp)] {
    try reading { () throws(SQLiteError) in try readExpectedWindows(of: project) }
  }

  /// Takes note of when the tasks of a project are due now: of what is new, or another one than it was, from this moment on.
  package func expect(_ windows: [String: String], of project: String, at now: Timestamp) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        let known = try readExpectedWindows(of: project)
        for task in known.keys where windows[task] == nil {
          try connection.run(
            "DELETE FROM expected_window WHERE project = ? AND task = ?", [.text(project), .text(task)])
        }
        for (task, window) in windows {
          if let known = known[task], known.window == window, known.since <= now { continue }
          try connection.run(
            "INSERT OR REPLACE INTO expected_window (project, task, window, known_since) VALUES (?, ?, ?, ?)",
            [.text(project), .text(task), .text(window), .time(now)])
        }
      }
    }
  }

  private func readExpectedWindows(
    of project: String
  ) throws(SQLiteError) -> [String: (window: String, since: Timestamp)] {
    var windows: [String: (window: String, since: Timestamp)] = [:]
    try connection.each("SELECT task, window, known_since FROM expected_window WHERE project = ?", [.text(project)]) {
      windows[$0.text(0)] = ($0.text(1), $0.time(2))
    }
    return windows
  }

  /// Likewise of each other project, by its folder, which may be gone.
  package func expectedWindows(
    besides project: String
  ) throws(RunLogFailure) -> [String: [String: (window: String, since: Timestamp)]] {
    try reading { () throws(SQLiteError) in
      var windows: [String: [String: (window: String, since: Timestamp)]] = [:]
      try connection.each(
        "SELECT project, task, window, known_since FROM expected_window WHERE project != ?", [.text(project)]
      ) { windows[$0.text(0), default: [:]][$0.text(1)] = ($0.text(2), $0.time(3)) }
      return windows
    }
  }

  /// The last try of a task that began before a moment, where it was still at work then.
  package func tryAtWork(
    on task: TaskName, at moment: Timestamp
  ) throws(RunLogFailure) -> (run: Int, start: Timestamp)? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT coalesce(task.finished_at, run.finished_at) >= ?2
          OR (task.outcome IS NULL AND run.outcome IS NULL), run.run, task.started_at
        FROM task INDEXED BY task_name CROSS JOIN run ON run.run = task.run
        WHERE task.name = ?1 AND task.started_at < ?2 ORDER BY task.run DESC LIMIT 1
        """, [.text(task.description), .time(moment)]
      ) { !$0.isNull(0) && $0.truth(0) ? ($0.integer(1), $0.time(2)) : nil } ?? nil
    }
  }

  /// Whether `run --due` has started the task before a moment, with success.
  package func wasStartedByDue(_ task: TaskName, before moment: Timestamp) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT 1 FROM task INDEXED BY task_success WHERE name = ? AND due_at IS NOT NULL AND started_at < ?2
          AND (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL
          AND coalesce(due_at, started_at) < ?2 LIMIT 1
        """, [.text(task.description), .time(moment)]
      ) { _ in true } ?? false
    }
  }

  /// The last success of a task that `run --due` started: its run, and when it began; nil: there is none.
  package func lastStartByDue(of task: TaskName) throws(RunLogFailure) -> (run: Int, at: Timestamp)? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT run, started_at FROM task INDEXED BY task_success WHERE name = ? AND due_at IS NOT NULL
          AND (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL
        ORDER BY coalesce(due_at, started_at) DESC LIMIT 1
        """, [.text(task.description)]
      ) { row in (row.integer(0), row.time(1)) }
    }
  }

  /// Whether a success of the task counts for a moment in that time, also one that was taken back since.
  package func hasSucceeded(_ task: TaskName, for time: Range<Timestamp>) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT 1 FROM task WHERE name = ? AND (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL
          AND coalesce(due_at, started_at) >= ? AND coalesce(due_at, started_at) < ? LIMIT 1
        """, [.text(task.description), .time(time.lowerBound), .time(time.upperBound)]
      ) { _ in true } ?? false
    }
  }

  /// The latest run that had the task in its plan, how it left it, and why; nil where that was before `start`, or there is
  /// none, or it is not over. `end`: of those that came to it before.
  package func latestOutcome(
    of task: TaskName, since start: Timestamp, before end: Timestamp = Timestamp(microseconds: .max)
  ) throws(RunLogFailure) -> (run: Int, outcome: TaskOutcome, reason: String?)? {
    try reading { () throws(SQLiteError) in
      var found: (run: Int, outcome: TaskOutcome, reason: String?)?
      try connection.each(
        """
        SELECT run, outcome, reason, coalesce(finished_at, started_at) FROM task
        WHERE name = ? AND coalesce(started_at, finished_at, 0) < ? ORDER BY run DESC LIMIT 1
        """, [.text(task.description), .time(end)]
      ) { row throws(SQLiteError) in
        guard let outcome = try row.optionalEnumeration(1, as: TaskOutcome.self), let at = row.optionalTime(3),
          at >= start
        else { return }
        found = (row.integer(0), outcome, row.optionalText(2))
      }
      return found
    }
  }

  /// The run of `run --due` that was at work longest in that time, among the last thousand runs. `end` is nil where it still
  /// is, or it is not known.
  package func runOfDue(
    in time: Range<Timestamp>
  ) throws(RunLogFailure) -> (run: Int, start: Timestamp, end: Timestamp?)? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT run, started_at, finished_at FROM run
        WHERE run > (SELECT max(run) FROM run) - 1000 AND started_at < ?2
          AND coalesce(finished_at, interruption_found_at, ?2) > ?1
          AND EXISTS (SELECT 1 FROM json_each(arguments) WHERE value = '--due')
        ORDER BY min(coalesce(finished_at, interruption_found_at, ?2), ?2) - max(started_at, ?1) DESC LIMIT 1
        """, [.time(time.lowerBound), .time(time.upperBound)]
      ) { ($0.integer(0), $0.time(1), $0.optionalTime(2)) }
    }
  }

  /// The runs of `run --due` among the last thousand that had not ended at a moment, as far as is known, the latest first.
  package func runsOfDue(at moment: Timestamp) throws(RunLogFailure) -> [(run: Int, start: Timestamp)] {
    try reading { () throws(SQLiteError) in
      var runs: [(run: Int, start: Timestamp)] = []
      try connection.each(
        """
        SELECT run, started_at FROM run
        WHERE run > (SELECT max(run) FROM run) - 1000 AND started_at < ?1
          AND coalesce(finished_at, interruption_found_at, ?1) >= ?1
          AND EXISTS (SELECT 1 FROM json_each(arguments) WHERE value = '--due')
        ORDER BY run DESC
        """, [.time(moment)]
      ) { runs.append(($0.integer(0), $0.time(1))) }
      return runs
    }
  }
}
