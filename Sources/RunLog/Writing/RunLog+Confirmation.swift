import Catalog
import Execution
import Scheduling

/// Who waits for a confirmation and who gives it are two processes: what they know of each other is a row here, and the
/// first of them to write the verdict decides.
extension RunLog {
  /// Writes down that a task waits from now on. False where it has changed nothing: then nothing is to be confirmed.
  package func awaitConfirmation(
    run: Int, task: TaskName, since moment: Moment, for limit: Duration
  ) throws(RunLogFailure) -> Bool {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        try connection.run(
          """
          INSERT INTO confirmation (run, task, waits_since, deadline, deadline_monotonic)
          SELECT run, task, ?, ?, ? FROM task WHERE run = ? AND name = ? AND \(Self.changeWasIntended)
          """,
          [
            .time(moment.wall), .time(moment.wall + limit), .integer(Int(moment.monotonic + limit.wholeMicroseconds)),
            .integer(run), .text(task.description),
          ])
        return connection.changes > 0
      }
    }
  }

  /// Whether the change was confirmed, as far as this moment knows. Reads one row, and makes nobody wait.
  package func isConfirmed(run: Int, task: TaskName) throws(RunLogFailure) -> Bool {
    try reporting { () throws(SQLiteError) in try readVerdict(run, task) == .confirmed }
  }

  /// Ends the wait: it is expired, unless somebody was faster. Says whether it was confirmed.
  package func endConfirmation(run: Int, task: TaskName, now: Timestamp) throws(RunLogFailure) -> Bool {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        try connection.run(
          """
          UPDATE confirmation SET verdict = 'expired', decided_at = ?
          WHERE run = ? AND task = \(Self.taskOfName) AND verdict IS NULL
          """, [.time(now), .integer(run), .integer(run), .text(task.description)])
        return try readVerdict(run, task) == .confirmed
      }
    }
  }

  /// Confirms a change that waits and whose time is not up; false for every other. Synced.
  ///
  /// `now` is asked once nobody else can write any more: waiting for another writer takes time, too.
  package func confirm(
    run: Int, task: TaskName, word: ConfirmationRecord.Word, now: () -> Moment
  ) throws(RunLogFailure) -> Bool {
    try synced { () throws(SQLiteError) in
      let moment = now()
      try connection.run(
        """
        UPDATE confirmation SET verdict = 'confirmed', decided_at = ?, confirmed_by = ?, confirmed_uid = ?, note = ?
        WHERE run = ? AND task = \(Self.taskOfName) AND deadline_monotonic > ? AND \(Self.isWaiting)
        """,
        [
          .time(moment.wall), .text(word.by), .integer(word.uid), .optional(word.note), .integer(run),
          .integer(run), .text(task.description), .integer(Int(moment.monotonic)),
        ])
      guard connection.changes > 0 else { return false }
      var details: [(name: String, value: AuditEntry.Detail)] = [("task", .text(task.description))]
      if let note = word.note { details.append(("note", .text(note))) }
      try connection.append(
        AuditEntry(
          .confirmed, at: moment.wall, by: Actor(name: word.by, uid: word.uid), run: run, details: details),
        about: .confirmation(run: run, task: task.description), before: nil)
      return true
    }
  }

  /// The tasks that wait for a confirmation, of all runs; oldest first.
  package func tasksToConfirm() throws(RunLogFailure) -> [(run: Int, task: TaskName)] {
    try reading { () throws(SQLiteError) in
      var found: [(run: Int, task: TaskName)] = []
      try connection.each(
        """
        SELECT confirmation.run, name FROM confirmation JOIN task USING (run, task) WHERE \(Self.isWaiting)
        ORDER BY confirmation.run, confirmation.task
        """
      ) { row throws(SQLiteError) in found.append((row.integer(0), try TaskName(stored: row.text(1)))) }
      return found
    }
  }

  /// Whether a change that waited is kept; nil until that is decided.
  package func isKept(run: Int, task: TaskName) throws(RunLogFailure) -> Bool? {
    let found = try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT outcome, \(Self.hasStep(of: .rollback)), \(Self.hasStep(of: .cleanup)), (
          SELECT outcome FROM step WHERE step.run = task.run AND step.task = task.task AND stage = 'verify'
          ORDER BY step DESC LIMIT 1)
        FROM task WHERE run = ? AND name = ?
        """, [.integer(run), .text(task.description)]
      ) { row throws(SQLiteError) in
        (
          try row.optionalEnumeration(0, as: TaskOutcome.self), row.truth(1), row.truth(2),
          try row.optionalEnumeration(3, as: StepOutcome.self)
        )
      }
    }
    guard let (outcome, isRolledBack, isCleanedUp, verify) = found else { return nil }
    if isRolledBack { return false }
    if let outcome { return outcome == .interrupted ? nil : outcome == .succeeded }
    return isCleanedUp ? verify == .succeeded : nil
  }

  /// A row that no entry of the chain knows is nobody's word.
  private func readVerdict(_ run: Int, _ task: TaskName) throws(SQLiteError) -> ConfirmationRecord.Verdict? {
    let verdict =
      try connection.first(
        "SELECT verdict FROM confirmation WHERE run = ? AND task = \(Self.taskOfName)",
        [.integer(run), .integer(run), .text(task.description)]
      ) { row throws(SQLiteError) in try row.optionalEnumeration(0, as: ConfirmationRecord.Verdict.self) } ?? nil
    guard verdict == .confirmed else { return verdict }
    return try connection.chainHasConfirmation(run: run, task: task.description) ? verdict : nil
  }

  /// The position of the task of a run that has a name.
  private static let taskOfName = "(SELECT task FROM task WHERE run = ? AND name = ?)"

  /// Of a row of `confirmation`: nobody has decided yet, and the run is neither over nor on its way back.
  private static let isWaiting = """
    verdict IS NULL AND EXISTS (
      SELECT 1 FROM task JOIN run USING (run)
      WHERE task.run = confirmation.run AND task.task = confirmation.task AND task.outcome IS NULL
        AND run.outcome IS NULL AND NOT \(hasStep(of: .rollback)) AND NOT \(hasStep(of: .cleanup)))
    """

  /// Of a row of `task`: a step of the stage was started.
  private static func hasStep(of stage: Stage) -> String {
    """
    EXISTS (SELECT 1 FROM step
      WHERE step.run = task.run AND step.task = task.task AND step.stage = '\(stage.rawValue)')
    """
  }
}

extension Statement {
  /// From the columns waits_since, deadline, verdict, decided_at, confirmed_by, confirmed_uid and note.
  func confirmation(_ column: Int32) throws(SQLiteError) -> ConfirmationRecord {
    let by = optionalText(column + 4)
    return ConfirmationRecord(
      since: time(column), deadline: time(column + 1),
      verdict: try optionalEnumeration(column + 2, as: ConfirmationRecord.Verdict.self),
      decidedAt: optionalTime(column + 3),
      word: by.map { ConfirmationRecord.Word(by: $0, uid: integer(column + 5), note: optionalText(column + 6)) })
  }
}
