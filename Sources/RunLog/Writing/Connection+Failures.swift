import Catalog
import Execution
import Scheduling

/// What fails, and who has been told.
extension Connection {
  /// After a run: notes which of its tasks fail and which are well again, and has people told. A run that takes back what
  /// another did brings no task to success.
  func noteFailures(ofRun run: Int, at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    try noteFailing(ofRun: run, at: at, by: announcer)
    let isAnyFailing = try first("SELECT 1 FROM failing LIMIT 1") { _ in true } ?? false
    if !isAnyFailing { return }
    try tellFailing(at: at, by: announcer)
    try noteWell(ofRun: run, at: at, by: announcer)
    try remind(at: at, by: announcer)
  }

  private func noteFailing(ofRun run: Int, at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    var found: [FailingTask] = []
    try each(
      """
      SELECT name, task.outcome, cleanup_failed, reason, needs_human, coalesce(task.finished_at, ?)
      FROM task JOIN run USING (run)
      WHERE task.run = ? AND (task.cleanup_failed OR task.outcome = 'rollback_failed'
        OR run.rolls_back IS NULL AND task.outcome IN ('failed', 'rolled_back', 'refused', 'interrupted'))
      ORDER BY task
      """, [.time(at), .integer(run)]
    ) { row throws(SQLiteError) in
      let outcome = try row.enumeration(1, as: TaskOutcome.self)
      let isCritical = outcome == .rollbackFailed || row.truth(2) || row.truth(4)
      let name = row.text(0)
      found.append(
        FailingTask(
          task: name, run: run, since: row.time(5), outcome: outcome, cleanupFailed: row.truth(2),
          reason: row.optionalText(3), level: isCritical ? .critical : announcer?.level(name) ?? .warning))
    }
    for task in found { try add(task) }
  }

  /// One that fails in a graver way than before is to be told anew.
  private func add(_ task: FailingTask) throws(SQLiteError) {
    let isGraver =
      "CASE excluded.level WHEN 'critical' THEN failing.level <> 'critical' WHEN 'warning' "
      + "THEN failing.level = 'info' ELSE 0 END"
    try run(
      """
      INSERT INTO failing (task, run, since, outcome, cleanup_failed, reason, level) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (task) DO UPDATE SET run = excluded.run, outcome = excluded.outcome,
        cleanup_failed = excluded.cleanup_failed, reason = excluded.reason,
        told_at = iif(\(isGraver), NULL, told_at), acknowledged = iif(\(isGraver), 0, acknowledged),
        level = iif(\(isGraver), excluded.level, level)
      """,
      [
        .text(task.task), .integer(task.run), .time(task.since), .text(task.outcome.rawValue),
        .truth(task.cleanupFailed), .optional(task.reason), .text(task.level.rawValue),
      ])
  }

  /// One message about all of which nobody was told.
  func tellFailing(at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    guard let announcer else { return }
    let own = try failedInOwn()
    let tasks = try failing("told_at IS NULL AND \(own.sql)", own.values)
    if tasks.isEmpty { return }
    try tell(tasks, .failing(tasks, at: at), at: at, by: announcer)
  }

  /// One message about all that have failed for long since it was last told, unless somebody has acknowledged it. What was
  /// told far ahead of now was told by a clock that was wrong.
  func remind(at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    guard let announcer else { return }
    let due = at + (.zero - announcer.remindEvery)
    let own = try failedInOwn()
    let tasks = try failing(
      "(told_at <= ? OR told_at > ?) AND acknowledged = 0 AND \(own.sql)",
      [.time(due), .time(at + announcer.remindEvery)] + own.values)
    if tasks.isEmpty { return }
    try tell(tasks, .stillFailing(tasks, at: at), at: at, by: announcer)
  }

