import Scheduling

/// Tasks that are away from the schedules, as where somebody renames a file, or git is half-way through a checkout. Nobody is told
/// anything of one, and its alarm is as it was when it is back; after a day it is no task any more.
extension Connection {
  private static let longestAway = Duration.seconds(86_400)

  /// Of a row of `failing`: its project has the task, as far as is known.
  static let isThere = "away_since IS NULL"

  /// Of a row of `message`: of all that it tells of and that is open, no task is there.
  static let isOfAbsent = """
    (\(tellsOfFailure) AND \(isOpen) AND NOT EXISTS (SELECT 1 FROM message_task JOIN failing USING (task, since)
      WHERE message_task.message = message.message AND well_at IS NULL AND acknowledged = 0 AND failing.\(isThere)))
    """

  /// Takes note of those of the owner's that come and go. One that was away for a day is failing no more: one message says so, the
  /// last about it.
  func noteAway(isThere: (String) -> Bool, at now: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    let changes = try changesOfAway(isThere: isThere, at: now)
    for task in changes.back { try run("UPDATE failing SET away_since = NULL WHERE task = ?", [.text(task)]) }
    for task in changes.left {
      try run("UPDATE failing SET away_since = ? WHERE task = ?", [.time(now), .text(task.task)])
    }
    try end(changes.gone, { .gone($0, at: now) }, by: announcer)
  }

  /// When there is such a thing to note; nil: none of them is away.
  func nextChangeOfAway(isThere: (String) -> Bool, at now: Timestamp) throws(SQLiteError) -> Timestamp? {
    let changes = try changesOfAway(isThere: isThere, at: now)
    return changes.back.isEmpty && changes.left.isEmpty && changes.gone.isEmpty ? changes.next : now
  }

  /// What needs a human is not over with its task, and so is never away: the host is as it was left, until `recover` or `resolve`.
  private func changesOfAway(
    isThere: (String) -> Bool, at now: Timestamp
  ) throws(SQLiteError) -> (back: [String], left: [FailingTask], gone: [FailingTask], next: Timestamp?) {
    let own = try failedInOwn()
    var away: [String: Timestamp] = [:]
    try each("SELECT task, away_since FROM failing WHERE away_since IS NOT NULL AND \(own.sql)", own.values) { row in
      away[row.text(0)] = row.time(1)
    }
    let tasks = try failing(own.sql, own.values)
    let absent = tasks.filter { !isThere($0.task) }
    let plain = absent.isEmpty ? [] : try detailed(absent, at: now, by: nil).filter { !$0.needsHuman }
    let back = away.keys.filter { name in !plain.contains { $0.task == name } }.sorted()
    var (left, gone): ([FailingTask], [FailingTask]) = ([], [])
    var next: Timestamp?
    for task in plain {
      // What a clock noted that was ahead begins anew.
      guard let since = away[task.task], since <= now else {
        left.append(task)
        continue
      }
      let end = since + Self.longestAway
      if end <= now { gone.append(task) } else { next = next.map { min($0, end) } ?? end }
    }
    return (back, left, gone, next)
  }
}
