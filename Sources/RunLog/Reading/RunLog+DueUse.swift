import Catalog
import Scheduling

/// Who starts the tasks of a project: `maint run --due`, or people.
extension RunLog {
  /// So many of the latest times that people did a task say how often they do.
  private static let latestTimes = 10

  /// What people did of a task since `run --due` last chose any, where its first and last time are at least `period` apart: else
  /// nobody can say that it is they who do it, and it is nil. The first may be a later one, where that is not after `start`.
  ///
  /// The tries of the task are read backwards along the index, and no further than the answer needs: of a host that runs by the
  /// clock that is one. Only where people do the task are later runs looked at, for others that `run --due` chose.
  package func workByHand(
    on task: TaskName, of project: String, atLeast period: Duration,
    from start: Timestamp = Timestamp(microseconds: .max),
    before moment: Timestamp = Timestamp(microseconds: .max)
  ) throws(RunLogFailure) -> HandWork? {
    try reading { () throws(SQLiteError) in
      var done: [(run: Int, at: Timestamp)] = []
      var span: ClosedRange<Timestamp>?
      _ = try connection.eachWhile(
        """
        SELECT task.run, task.started_at, task.due_at IS NOT NULL,
          (task.outcome IS 'succeeded' OR task.outcome IS 'skipped') AND coalesce(task.started_at < ?2, 0)
        FROM task INDEXED BY task_name CROSS JOIN run ON run.run = task.run
        WHERE task.name = ?1 AND run.project = ?3 AND run.started_at < ?2 ORDER BY task.run DESC
        """, [.text(task.description), .time(moment), .text(project)]
      ) { row in
        if row.truth(2) { return false }
        guard row.truth(3) else { return true }
        let at = row.time(1)
        done.append((row.integer(0), at))
        span = min(span?.lowerBound ?? at, at)...max(span?.upperBound ?? at, at)
        return done.count < Self.latestTimes
          || span.map { $0.upperBound - $0.lowerBound < period || $0.lowerBound > start } ?? true
      }
      guard let span, span.upperBound - span.lowerBound >= period, let oldest = done.last?.run else { return nil }
      let last = try lastDueRun(of: project, after: oldest, before: moment)
      let since = last.map { last in done.filter { $0.run > last } } ?? done
      guard let first = since.map(\.at).min(), let end = since.map(\.at).max(), end - first >= period else {
        return nil
      }
      return HandWork(from: first, since.prefix(Self.latestTimes).map(\.at), period: period)
    }
  }

  /// The last run after another and before a moment in which `run --due` chose tasks; nil: there is none.
  private func lastDueRun(of project: String, after run: Int, before moment: Timestamp) throws(SQLiteError) -> Int? {
    try connection.first(
      """
      SELECT run FROM run
      WHERE project = ? AND run > ? AND started_at < ?
        AND EXISTS (SELECT 1 FROM task WHERE task.run = run.run AND task.due_at IS NOT NULL)
      ORDER BY run DESC LIMIT 1
      """, [.text(project), .integer(run), .time(moment)]
    ) { $0.integer(0) }
  }
}