  private func tell(
    _ tasks: [FailingTask], _ news: News, at: Timestamp, by announcer: Announcer
  ) throws(SQLiteError) {
    var number: Int?
    for message in announcer.compose(news) { number = try post(message) ?? number }
    for task in tasks {
      // The reminder waits for a word in place of what it reminds of.
      try run(
        """
        UPDATE message SET waits_for_word = 0 WHERE waits_for_word = 1
          AND coalesce(escalates, message) = (SELECT message FROM failing WHERE task = ?)
        """, [.text(task.task)])
      try run(
        "UPDATE failing SET told_at = ?, message = ? WHERE task = ?",
        [.time(at), .optional(number), .text(task.task)])
    }
  }

  private func noteWell(ofRun run: Int, at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    let isWell = """
      EXISTS (SELECT 1 FROM task JOIN run USING (run) WHERE task.run = ? AND task.name = failing.task
        AND task.outcome IN ('succeeded', 'skipped') AND NOT task.cleanup_failed AND run.rolls_back IS NULL)
      """
    let told = try failing("told_at IS NOT NULL AND message IS NOT NULL AND \(isWell)", [.integer(run)])
    try self.run(
      """
      UPDATE message SET waits_for_word = 0 WHERE waits_for_word = 1 AND coalesce(escalates, message) IN (
        SELECT message FROM failing GROUP BY message HAVING min(\(isWell)) = 1)
      """, [.integer(run)])
    try self.run("DELETE FROM failing WHERE \(isWell)", [.integer(run)])
    if !told.isEmpty { try end(told, .wellAgain(told, at: at), by: announcer) }
  }

  /// Tasks that fail and that the owner's project has no more are failing no more: one message says so, the last about them.
  func endGone(isThere: (String) -> Bool, at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    let own = try failedInOwn()
    let gone = try failing(own.sql, own.values).filter { !isThere($0.task) }
    if gone.isEmpty { return }
    var told: [FailingTask] = []
    for task in gone {
      let name = Value.text(task.task)
      if try first("SELECT 1 FROM failing WHERE task = ? AND message IS NOT NULL", [name], { _ in true }) == true {
        told.append(task)
      }
      try run(
        """
        UPDATE message SET waits_for_word = 0 WHERE waits_for_word = 1
          AND coalesce(escalates, message) = (SELECT message FROM failing WHERE task = ?)
          AND NOT EXISTS (SELECT 1 FROM failing AS other WHERE other.task <> ?
            AND other.message = coalesce(escalates, message.message))
        """, [name, name])
      try run("DELETE FROM failing WHERE task = ?", [name])
    }
    if !told.isEmpty { try end(told, .gone(told, at: at), by: announcer) }
  }

  /// Whoever was told that they fail, as who was escalated to, hears that it is over.
  private func end(_ tasks: [FailingTask], _ news: News, by announcer: Announcer?) throws(SQLiteError) {
    var channels: [String] = []
    for task in tasks {
      try each(
        """
        SELECT DISTINCT channel FROM message_task JOIN delivery USING (message)
        WHERE task = ? AND since = ? AND outcome IS NOT 'given_up' ORDER BY channel
        """, [.text(task.task), .time(task.since)]
      ) { row in if !channels.contains(row.text(0)) { channels.append(row.text(0)) } }
    }
    for var message in announcer?.compose(news) ?? [] {
      message.channels += channels.filter { !message.channels.contains($0) }
      try post(message)
    }
  }

  private func failing(_ condition: String, _ values: [Value]) throws(SQLiteError) -> [FailingTask] {
    var found: [FailingTask] = []
    try each(
      """
      SELECT task, run, since, outcome, cleanup_failed, reason, level FROM failing WHERE \(condition)
      ORDER BY since, task
      """, values
    ) { row throws(SQLiteError) in
      found.append(
        FailingTask(
          task: row.text(0), run: row.integer(1), since: row.time(2),
          outcome: try row.enumeration(3, as: TaskOutcome.self),
          cleanupFailed: row.truth(4), reason: row.optionalText(5),
          level: try row.enumeration(6, as: MaintenanceTask.AlertLevel.self)))
    }
    return found
  }
}
