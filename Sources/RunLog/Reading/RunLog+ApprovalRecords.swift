import Catalog
import Planning
import Scheduling

extension RunLog {
  /// nil: there is no such request.
  package func approval(_ number: Int) throws(RunLogFailure) -> ApprovalRecord? {
    try reading { () throws(SQLiteError) in try readApproval(number) }
  }

  /// The folder of the project, without links, whose approvals the run began tasks by, or those that it goes on with or takes
  /// back; nil: they began none by any.
  package func projectOfApprovals(usedBy run: Int) throws(RunLogFailure) -> String? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        """
        WITH RECURSIVE earlier (number) AS (
          VALUES (?) UNION SELECT value FROM earlier JOIN run ON run.run = number,
            json_each(json_array(resumes, rolls_back)) WHERE value IS NOT NULL
        )
        SELECT project FROM earlier JOIN approval ON used_by = number ORDER BY number DESC LIMIT 1
        """, [.integer(run)]
      ) { $0.text(0) }
    }
  }

  /// Of the requests for a task of a project those that may still mean something.
  package func approvalHistory(of task: TaskName, in project: String) throws(RunLogFailure) -> ApprovalHistory {
    try reading { () throws(SQLiteError) in try readApprovalHistory(of: task, in: project) }
  }

  /// Since when not all have said yes, and nobody no, to what was asked for of a task: from the first of its requests since one was
  /// used or answered by all, or since `success`, and the number of the last; nil: nobody was asked. `folder`: that of the project as it is typed,
  /// which may lead to another place by now than it did when it was asked for. `moment`: as it was before then; nil: as it is.
  package func unanswered(
    of task: TaskName, in project: String, _ folder: String, since success: Timestamp?,
    before moment: Timestamp? = nil
  ) throws(RunLogFailure) -> (since: Timestamp, request: Int)? {
    try reading { () throws(SQLiteError) in
      let found = try connection.first(
        """
        SELECT min(requested_at), max(request) FROM approval WHERE \(Self.isOfTask) AND requested_at BETWEEN ?4 AND ?5
          AND request > coalesce((SELECT max(request) FROM approval WHERE \(Self.isOfTask) AND requested_at <= ?5
            AND (used_by IS NOT NULL AND coalesce((SELECT started_at FROM run WHERE run.run = used_by), 0) <= ?5
              OR outcome IS NOT NULL AND ended_at <= ?5 AND (outcome = 'rejected' OR \(Self.isAnswered(by: "?5"))))), 0)
        """,
        Self.place(task, project, folder) + [.integer(Self.after(success)), .integer(Self.before(moment))]
      ) { row in row.optionalTime(0).map { (since: $0, request: row.integer(1)) } }
      return found ?? nil
    }
  }

  /// All requests for a task, oldest first; `project` and `folder` as of `unanswered`.
  package func requests(
    for task: TaskName, in project: String, _ folder: String
  ) throws(RunLogFailure) -> [ApprovalRecord] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.approvals) else { return [] }
      return try readApprovals("WHERE \(Self.isOfTask) ORDER BY request", Self.place(task, project, folder))
    }
  }

  /// The last request for a task that was made before a moment, as it is now. `folder`: as above.
  package func lastApproval(
    of task: TaskName, in project: String, _ folder: String, before moment: Timestamp
  ) throws(RunLogFailure) -> ApprovalRecord? {
    try reading { () throws(SQLiteError) in
      try readApprovals(
        "WHERE \(Self.isOfTask) AND requested_at <= ?4 ORDER BY request DESC LIMIT 1",
        Self.place(task, project, folder) + [.integer(Self.before(moment))]
      ).first
    }
  }

  private static let isOfTask =
    "approval.task = ?1 AND (approval.project = ?2 OR (SELECT project FROM run WHERE run.run = approval.run) = ?3)"

  private static func place(_ task: TaskName, _ project: String, _ folder: String) -> [Value] {
    [.text(task.description), .text(project), .text(folder)]
  }

  private static func after(_ moment: Timestamp?) -> Int { moment.map { Int($0.microseconds) + 1 } ?? .min }
  private static func before(_ moment: Timestamp?) -> Int { moment.map { Int($0.microseconds) - 1 } ?? .max }

  /// Whether anything was ever asked for: to prepare what reads requests takes long beside that.
  package func hasApprovals() throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try connection.first("SELECT 1 FROM approval LIMIT 1") { _ in true } ?? false
    }
  }

  /// Those that wait or are approved, and are neither used nor expired, oldest first; with those that somebody altered.
  package func openApprovals(at now: Timestamp) throws(RunLogFailure) -> [ApprovalRecord] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.openApprovals) else { return [] }
      return try readApprovals("WHERE outcome IS NULL AND expires_at > ? ORDER BY request", [.time(now)])
        .filter { $0.isOpen(at: now) || $0.state(at: now) == .altered }
    }
  }

  /// The last word on tasks that wait because somebody has said no, and that have not begun since, oldest first.
  package func standingRejections() throws(RunLogFailure) -> [ApprovalRecord] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.approvals) else { return [] }
      return try readApprovals(
        """
        WHERE outcome = 'rejected' AND replaced_by IS NULL
          AND request = (SELECT max(request) FROM approval AS other
            WHERE other.project = approval.project AND other.task = approval.task)
          AND NOT EXISTS (SELECT 1 FROM task JOIN run USING (run) WHERE task.name = approval.task
            AND task.run > approval.run AND task.started_at IS NOT NULL AND run.project = approval.project)
        ORDER BY request
        """)
    }
  }

  /// All for which nobody has asked anew, oldest first: each holds wherever its task is again as it was asked for.
  package func rejections() throws(RunLogFailure) -> [ApprovalRecord] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.approvals) else { return [] }
      return try readApprovals("WHERE outcome = 'rejected' AND replaced_by IS NULL ORDER BY request")
    }
  }

  /// The last run since a request was made that has asked for its task otherwise, or begun it, with the parameters of the schedule;
  /// nil: there is none.
  package func runAfter(_ record: ApprovalRecord) throws(RunLogFailure) -> Int? {
    try reading { () throws(SQLiteError) in
      let isOfSchedule = """
        NOT EXISTS (SELECT 1 FROM task JOIN parameter USING (run, task)
          WHERE task.run = found.run AND task.name = ?1 AND origin = 'command_line')
        """
      let last = try connection.first(
        """
        SELECT max(run) FROM (
          SELECT run FROM approval WHERE task = ?1 AND project = ?2 AND request > ?3
          UNION ALL SELECT task.run FROM task INDEXED BY task_name CROSS JOIN run ON run.run = task.run
          WHERE task.name = ?1 AND task.run > ?4 AND task.started_at IS NOT NULL
            AND run.project IN (?2, (SELECT project FROM run WHERE run = ?4))) AS found WHERE \(isOfSchedule)
        """,
        [.text(record.task.description), .text(record.project), .integer(record.number), .integer(record.run)]
      ) { $0.optionalInteger(0) }
      return last ?? nil
    }
  }

  /// The last word on tasks for which somebody was asked lately, and the time was up before all had answered, or before a run
  /// began, oldest first.
  package func expiredApprovals(at now: Timestamp) throws(RunLogFailure) -> [ApprovalRecord] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.approvals) else { return [] }
      return try readApprovals(
        """
        WHERE (outcome IS NULL OR outcome = 'expired') AND expires_at BETWEEN ? AND ?
          AND request = (SELECT max(request) FROM approval AS other
            WHERE other.project = approval.project AND other.task = approval.task)
          AND NOT EXISTS (SELECT 1 FROM task JOIN run USING (run) WHERE task.name = approval.task
            AND task.run > approval.run AND task.started_at IS NOT NULL AND run.project = approval.project)
        ORDER BY request
        """, [.time(now + .seconds(-7 * 86_400)), .time(now)]
      ).filter { $0.state(at: now) == .expired }
    }
  }

  /// All of them, the latest first.
  package func allApprovals() throws(RunLogFailure) -> [ApprovalRecord] {
    try reading { () throws(SQLiteError) in try readApprovals("ORDER BY request DESC") }
  }

  func readApproval(_ number: Int) throws(SQLiteError) -> ApprovalRecord? {
    try readApprovals("WHERE request = ?", [.integer(number)]).first
  }

  func readApprovalHistory(of task: TaskName, in project: String) throws(SQLiteError) -> ApprovalHistory {
    let place: [Value] = [.text(project), .text(task.description)]
    let newest = try connection.first("SELECT max(request) FROM approval WHERE project = ? AND task = ?", place) {
      $0.optionalInteger(0)
    }
    guard let last = newest ?? nil else { return ApprovalHistory([], last: nil) }
    let records = try readApprovals(
      """
      WHERE project = ? AND task = ? AND (outcome IS NULL AND NOT \(Self.isSpent)
        OR outcome = 'rejected' AND replaced_by IS NULL OR outcome = 'expired' AND request = ?)
      ORDER BY request DESC
      """, place + [.integer(last)])
    return ApprovalHistory(records, last: last)
  }

  func readApproval(
    of task: TaskName, in project: String, usedBy run: Int
  ) throws(SQLiteError) -> ApprovalRecord? {
    try readApprovals(
      "WHERE used_by = ? AND project = ? AND task = ? ORDER BY request DESC LIMIT 1",
      [.integer(run), .text(project), .text(task.description)]
    ).first
  }

  private func readApprovals(_ condition: String, _ values: [Value] = []) throws(SQLiteError) -> [ApprovalRecord] {
    var found: [ApprovalRecord] = []
    try connection.each(
      """
      SELECT request, project, task, runbook, run, requested_at, requested_by, requested_uid, expires_at, hash, plan,
        outcome, ended_at, ended_by, ended_uid, reason, used_by, \(Self.isSpent),
        \(Self.seenAt)
      FROM approval \(condition)
      """, values
    ) { row throws(SQLiteError) in
      var record = ApprovalRecord(
        number: row.integer(0), project: row.text(1), task: try TaskName(stored: row.text(2)), runbook: row.text(3),
        run: row.integer(4), requestedAt: row.time(5), requestedBy: Actor(name: row.text(6), uid: row.integer(7)),
        expiresAt: row.time(8), hash: row.text(9), plan: row.text(10), usedBy: row.optionalInteger(16))
      record.ending = try row.optionalEnumeration(11, as: ApprovalRecord.Ending.Kind.self).map { kind in
        ApprovalRecord.Ending(
          kind: kind, at: row.time(12), by: Actor(name: row.text(13), uid: row.integer(14)), reason: row.text(15))
      }
      record.isSpent = row.truth(17)
      record.seenAt = row.optionalTime(18)
      found.append(record)
    }
    for index in found.indices { try fill(&found[index]) }
    return found
  }

  private func fill(_ record: inout ApprovalRecord) throws(SQLiteError) {
    let number: [Value] = [.integer(record.number)]
    var (demands, words): ([ApprovalDemand], [ApprovalRecord.Word]) = ([], [])
    var (parts, arguments): ([ApprovalSubject.Part], [(name: String, value: String)]) = ([], [])
    try connection.each(
      "SELECT approvers, needed, allows_self FROM approval_demand WHERE request = ? ORDER BY demand", number
    ) { row in
      let from = row.text(0).split(separator: ",").map(String.init)
      demands.append(ApprovalDemand(from: from, needed: row.integer(1), allowsSelf: row.truth(2)))
    }
    try connection.each(
      "SELECT demand, name, uid, at, note FROM approval_word WHERE request = ? ORDER BY at, demand, uid", number
    ) { row in
      words.append(
        ApprovalRecord.Word(
          demand: row.integer(0), by: Actor(name: row.text(1), uid: row.integer(2)), at: row.time(3),
          note: row.optionalText(4)))
    }
    try connection.each(
      "SELECT kind, name, value FROM approval_part WHERE request = ? ORDER BY position", number
    ) { row throws(SQLiteError) in
      parts.append(
        ApprovalSubject.Part(try row.enumeration(0, as: ApprovalSubject.Kind.self), row.text(1), row.text(2)))
    }
    try connection.each(
      """
      SELECT parameter.name, value FROM task JOIN parameter USING (run, task)
      WHERE run = ? AND task.name = ? AND origin = 'command_line' ORDER BY position
      """, [.integer(record.run), .text(record.task.description)]
    ) { row in arguments.append((row.text(0), row.text(1))) }
    (record.demands, record.words, record.subject) = (demands, words, ApprovalSubject(parts))
    record.arguments = arguments
    if record.ending == nil { record.isAltered = try !connection.isAsTheChainHasIt(request: record.number) }
  }

  /// Of a row of `approval`. What a backup or a precheck stopped has changed nothing, and may be tried again.
  static let isSpent = """
    EXISTS (SELECT 1 FROM task WHERE task.run = approval.used_by AND task.name = approval.task
      AND (task.outcome = 'succeeded' OR task.outcome IS NULL AND started_at IS NOT NULL OR \(changeWasIntended)))
    """

  /// Of a row of `approval`: all have said yes whose word it needs, by a moment.
  static func isAnswered(by moment: String) -> String {
    """
    NOT EXISTS (SELECT 1 FROM approval_demand AS demand WHERE demand.request = approval.request
      AND needed > (SELECT count(*) FROM approval_word AS word
        WHERE word.request = demand.request AND word.demand = demand.demand AND word.at <= \(moment)))
    """
  }

  /// Of a row of `approval` that is open: the latest moment of the runs, the words and the entries of the chain since.
  private static let seenAt = """
    CASE WHEN outcome IS NULL AND NOT \(isSpent) THEN max(requested_at,
      coalesce((SELECT max(max(started_at, coalesce(finished_at, 0))) FROM run WHERE run.run >= approval.run), 0),
      coalesce((SELECT max(at) FROM approval_word AS word WHERE word.request = approval.request), 0),
      coalesce((SELECT max(iif(json_valid(text), json_extract(text, '$.at'), 0)) FROM audit
        WHERE entry > coalesce((SELECT min(entry) FROM audit
          WHERE \(Schema.isAboutRequest) AND \(Schema.requestOfEntry) = approval.request), 0)), 0)) END
    """
}
