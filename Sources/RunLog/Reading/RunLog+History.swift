import Catalog
import Execution
import Planning
import Scheduling

extension RunLog {
  /// What planning needs to know of the tasks: their last success and how long they took, newest first.
  package func history(
    for tasks: [TaskName], before moment: Timestamp = Timestamp(microseconds: .max)
  ) throws(RunLogFailure) -> PlanningHistory {
    try reading { () throws(SQLiteError) in
      var history = PlanningHistory()
      // A plan may have 10,000 tasks and the log none of them.
      let hasRuns = try connection.first("SELECT 1 FROM run LIMIT 1") { _ in true } ?? false
      guard hasRuns else { return history }
      // Most logs have none of a run that rolls back, and what asks for each row takes as long as all the rest.
      let stands = try connection.first("SELECT 1 FROM run WHERE rolls_back IS NOT NULL LIMIT 1") { _ in Self.stands }
      let successes = """
        SELECT run, started_at, finished_at, due_at, outcome = 'succeeded' FROM task
        WHERE name = ? AND (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL
          AND finished_at IS NOT NULL AND finished_at < ? AND \(stands ?? "TRUE")
        ORDER BY run DESC LIMIT 100
        """
      for task in tasks {
        var lastSuccess: PlanningHistory.Success?
        var durations: [Duration] = []
        try connection.each(successes, [.text(task.description), .time(moment)]) { row in
          let finishedAt = row.time(2)
          lastSuccess =
            lastSuccess
            ?? PlanningHistory.Success(
              run: row.integer(0), startedAt: row.time(1), finishedAt: finishedAt, dueAt: row.optionalTime(3))
          // The wall clock may have been set back meanwhile; that says nothing about the task, nor does a time in which it
          // found nothing to do.
          if row.truth(4), finishedAt >= row.time(1) {
            durations.append(finishedAt - row.time(1))
          }
        }
        history.lastSuccess[task] = lastSuccess
        if !durations.isEmpty { history.durations[task] = durations }
      }
      return history
    }
  }

  /// The last values of a metric, newest first; `labels` as `Sample.labels`, nil for whatever labels.
  package func samples(name: String, labels: String?, last: Int) throws(RunLogFailure) -> [SampleRecord] {
    try reading { () throws(SQLiteError) in
      var samples: [SampleRecord] = []
      let condition = labels == nil ? "" : "AND labels = ?3"
      try connection.each(
        """
        SELECT labels, value, at, run FROM (
          SELECT labels, value, at, run, task, step, position FROM sample WHERE name = ?1 \(condition)
          UNION ALL
          SELECT labels, value, at, NULL, 0, 0, sample FROM noted_sample WHERE name = ?1 \(condition)
        ) ORDER BY at DESC, run DESC, task DESC, step DESC, position DESC LIMIT ?2
        """, [.text(name), .integer(last)] + (labels.map { [.text($0)] } ?? [])
      ) { row in
        samples.append(
          SampleRecord(
            labels: row.text(0), value: row.isNull(1) ? .nan : row.real(1), at: row.time(2), run: row.optionalInteger(3)
          ))
      }
      return samples
    }
  }
}
