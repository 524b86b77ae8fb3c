import Catalog
import Execution
import Planning
import Scheduling

/// Reads the tasks of a run with all that belongs to them: each table once, from one end of the run to the other, and those
/// alone that have anything of the run, as to prepare a statement takes longer than to find that it answers nothing.
struct TaskReader {
  let connection: Connection
  let run: Int
  /// Those alone that have begun, or wait for a lock, and have no outcome: of a run of a thousand tasks some are.
  var isOpenOnly = false

  private var rows: String {
    let open = "outcome IS NULL AND (started_at IS NOT NULL OR lock IS NOT NULL)"
    return isOpenOnly ? "run = ?1 AND task IN (SELECT task FROM task WHERE run = ?1 AND \(open))" : "run = ?1"
  }

  /// In plan order.
  func tasks() throws(SQLiteError) -> [TaskRecord] {
    let held = try tablesThatHoldSomething()
    var needs = held.contains("need") ? try needs() : [:]
    var parameters = held.contains("parameter") ? try parameters() : [:]
    var resolutions = held.contains("resolution") ? try resolutions() : [:]
    var confirmations = held.contains("confirmation") ? try confirmations() : [:]
    var steps = try StepReader(connection: connection, run: run, rows: rows, held: held).steps()
    var tasks: [TaskRecord] = []
    try connection.each(
      """
      SELECT task, name, runbook, started_at, finished_at, needs_human, lock, lock_holder, lock_wait_since,
        outcome, cleanup_failed, warnings, failed_step, reason, seal_checksum, point_of_no_return, due_at
      FROM task WHERE \(rows) ORDER BY task
      """, [.integer(run)]
    ) { row throws(SQLiteError) in
      let position = row.integer(0)
      let ownSteps = steps.removeValue(forKey: position) ?? []
      var task = TaskRecord(
        position: position, name: try TaskName(stored: row.text(1)), runbook: row.text(2),
        needs: needs.removeValue(forKey: position) ?? [], parameters: parameters.removeValue(forKey: position) ?? [],
        startedAt: row.optionalTime(3), finishedAt: row.optionalTime(4),
        result: try row.taskResult(9, failedStep: { number in ownSteps.first { $0.number == number }?.record.key }),
        lockWait: row.lockWait(6), needsHuman: row.truth(5),
        confirmation: confirmations.removeValue(forKey: position),
        resolution: resolutions.removeValue(forKey: position), sealChecksum: row.optionalText(14),
        pointOfNoReturn: row.optionalTime(15),
        steps: ownSteps.map(\.record))
      task.dueAt = row.optionalTime(16)
      tasks.append(task)
    }
    return tasks
  }

  private func tablesThatHoldSomething() throws(SQLiteError) -> Set<String> {
    let tables = ["need", "parameter", "resolution", "confirmation"] + StepReader.reportTables
    let questions = tables.map { "EXISTS (SELECT 1 FROM \($0) WHERE run = ?1)" }.joined(separator: ", ")
    let answers = try connection.first("SELECT \(questions)", [.integer(run)]) { row in
      zip(tables, 0...).filter { row.truth($1) }.map(\.0)
    }
    return Set(answers ?? [])
  }

  private func needs() throws(SQLiteError) -> [Int: [TaskRecord.Need]] {
    var needs: [Int: [TaskRecord.Need]] = [:]
    try connection.each(
      "SELECT task, name, met_by_run FROM need WHERE \(rows) ORDER BY task, position", [.integer(run)]
    ) { row throws(SQLiteError) in
      let need = TaskRecord.Need(task: try TaskName(stored: row.text(1)), metByRun: row.optionalInteger(2))
      needs[row.integer(0), default: []].append(need)
    }
    return needs
  }

  private func parameters() throws(SQLiteError) -> [Int: [ResolvedParameter]] {
    var parameters: [Int: [ResolvedParameter]] = [:]
    try connection.each(
      "SELECT task, name, value, origin, place FROM parameter WHERE \(rows) ORDER BY task, position", [.integer(run)]
    ) { row in
      parameters[row.integer(0), default: []].append(
        ResolvedParameter(
          name: row.text(1), value: row.text(2),
          origin: ResolvedParameter.Origin(name: row.text(3), place: row.text(4))))
    }
    return parameters
  }

  private func resolutions() throws(SQLiteError) -> [Int: Resolution] {
    var resolutions: [Int: Resolution] = [:]
    try connection.each(
      "SELECT task, resolved_by, reason, resolved_at FROM resolution WHERE \(rows)", [.integer(run)]
    ) { row in resolutions[row.integer(0)] = Resolution(by: row.text(1), reason: row.text(2), at: row.time(3)) }
    return resolutions
  }

  private func confirmations() throws(SQLiteError) -> [Int: ConfirmationRecord] {
    var confirmations: [Int: ConfirmationRecord] = [:]
    try connection.each(
      """
      SELECT task, waits_since, deadline, verdict, decided_at, confirmed_by, confirmed_uid, note
      FROM confirmation WHERE \(rows)
      """, [.integer(run)]
    ) { row throws(SQLiteError) in confirmations[row.integer(0)] = try row.confirmation(1) }
    return confirmations
  }
}

extension Statement {
  /// From the columns outcome, cleanup_failed, warnings, failed_step and reason; nil without an outcome.
  func taskResult(_ column: Int32, failedStep: (Int) -> StepKey?) throws(SQLiteError) -> TaskResult? {
    guard let outcome = try optionalEnumeration(column, as: TaskOutcome.self) else { return nil }
    return TaskResult(
      outcome: outcome, cleanupFailed: truth(column + 1), warnings: integer(column + 2),
      failedStep: optionalInteger(column + 3).flatMap(failedStep), reason: optionalText(column + 4))
  }

  fileprivate func lockWait(_ column: Int32) -> TaskRecord.LockWait? {
    optionalText(column).map {
      TaskRecord.LockWait(lock: $0, holder: text(column + 1), since: time(column + 2))
    }
  }
}
