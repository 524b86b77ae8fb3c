import Catalog
import Execution
import Scheduling

/// Warnings, and why tasks were skipped.
extension RunLog {
  /// Of the tasks that began in the period and had warnings, by name.
  package func taskWarnings(in period: Range<Timestamp>) throws(RunLogFailure) -> [TaskWarnings] {
    try reading { () throws(SQLiteError) in
      var found: [TaskName: (steps: Int, run: Int, position: Int)] = [:]
      let moment = Schema.moment(ofTask: "t", run: "r")
      // A task may begin on the day after its run.
      try connection.each(
        """
        SELECT t.name, t.run, t.task, t.warnings FROM run AS r INDEXED BY run_time CROSS JOIN task AS t ON t.run = r.run
        WHERE r.started_at >= ? AND r.started_at < ? AND t.warnings > 0 AND \(moment) >= ? AND \(moment) < ?
        ORDER BY r.started_at, t.run, t.task
        """,
        [
          .time(period.lowerBound + .seconds(-86_400)), .time(period.upperBound), .time(period.lowerBound),
          .time(period.upperBound),
        ]
      ) { row throws(SQLiteError) in
        let name = try TaskName(stored: row.text(0))
        found[name] = ((found[name]?.steps ?? 0) + row.integer(3), row.integer(1), row.integer(2))
      }
      var warnings: [TaskWarnings] = []
      for (name, last) in found {
        let text = try lastWarning(ofTask: [.integer(last.run), .integer(last.position)])
        warnings.append(
          TaskWarnings(
            task: name, steps: last.steps, last: TaskRemark(run: last.run, text: text),
            isLast: try !hasEnded(name, after: last.run, before: period.upperBound)))
      }
      return warnings.sorted { "\($0.task)" < "\($1.task)" }
    }
  }

  /// What its last step that warned wrote last, or why that step failed without harm.
  private func lastWarning(ofTask place: [Value]) throws(SQLiteError) -> String? {
    let written = try connection.first(
      "SELECT text FROM warning WHERE run = ? AND task = ? ORDER BY step DESC, position DESC LIMIT 1", place
    ) { $0.text(0) }
    if let written { return written }
    return try connection.first(
      "SELECT name, detail FROM step WHERE run = ? AND task = ? AND outcome = 'warned' ORDER BY step DESC LIMIT 1",
      place
    ) { row in "\(row.text(0))" + (row.optionalText(1).map { ": \($0)" } ?? "") }
  }

  private func hasEnded(_ task: TaskName, after run: Int, before moment: Timestamp) throws(SQLiteError) -> Bool {
    try connection.first(
      """
      SELECT 1 FROM task WHERE name = ? AND run > ? AND started_at < ?
        AND (outcome = 'succeeded' OR outcome = 'skipped' OR \(Self.isFailedTry)) LIMIT 1
      """, [.text(task.description), .integer(run), .time(moment)]
    ) { _ in true } ?? false
  }

  /// The last time that it was skipped, in the runs up to one; nil: it never was.
  package func lastSkip(of task: TaskName, upTo run: Int) throws(RunLogFailure) -> TaskRemark? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        "SELECT run, reason FROM task WHERE name = ? AND run <= ? AND outcome = 'skipped' ORDER BY run DESC LIMIT 1",
        [.text(task.description), .integer(run)]
      ) { row in TaskRemark(run: row.integer(0), text: row.optionalText(1)) }
    }
  }
}
