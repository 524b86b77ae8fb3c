import Catalog
import Execution
import Scheduling

extension RunLog {
  /// What there is to know about the host at the moment `now`, in one snapshot.
  package func status(now: Timestamp) throws(RunLogFailure) -> HostStatus {
    try reading { () throws(SQLiteError) in
      var status = HostStatus(
        at: now, lastRuns: try lastRuns(), lastRun: try readRuns("ORDER BY run DESC LIMIT 1").first,
        running: try running(), unresolved: try readUnresolved())
      status.lastTaskRuns = try lastTaskRuns(after: status.lastRuns)
      status.tried = Set(try readTaskNamesTried().keys)
      try readLatestOutcomes(into: &status)
      status.dueCopies = try readDueCopies()
      status.drills = try readDrills()
      status.alerts = try readStandingAlerts(now: now)
      status.damagedBackups = try readDamagedBackups()
      status.notSigned = try countNotSigned()
      status.openIncidents = try readIncidents("WHERE resolved_at IS NULL ORDER BY incident DESC")
      for index in status.openIncidents.indices {
        status.openIncidents[index].notes = try readNotes(of: status.openIncidents[index].number)
      }
      status.failingWords = try readFailingWords()
      return status
    }
  }

  /// The word may have been on a message before the last one about it.
  private func readFailingWords() throws(SQLiteError) -> [String: FailingWord] {
    var words: [String: FailingWord] = [:]
    try connection.each(
      """
      SELECT failing.task, message FROM failing JOIN message USING (message)
      WHERE acknowledged = 0 AND message.level <> 'info'
      """
    ) { row in words[row.text(0)] = FailingWord(message: row.integer(1)) }
    // SQLite: beside max(), the other columns are those of its row.
    try connection.each(
      """
      SELECT failing.task, message.message, max(acknowledged_at), acknowledged_by, note
      FROM failing JOIN message_task ON message_task.task = failing.task JOIN message ON message.message = message_task.message
      WHERE failing.acknowledged = 1 AND acknowledged_at IS NOT NULL AND message_task.since = failing.since
      GROUP BY failing.task
      """
    ) { row in
      words[row.text(0)] = FailingWord(
        message: row.integer(1),
        word: MessageRecord.Word(at: row.time(2), by: row.text(3), note: row.optionalText(4)))
    }
    return words
  }

  private func lastRuns() throws(SQLiteError) -> [Tier: RunRecord] {
    var runs: [Tier: RunRecord] = [:]
    for tier in Tier.allCases {
      runs[tier] = try readRuns(
        "WHERE run = (SELECT max(run) FROM target WHERE kind = 'tier' AND name = ?)", [.text(tier.rawValue)]
      ).first
    }
    return runs
  }

  private func lastTaskRuns(
    after last: [Tier: RunRecord]
  ) throws(SQLiteError) -> [Tier: [RunRecord]] {
    var numbers: [Tier: Set<Int>] = [:]
    // Each name is looked up from the one before: names are few and their rows many.
    try connection.each(
      """
      WITH RECURSIVE known (name) AS (
        SELECT (SELECT min(name) FROM task)
        UNION ALL
        SELECT (SELECT min(name) FROM task WHERE task.name > known.name) FROM known WHERE known.name IS NOT NULL
      )
      SELECT name, (SELECT max(run) FROM task WHERE task.name = known.name) FROM known WHERE name IS NOT NULL
      """
    ) { row throws(SQLiteError) in
      guard let tier = try TaskName(stored: row.text(0)).tier else { return }
      if row.integer(1) > last[tier]?.number ?? 0 { numbers[tier, default: []].insert(row.integer(1)) }
    }
    var found: [Tier: [RunRecord]] = [:]
    for (tier, numbers) in numbers {
      for number in numbers.sorted(by: >).prefix(HostStatus.mostTaskRuns) {
        found[tier, default: []] += try readRuns("WHERE run = ?", [.integer(number)])
      }
    }
    return found
  }

  func running() throws(SQLiteError) -> [RunRecord] {
    var runs = try readRuns("WHERE outcome IS NULL ORDER BY run")
    for index in runs.indices {
      var tasks = try TaskReader(connection: connection, run: runs[index].number, isOpenOnly: true).tasks()
      for task in tasks.indices { tasks[task].steps.removeAll { $0.outcome != nil } }
      runs[index].tasks = tasks
    }
    return runs
  }

  /// The tasks whose latest outcome is not a plain success, by name.
  private func readLatestOutcomes(into status: inout HostStatus) throws(SQLiteError) {
    // Each name is looked up from the one before: names are few and their rows many.
    try connection.each(
      """
      WITH RECURSIVE known (name) AS (
        SELECT (SELECT min(name) FROM task WHERE outcome IS NOT NULL)
        UNION ALL
        SELECT (SELECT min(name) FROM task WHERE outcome IS NOT NULL AND task.name > known.name)
        FROM known WHERE known.name IS NOT NULL
      )
      SELECT task.name, runbook, task.run, task.finished_at, stage, position, is_undo, task.task,
        task.outcome, cleanup_failed, warnings, failed_step, reason, \(Self.isResolved),
        (SELECT rolls_back FROM run WHERE run.run = task.run),
        EXISTS (SELECT 1 FROM confirmation WHERE confirmation.run = task.run AND confirmation.task = task.task
          AND verdict = 'expired')
      FROM known JOIN task ON task.name = known.name AND task.run = \(Self.latestRun)
      LEFT JOIN step ON step.run = task.run AND step.task = task.task AND step.step = task.failed_step
      WHERE task.outcome <> 'deferred' AND NOT \(Self.isBlockedByNoFailure) AND (task.outcome <> 'succeeded' AND task.outcome <> 'skipped' OR cleanup_failed = 1 OR warnings > 0)
      ORDER BY task.name
      """
    ) { row throws(SQLiteError) in
      let stage = try row.optionalEnumeration(4, as: Stage.self)
      let failedStep = stage.map {
        StepKey(task: row.integer(7), stage: $0, position: row.integer(5), isUndo: row.truth(6))
      }
      guard let result = try row.taskResult(8, failedStep: { _ in failedStep }) else { return }
      var task = HostStatus.UnhappyTask(
        name: try TaskName(stored: row.text(0)), runbook: row.text(1), run: row.integer(2),
        finishedAt: row.optionalTime(3), result: result, isResolved: row.truth(13))
      task.rollsBack = row.optionalInteger(14)
      task.isExpired = row.truth(15)
      if !result.outcome.isWell || result.cleanupFailed && !task.isResolved {
        status.unhappyTasks.append(task)
      } else if result.warnings > 0 {
        status.warnings[task.run, default: 0] += result.warnings
      }
    }
  }

  /// Of a row of `task`: what it waits for was only held up.
  private static let isBlockedByNoFailure = """
    (task.outcome = 'blocked' AND (SELECT run.outcome FROM run WHERE run.run = task.run) = 'not_now')
    """

  /// The run whose outcome of the task `known.name` counts: a refusal, a lock that was held and a deferral leave the host as it was.
  private static let latestRun = """
    coalesce(
      (SELECT run FROM task WHERE task.name = known.name AND outcome IS NOT NULL
        AND outcome <> 'refused' AND outcome <> 'not_now' AND outcome <> 'deferred' AND NOT \(isBlockedByNoFailure)
        ORDER BY run DESC LIMIT 1),
      (SELECT max(run) FROM task WHERE task.name = known.name AND outcome IS NOT NULL))
    """
}
