import Catalog
import Execution
import Planning
import Scheduling

extension RunLog {
  /// Runs without their tasks, newest first: at most `limit`, those with a number below `before` where it is given.
  package func runs(limit: Int, before: Int? = nil) throws(RunLogFailure) -> [RunRecord] {
    try reading { () throws(SQLiteError) in
      try readRuns("WHERE run < ? ORDER BY run DESC LIMIT ?", [.integer(before ?? Int.max), .integer(limit)])
    }
  }

  /// A run with all its tasks, steps, attempts and reports; nil where there is none of that number.
  package func run(_ number: Int) throws(RunLogFailure) -> RunRecord? {
    try reading { () throws(SQLiteError) in
      guard var run = try readRuns("WHERE run = ?", [.integer(number)]).first else { return nil }
      run.recoveries = try recoveries(of: number)
      run.exceptions = try readExceptions(
        """
        WHERE run IS NULL AND starts_at <= ? AND min(ends_at, coalesce(closed_at, ends_at)) > ? ORDER BY exception
        """, [.time(run.finishedAt ?? Timestamp(microseconds: .max)), .time(run.header.startedAt)])
      run.signOffs = try readSignOffs("WHERE run = ? ORDER BY role", [.integer(number)]).map(\.signOff)
      try connection.each("SELECT incident FROM incident_run WHERE run = ? ORDER BY incident", [.integer(number)]) {
        run.incidents.append($0.integer(0))
      }
      run.tasks = try TaskReader(connection: connection, run: number).tasks()
      return run
    }
  }

  /// The folder of the project that a run was of; nil: there is no such run.
  package func project(ofRun number: Int) throws(RunLogFailure) -> String? {
    try reading { () throws(SQLiteError) in
      try connection.first("SELECT project FROM run WHERE run = ?", [.integer(number)]) { $0.text(0) }
    }
  }

  func readRuns(_ condition: String, _ values: [Value] = []) throws(SQLiteError) -> [RunRecord] {
    var runs: [RunRecord] = []
    try connection.each(
      """
      SELECT run, project, user, host, version, pid, start_time, boot_id, started_at, finished_at, outcome, exit_code,
        stop_signal, interruption_found_at, resumes, rolls_back, timezone,
        (SELECT lost_boot_id FROM recovery WHERE recovery.run = run.run AND recovery = 1),
        EXISTS (SELECT 1 FROM window_exception WHERE window_exception.run = run.run)
      FROM run \(condition)
      """, values
    ) { row throws(SQLiteError) in
      let number = row.integer(0)
      var header = RunHeader(
        arguments: try arguments(of: number), targets: try targets(of: number), startedAt: row.time(8),
        process: row.process(5), bootID: row.text(7), user: row.text(2), host: row.text(3), version: row.text(4),
        timezone: row.optionalText(16), project: row.text(1), resumes: row.optionalInteger(14),
        rollsBack: row.optionalInteger(15), override: row.truth(18) ? try override(of: number) : nil)
      header.firstBootID = row.optionalText(17)
      var run = RunRecord(
        number: number, header: header, finishedAt: row.optionalTime(9),
        outcome: try row.optionalEnumeration(10, as: RunOutcome.self), exitCode: row.optionalSmallInteger(11),
        stopSignal: row.optionalSmallInteger(12), interruptionFoundAt: row.optionalTime(13))
      try countTasks(of: &run)
      if run.outcome == .humanNeeded || run.outcome == .interrupted { run.resolution = try resolution(of: number) }
      runs.append(run)
    }
    return runs
  }

  private func override(of run: Int) throws(SQLiteError) -> WindowOverride? {
    try readExceptions("WHERE run = ?", [.integer(run)]).first?.override
  }

  private func arguments(of run: Int) throws(SQLiteError) -> [String] {
    var arguments: [String] = []
    try connection.each(
      "SELECT value FROM run, json_each(run.arguments) WHERE run = ? ORDER BY json_each.key", [.integer(run)]
    ) { row in arguments.append(row.text(0)) }
    return arguments
  }

  private func targets(of run: Int) throws(SQLiteError) -> [Target] {
    var targets: [Target] = []
    try connection.each("SELECT kind, name FROM target WHERE run = ? ORDER BY position", [.integer(run)]) {
      row throws(SQLiteError) in
      targets.append(try Target(kind: row.text(0), name: row.text(1)))
    }
    return targets
  }

  private func recoveries(of run: Int) throws(SQLiteError) -> [RunRecord.Recovery] {
    var recoveries: [RunRecord.Recovery] = []
    try connection.each(
      "SELECT user, started_at FROM recovery WHERE run = ? ORDER BY recovery", [.integer(run)]
    ) { row in recoveries.append(RunRecord.Recovery(by: row.text(0), at: row.time(1))) }
    return recoveries
  }

  private func resolution(of run: Int) throws(SQLiteError) -> Resolution? {
    try connection.first(
      """
      SELECT resolved_by, reason, resolved_at FROM resolution
      WHERE run = ? AND NOT EXISTS (
        SELECT 1 FROM task WHERE task.run = resolution.run
          AND (\(Self.waitsForWord) OR outcome = 'interrupted' AND NOT \(Self.isResolved)))
      ORDER BY resolved_at DESC LIMIT 1
      """, [.integer(run)]
    ) { row in Resolution(by: row.text(0), reason: row.text(1), at: row.time(2)) }
  }

  private func countTasks(of run: inout RunRecord) throws(SQLiteError) {
    var counts: [(outcome: TaskOutcome?, count: Int, warnings: Int)] = []
    try connection.each(
      "SELECT outcome, count(*), sum(warnings) FROM task WHERE run = ? GROUP BY outcome", [.integer(run.number)]
    ) { row throws(SQLiteError) in
      counts.append((try row.optionalEnumeration(0, as: TaskOutcome.self), row.integer(1), row.integer(2)))
    }
    for (outcome, count, warnings) in counts {
      run.taskCount += count
      run.warnings += warnings
      if let outcome { run.taskOutcomes[outcome] = count }
    }
  }
}

extension Statement {
  /// An exit code or a signal.
  func optionalSmallInteger(_ column: Int32) -> Int32? {
    optionalInteger(column).map { Int32(truncatingIfNeeded: $0) }
  }
}
