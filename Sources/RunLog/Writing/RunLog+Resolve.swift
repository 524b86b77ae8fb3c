import Catalog
import Execution
import Scheduling

extension RunLog {
  /// The runbooks that are refused, with the tasks that are the reason, oldest first.
  package func unresolved() throws(RunLogFailure) -> [UnresolvedRunbook] {
    try reading { () throws(SQLiteError) in try readUnresolved() }
  }

  func readUnresolved() throws(SQLiteError) -> [UnresolvedRunbook] {
    guard mayHold(.tasksThatNeedHumans) else { return [] }
    var found: [UnresolvedRunbook] = []
    try connection.each(
      """
      SELECT runbook, name, run, coalesce(outcome, 'interrupted'), reason FROM task INDEXED BY task_needs_human
      WHERE needs_human = 1 AND NOT \(Self.isResolved) ORDER BY run, task
      """
    ) { row throws(SQLiteError) in
      found.append(
        UnresolvedRunbook(
          runbook: row.text(0), task: try TaskName(stored: row.text(1)), run: row.integer(2),
          outcome: try row.enumeration(3, as: TaskOutcome.self), reason: row.optionalText(4)))
    }
    return found
  }

  /// The paths that tasks which are unresolved have backed up, or are to restore from another run's backup, the newest
  /// run first.
  package func pathsInDoubt() throws(RunLogFailure) -> [PathInDoubt] {
    try readPathsInDoubt("NOT \(Self.isResolved)", limit: .max)
  }

  /// The same of the latest tasks, whether or not somebody has resolved them since.
  package func pathsOnceInDoubt() throws(RunLogFailure) -> [PathInDoubt] {
    try readPathsInDoubt("1", limit: Self.pathsLookedAt)
  }

  private static let pathsLookedAt = 100

  private func readPathsInDoubt(_ condition: String, limit: Int) throws(RunLogFailure) -> [PathInDoubt] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.tasksThatNeedHumans) else { return [] }
      var found: [PathInDoubt] = []
      // For the order, SQLite would go through the tasks of all runs.
      try connection.each(
        """
        SELECT task.run, task.name, maker.run, path, \(Self.isResolved) FROM task INDEXED BY task_needs_human
        CROSS JOIN run USING (run)
        CROSS JOIN task AS maker ON maker.run = coalesce(rolls_back, task.run) AND maker.name = task.name
        CROSS JOIN archive ON archive.run = maker.run AND archive.task = maker.task
        WHERE task.needs_human = 1 AND \(condition) ORDER BY task.run DESC, task.task, path LIMIT ?
        """, [.integer(limit)]
      ) { row throws(SQLiteError) in
        found.append(
          PathInDoubt(
            run: row.integer(0), task: try TaskName(stored: row.text(1)), backupRun: row.integer(2), path: row.text(3),
            isResolved: row.truth(4)))
      }
      return found
    }
  }

  /// The tasks of a run that wait for somebody's word, in plan order: those whose runbook is refused, and those whose
  /// cleanup failed. A run that does not exist is the failure `nothingToResolve`.
  package func tasksToResolve(in run: Int) throws(RunLogFailure) -> [TaskToResolve] {
    let (exists, found) = try reading { () throws(SQLiteError) in
      let exists = try connection.first("SELECT 1 FROM run WHERE run = ?", [.integer(run)]) { _ in true } ?? false
      var found: [TaskToResolve] = []
      try connection.each(
        """
        SELECT name, runbook, needs_human, \(Self.waitsForWord) FROM task WHERE run = ? AND \(Self.mayBeResolved)
        ORDER BY task
        """, [.integer(run)]
      ) { row throws(SQLiteError) in
        found.append(
          TaskToResolve(
            task: try TaskName(stored: row.text(0)), runbook: row.text(1), isRefused: row.truth(2),
            hasOnlyFailed: !row.truth(3)))
      }
      return (exists, found)
    }
    if exists { return found }
    throw RunLogFailure(
      kind: .nothingToResolve, message: "there is no run \(run)", hint: "'maint status' shows what needs a human")
  }

  /// Of a row of `task`: whether somebody gave their word for it.
  static let isResolved = """
    EXISTS (SELECT 1 FROM resolution WHERE resolution.run = task.run AND resolution.task = task.task)
    """
  static let waitsForWord = "(needs_human = 1 OR cleanup_failed = 1) AND NOT \(isResolved)"

  /// Or could have a word, which ends that it fails.
  private static let mayBeResolved = "(\(waitsForWord) OR \(failedAfterIncident))"

  /// Writes down that what the run left behind has been put right: by the task, or by all of its tasks where `task` is
  /// nil. Synced. Whoever was told that they fail hears that it is over. Fails with `nothingToResolve` where none of them
  /// waits for it.
  package func resolve(
    run: Int, task: TaskName?, by actor: Actor, reason: String, now: Timestamp
  ) throws(RunLogFailure) {
    let count = try synced { () throws(SQLiteError) in
      let word = Resolution(by: actor.name, reason: reason, at: now)
      let tasks = try write(word, by: actor, run: run, task: task)
      try connection.endResolved(tasks, ofRun: run, word, by: announcer)
      // Nobody does that who is not at the incident that it belongs to.
      for incident in tasks.isEmpty ? [] : try connection.openIncidents(ofRun: run) {
        try connection.acknowledge(incident, by: actor, at: now, isAsked: true)
      }
      return tasks.count
    }
    tellPosted()
    guard count > 0 else {
      let what = task.map { "\($0) of run \(run)" } ?? "run \(run)"
      throw RunLogFailure(
        kind: .nothingToResolve, message: "\(what): nothing in it needs a human, or it was resolved before",
        hint: "'maint status' shows what needs a human")
    }
  }

  /// Each with an entry of its own; their names.
  private func write(
    _ word: Resolution, by actor: Actor, run: Int, task: TaskName?
  ) throws(SQLiteError) -> [String] {
    var tasks: [(number: Int, name: String)] = []
    try connection.each(
      "SELECT task, name FROM task WHERE run = ? AND \(Self.mayBeResolved) AND (? IS NULL OR name = ?) ORDER BY task",
      [.integer(run), .optional(task?.description), .optional(task?.description)]
    ) { tasks.append(($0.integer(0), $0.text(1))) }
    for (number, name) in tasks {
      try connection.change(.resolution(run: run, task: name)) { () throws(SQLiteError) in
        try connection.run(
          "INSERT INTO resolution (run, task, resolved_by, reason, resolved_at) VALUES (?, ?, ?, ?, ?)",
          [.integer(run), .integer(number), .text(word.by), .text(word.reason), .time(word.at)])
        return AuditEntry(
          .resolved, at: word.at, by: actor, run: run, details: [("task", .text(name)), ("note", .text(word.reason))])
      }
    }
    return tasks.map(\.name)
  }
}
