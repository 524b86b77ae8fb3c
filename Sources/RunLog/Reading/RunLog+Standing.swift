import Catalog
import Scheduling

/// What stood at a moment that may be over, as the log has it: what was settled since stood then.
extension RunLog {
  /// Backups that were to be copied off-site and were not, the newest first.
  package func uncopiedBackups(at moment: Timestamp) throws(RunLogFailure) -> [UncopiedBackup] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.dueCopies) || mayHold(.backupEvents) else { return [] }
      var asked: [(backup: UncopiedBackup, isDue: Bool)] = []
      // What is settled since has been copied or pruned since, but for what nobody wants copied any more.
      try connection.each(
        """
        SELECT c.run, c.task, max(is_due) FROM (
          SELECT run, task, 1 AS is_due FROM due_copy
          UNION ALL SELECT run, task, 0 FROM backup_event INDEXED BY backup_event_kind
            WHERE kind IN ('copy', 'prune') AND path IS NULL AND started_at >= ?1) AS c
        WHERE coalesce((SELECT outcome IS NOT NULL AND coalesce(finished_at, started_at) < ?1
          FROM run WHERE run.run = c.run), 1)
        GROUP BY c.run, c.task ORDER BY c.run DESC, c.task
        """, [.time(moment)]
      ) { row throws(SQLiteError) in
        asked.append((UncopiedBackup(run: row.integer(0), task: try TaskName(stored: row.text(1))), row.truth(2)))
      }
      var found: [UncopiedBackup] = []
      for (candidate, isDue) in asked {
        var backup = candidate
        let last = try copyOrPrune(of: backup, "started_at < ?3", latest: true, moment)
        switch last {
        case let last? where last.kind == .copy && last.error != nil: backup.failure = last
        case .some: continue
        case nil where !isDue: continue
        case nil: break
        }
        backup.settled = isDue ? nil : try settlement(of: backup, since: moment)
        found.append(backup)
      }
      return found
    }
  }

  private func settlement(
    of backup: UncopiedBackup, since moment: Timestamp
  ) throws(SQLiteError) -> UncopiedBackup.Settlement {
    let event = try copyOrPrune(of: backup, "error IS NULL AND started_at >= ?3", latest: false, moment)
    guard let event else { return .dropped }
    return event.kind == .copy ? .copied(event.startedAt) : .pruned(event.startedAt)
  }

  /// The first or the last of these events about it; a pruning that failed is none.
  private func copyOrPrune(
    of backup: UncopiedBackup, _ which: String, latest: Bool, _ moment: Timestamp
  ) throws(SQLiteError) -> BackupEvent? {
    try readBackupEvents(
      """
      WHERE run = ?1 AND task = ?2 AND (kind = 'copy' OR kind = 'prune' AND error IS NULL) AND path IS NULL AND \(which)
      ORDER BY event \(latest ? "DESC" : "") LIMIT 1
      """, [.integer(backup.run), .text(backup.task.description), .time(moment)]
    ).first
  }

  /// The channels that took no messages then, by name: one waited that had been tried in vain, or the last ones had been given up.
  /// `isThere`: whether there is such a channel.
  package func deafChannels(
    at moment: Timestamp, isThere: (String) -> Bool
  ) throws(RunLogFailure) -> [DeafChannel] {
    try reading { () throws(SQLiteError) in
      let own = try connection.areOwn(Connection.projectOfDelivery)
      // So long nothing waits: it is given up before. Messages have their numbers in the order in which they were made.
      let first =
        try connection.first(
          "SELECT message FROM message WHERE at < ? ORDER BY message DESC LIMIT 1",
          [.time(moment + .seconds(-Self.longestWait * 86_400))]
        ) { $0.integer(0) } ?? 0
      var found: [String: DeafChannel] = [:]
      func add(_ condition: String, _ values: [Value], isWaiting: Bool) throws(SQLiteError) {
        try connection.each(
          """
          SELECT channel, count(*), min((SELECT at FROM message WHERE message.message = delivery.message)) FROM delivery
          WHERE \(condition) AND \(own.sql) GROUP BY +channel
          """, values + own.values
        ) { row in
          guard isThere(row.text(0)), found[row.text(0)] == nil else { return }
          found[row.text(0)] = DeafChannel(
            channel: row.text(0), waiting: isWaiting ? row.integer(1) : 0, since: row.optionalTime(2))
        }
      }
      try add(
        """
        message >= ? AND taken = 0 AND first_at < ? AND (ended_at IS NULL OR ended_at >= ?)
          AND (attempts > 1 OR outcome IS NOT 'sent')
        """, [.integer(first), .time(moment), .time(moment)], isWaiting: true)
      try add(
        """
        outcome = 'given_up' AND ended_at >= ? AND ended_at < ? AND NOT EXISTS (SELECT 1 FROM delivery AS later
          WHERE later.channel = delivery.channel AND later.message > delivery.message AND later.outcome = 'sent'
            AND later.ended_at < ?)
        """, [.time(moment + .seconds(-7 * 86_400)), .time(moment), .time(moment)], isWaiting: false)
      for channel in found.keys {
        found[channel]?.heardAgain =
          try connection.first(
            "SELECT min(ended_at) FROM delivery WHERE channel = ? AND message >= ? AND outcome = 'sent' AND ended_at >= ?",
            [.text(channel), .integer(first), .time(moment)]
          ) { $0.optionalTime(0) } ?? nil
      }
      return found.values.sorted { $0.channel < $1.channel }
    }
  }

  /// Days.
  private static let longestWait = 60
}
