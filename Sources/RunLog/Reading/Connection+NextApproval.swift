import Catalog
import Scheduling

extension Connection {
  /// What the next try of a task would find: the approval that it has, else what became of the last request for it.
  func nextApproval(of task: TaskName, at now: Timestamp) throws(SQLiteError) -> NextApproval {
    let found = try first(
      """
      SELECT request, expires_at, outcome, isSpent, isAnswered, isGiven FROM (
        SELECT request, expires_at, outcome, isSpent, isAnswered,
          outcome IS NULL AND isAnswered AND NOT isSpent AND expires_at > ?2 AS isGiven
        FROM (SELECT request, expires_at, outcome, \(RunLog.isSpent) AS isSpent, \(RunLog.isAnswered(by: "?2")) AS isAnswered
          FROM approval WHERE task = ?1))
      ORDER BY isGiven DESC, request DESC LIMIT 1
      """, [.text(task.description), .time(now)]
    ) { row throws(SQLiteError) -> NextApproval in
      if row.truth(5) { return .given(until: row.time(1)) }
      switch try row.optionalEnumeration(2, as: ApprovalRecord.Ending.Kind.self) {
      case .rejected: return .rejected(request: row.integer(0))
      case .voided: return .unasked
      case .expired, nil:
        if row.truth(3) { return .usedUp }
        return row.truth(4) ? .unasked : .waits(request: row.integer(0))
      }
    }
    return found ?? .unasked
  }
}

extension RunLog {
  /// As `Connection.nextApproval`.
  package func nextApproval(of task: TaskName, at now: Timestamp) throws(RunLogFailure) -> NextApproval {
    try reading { () throws(SQLiteError) in
      mayHold(.approvals) ? try connection.nextApproval(of: task, at: now) : .unasked
    }
  }
}
