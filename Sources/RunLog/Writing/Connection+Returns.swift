import Catalog
import Execution
import Scheduling

/// Tasks that were away from the schedules for a moment, as where somebody renames a file or git is half-way through a checkout.
/// What is back within a day is the alarm that it was, with its acknowledgement: nobody is told twice.
extension Connection {
  private static let longestAway = Duration.seconds(-86_400)
  /// Of the newest messages, which a day does not have more of.
  private static let mostMessages = 10_000

  /// Those of the owner's that were told to be no tasks any more, are there again and were not tried since.
  func returned(isThere: (String) -> Bool, at now: Timestamp) throws(SQLiteError) -> [String] {
    var messages: [Int] = []
    var rest = Self.mostMessages
    _ = try eachWhile("SELECT message, key, at FROM message ORDER BY message DESC") { row in
      let at = row.time(2)
      rest -= 1
      if at <= now, Self.tellsOfGone(row.text(1), at) { messages.append(row.integer(0)) }
      return rest > 0 && at >= now + Self.longestAway
    }
    var names: [String] = []
    for message in messages {
      let project = try first("SELECT project FROM message WHERE message = ?", [.integer(message)]) { $0.text(0) } ?? ""
      guard owner.project.isEmpty || owner.has(project) else { continue }
      var told: [String] = []
      try each("SELECT task FROM message_task WHERE message = ? ORDER BY position", [.integer(message)]) {
        told.append($0.text(0))
      }
      for name in told where !names.contains(name) && isThere(name) {
        if try ended(name, at: now) != nil { names.append(name) }
      }
    }
    return names
  }

  /// The alarm of a task as it was before it was told to be none any more; nothing where it was told something else since.
  func restoreAlarm(of task: String, at now: Timestamp) throws(SQLiteError) {
    guard let alarm = try ended(task, at: now) else { return }
    let name = Value.text(task)
    let told = try first(
      """
      SELECT max(message.message), max(at) FROM message_task JOIN message USING (message)
      WHERE task = ? AND since = ? AND well_at IS NULL AND kind = 'issue_escalation' AND message.level <> 'info'
      """, [name, .time(alarm.since)]
    ) { row in row.optionalInteger(0).map { (message: $0, at: row.time(1)) } }
    try run(
      """
      INSERT INTO failing (task, run, since, outcome, cleanup_failed, reason, level, told_at, message, acknowledged)
      SELECT name, run, ?2, outcome, cleanup_failed, reason, ?3, ?4, ?5, \(Self.wasAcknowledged)
      FROM task WHERE name = ?1 AND run = ?6
      """,
      [
        name, .time(alarm.since), .text(alarm.level.rawValue), .time((told ?? nil)?.at ?? now),
        .optional((told ?? nil)?.message), .integer(alarm.run),
      ])
    guard let message = (told ?? nil)?.message else { return }
    let tasks = try failing("task = ? AND acknowledged = 0", [name])
    if tasks.isEmpty { return }
    if try !areOfIncidents(tasks) {
      try run("UPDATE message SET waits_for_word = 1 WHERE message = ?", [.integer(message)])
    }
  }

  /// Of the alarm of `?1` that began at `?2`, was of the level `?3` and had its last try in run `?6`: what was said before it went up
  /// is no word on it.
  private static let wasAcknowledged = """
    (EXISTS (SELECT 1 FROM message_task AS told JOIN message USING (message)
      WHERE told.task = ?1 AND told.since = ?2 AND acknowledged_at IS NOT NULL AND escalates IS NULL
        AND (told.level = 'critical' OR told.level = ?3 OR ?3 = 'info'))
    OR EXISTS (SELECT 1 FROM incident_run JOIN incident USING (incident)
      WHERE incident_run.run = ?6 AND acknowledged_at IS NOT NULL))
    """

  private static func tellsOfGone(_ key: String, _ at: Timestamp) -> Bool {
    key.hasSuffix("\(MessageKey.gone)-\(String(at.microseconds, radix: 36))")
  }

  /// The alarm that ended as the task was no more, which is the last that was told of it; nil: it was told something else since, or
  /// the task was tried.
  private func ended(
    _ task: String, at now: Timestamp
  ) throws(SQLiteError) -> (since: Timestamp, level: MaintenanceTask.AlertLevel, run: Int)? {
    let name = Value.text(task)
    let isFailing = try first("SELECT 1 FROM failing WHERE task = ?", [name]) { _ in true } ?? false
    if isFailing { return nil }
    let last = try first(
      """
      SELECT key, at, message_task.level, since FROM message_task JOIN message USING (message) WHERE task = ?
      ORDER BY message_task.message DESC LIMIT 1
      """, [name]
    ) { row throws(SQLiteError) in
      (
        key: row.text(0), at: row.time(1), level: try row.enumeration(2, as: MaintenanceTask.AlertLevel.self),
        since: row.time(3)
      )
    }
    guard let last, Self.tellsOfGone(last.key, last.at), last.at >= now + Self.longestAway, last.at <= now else {
      return nil
    }
    // Its last try before that. What succeeded since is well.
    let run = try first(
      """
      SELECT max(run) FROM task WHERE name = ?1 AND finished_at <= ?2
        AND outcome IN ('failed', 'rolled_back', 'rollback_failed', 'refused', 'interrupted')
        AND NOT EXISTS (SELECT 1 FROM task AS later WHERE later.name = ?1 AND later.finished_at > ?2
          AND later.outcome IN ('succeeded', 'skipped'))
      """, [name, .time(last.at)]
    ) { $0.optionalInteger(0) }
    return (run ?? nil).map { (last.since, last.level, $0) }
  }
}
