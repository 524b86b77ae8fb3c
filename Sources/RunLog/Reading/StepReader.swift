import Catalog
import Execution
import Scheduling

/// Reads the steps of a run with their attempts and what they reported.
struct StepReader {
  struct NumberedStep {
    /// Its number within its task.
    var number: Int
    var record: StepRecord
  }

  /// Names a step's rows within the run.
  fileprivate struct Row: Hashable {
    var task: Int
    var step: Int
  }

  let connection: Connection
  let run: Int
  /// The condition on the columns run and task, which takes the run as ?1.
  let rows: String
  /// Of `reportTables` those that have anything of the run.
  let held: Set<String>

  static let reportTables = ["sample", "variable", "warning"]

  /// By task, in the order in which they were started.
  func steps() throws(SQLiteError) -> [Int: [NumberedStep]] {
    var attempts = try attempts()
    var reports = try reports()
    var steps: [Int: [NumberedStep]] = [:]
    try connection.each(
      """
      SELECT task, step, stage, position, is_undo, name, script, started_at, finished_at, outcome, detail, summary
      FROM step WHERE \(rows) ORDER BY task, step
      """, [.integer(run)]
    ) { row throws(SQLiteError) in
      let place = row.place
      var report = reports.removeValue(forKey: place) ?? StepReport()
      report.summary = row.text(11)
      let record = StepRecord(
        key: StepKey(
          task: place.task, stage: try row.enumeration(2, as: Stage.self), position: row.integer(3),
          isUndo: row.truth(4)),
        name: row.text(5), script: row.text(6), startedAt: row.time(7), finishedAt: row.optionalTime(8),
        outcome: try row.optionalEnumeration(9, as: StepOutcome.self), detail: row.optionalText(10),
        attempts: attempts.removeValue(forKey: place) ?? [], report: report)
      steps[place.task, default: []].append(NumberedStep(number: place.step, record: record))
    }
    return steps
  }

  private func attempts() throws(SQLiteError) -> [Row: [AttemptRecord]] {
    var attempts: [Row: [AttemptRecord]] = [:]
    try connection.each(
      """
      SELECT task, step, attempt, intended_at, pid, start_time, finished_at, outcome, exit_code, signal, detail,
        user_time, system_time, peak_memory, read_bytes, written_bytes
      FROM attempt WHERE \(rows) ORDER BY task, step, attempt
      """, [.integer(run)]
    ) { row throws(SQLiteError) in
      attempts[row.place, default: []].append(
        AttemptRecord(
          number: row.integer(2), intendedAt: row.time(3), process: row.isNull(4) ? nil : row.process(4),
          finishedAt: row.optionalTime(6), result: try row.attemptResult(7)))
    }
    return attempts
  }

  private func reports() throws(SQLiteError) -> [Row: StepReport] {
    var reports: [Row: StepReport] = [:]
    func each(_ columns: String, of table: String, _ body: (Statement, inout StepReport) -> Void) throws(SQLiteError) {
      guard held.contains(table) else { return }
      try connection.each(
        "SELECT task, step, \(columns) FROM \(table) WHERE \(rows) ORDER BY task, step, position", [.integer(run)]
      ) { row in body(row, &reports[row.place, default: StepReport()]) }
    }
    try each("name, labels, value", of: "sample") { row, report in
      report.samples.append(
        Sample(name: row.text(2), labels: row.text(3), value: row.isNull(4) ? .nan : row.real(4)))
    }
    try each("name, value", of: "variable") { row, report in
      report.environment.append(StepReport.Variable(name: row.text(2), value: row.text(3)))
    }
    try each("text", of: "warning") { row, report in report.warnings.append(row.text(2)) }
    return reports
  }
}

extension Statement {
  /// From the first two columns.
  fileprivate var place: StepReader.Row { StepReader.Row(task: integer(0), step: integer(1)) }

  /// From the column outcome and those that follow it in the table; nil without an outcome.
  fileprivate func attemptResult(_ column: Int32) throws(SQLiteError) -> AttemptResult? {
    guard let outcome = try optionalEnumeration(column, as: StepOutcome.self) else { return nil }
    var result = AttemptResult(
      outcome: outcome, exitCode: optionalSmallInteger(column + 1), signal: optionalSmallInteger(column + 2),
      detail: optionalText(column + 3))
    result.used.userTime = .microseconds(integer(column + 4))
    result.used.systemTime = .microseconds(integer(column + 5))
    result.used.peakMemoryBytes = integer(column + 6)
    result.used.readBytes = integer(column + 7)
    result.used.writtenBytes = integer(column + 8)
    return result
  }
}
