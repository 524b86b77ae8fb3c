import Catalog
import Scheduling

/// What is still so of what channels were told that take for over what nobody renews, as Alertmanager does.
extension RunLog {
  /// When the first of it is to be told again; nil: there is nothing. What waits to be delivered is renewed by that.
  package func nextRenewal(of channels: [String], every limit: Duration, now: Timestamp) throws(RunLogFailure)
    -> Timestamp?
  {
    try reading { () throws(SQLiteError) in
      var moments: [Timestamp] = []
      for channel in channels {
        moments += try connection.standingTasks(channel).map(\.toldAt)
        moments += try connection.standingIncidents(channel).map(\.toldAt)
      }
      return moments.map { $0 > now + limit ? now : $0 + limit }.min()
    }
  }

  /// Tells each of the channels again, and nobody else, what it was told so long ago: that tasks fail and that incidents are
  /// open, whether or not somebody is at it. What was told far ahead of now was told by a clock that was wrong.
  package func renewAlerts(
    of channels: [String], every limit: Duration, at now: Timestamp,
    _ make: (String, MaintenanceTask.AlertLevel) -> NewIncident
  ) throws(RunLogFailure) {
    guard let next = try nextRenewal(of: channels, every: limit, now: now), next <= now else { return }
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        func isDue(_ toldAt: Timestamp) -> Bool { toldAt + limit <= now || toldAt > now + limit }
        for channel in channels {
          let tasks = try connection.standingTasks(channel).filter { isDue($0.toldAt) }
          if !tasks.isEmpty { try connection.renew(tasks, channel, at: now, by: announcer) }
          for found in try connection.standingIncidents(channel) where isDue(found.toldAt) {
            let records = try readIncidents("WHERE incident = ?", [.integer(found.number)])
            guard let record = records.first else { continue }
            try connection.renew(record, make(record.title, record.level), channel, at: now)
          }
        }
      }
    }
  }
}

/// A task that fails, of the level by which the channel knows it: what has gone up it knows by two.
private struct StandingTask {
  var name: String
  var level: MaintenanceTask.AlertLevel
  var toldAt: Timestamp
}

/// Within a transaction. From what fails or is open to its messages: SQLite would go through all that the channel ever had.
extension Connection {
  fileprivate func standingTasks(_ channel: String) throws(SQLiteError) -> [StandingTask] {
    let own = try areOwn("message.project")
    var found: [StandingTask] = []
    try each(
      """
      SELECT told.task, told.level, message.at FROM (
        SELECT failing.task AS task, message_task.level AS level, max(message_task.message) AS last
        FROM failing CROSS JOIN message_task USING (task, since)
          CROSS JOIN delivery ON delivery.message = message_task.message AND channel = ?1
        WHERE well_at IS NULL GROUP BY failing.task, message_task.level) AS told
      CROSS JOIN message ON message.message = last CROSS JOIN delivery ON delivery.message = last AND channel = ?1
      WHERE delivery.outcome IS NOT NULL AND \(own.sql) ORDER BY told.task, told.level
      """, [.text(channel)] + own.values
    ) { row throws(SQLiteError) in
      found.append(
        StandingTask(
          name: row.text(0), level: try row.enumeration(1, as: MaintenanceTask.AlertLevel.self), toldAt: row.time(2)))
    }
    return found
  }

  fileprivate func standingIncidents(_ channel: String) throws(SQLiteError) -> [(number: Int, toldAt: Timestamp)] {
    let own = try areOwn("message.project")
    var found: [(number: Int, toldAt: Timestamp)] = []
    try each(
      """
      SELECT told.incident, message.at FROM (
        SELECT open.incident AS incident, max(message.message) AS last
        FROM incident AS open CROSS JOIN message AS first ON first.incident = open.incident
          CROSS JOIN message ON \(Self.isOfIncident)
          CROSS JOIN delivery ON delivery.message = message.message AND channel = ?1
        WHERE open.resolved_at IS NULL GROUP BY open.incident) AS told
      CROSS JOIN message ON message.message = last CROSS JOIN delivery ON delivery.message = last AND channel = ?1
      WHERE delivery.outcome IS NOT NULL AND \(own.sql) ORDER BY told.incident
      """, [.text(channel)] + own.values
    ) { row in found.append((row.integer(0), row.time(1))) }
    return found
  }

  /// In one message, as progress: it asks nobody for a word, and tells nobody of an issue.
  fileprivate func renew(
    _ tasks: [StandingTask], _ channel: String, at now: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) {
    var failing: [FailingTask] = []
    for name in Set(tasks.map(\.name)).sorted() { failing += try self.failing("task = ?", [.text(name)]) }
    let news = News.standing(try detailed(failing, at: now, by: announcer), at: now)
    guard !failing.isEmpty, var message = announcer?.compose(news).first else { return }
    message.tasks = tasks.compactMap { task in
      message.tasks.first { $0.name == task.name }.map { found in
        var found = found
        found.level = task.level
        return found
      }
    }
    try post(message, renewing: channel)
  }

  fileprivate func renew(
    _ record: IncidentRecord, _ incident: NewIncident, _ channel: String, at now: Timestamp
  ) throws(SQLiteError) {
    try post(Self.stillOpen(record, incident, "stands", at: now), renewing: channel)
  }

  private func post(_ message: NewMessage, renewing channel: String) throws(SQLiteError) {
    var message = message
    message.kind = .progressUpdates
    message.channels = [channel]
    message.run = nil
    message.key += "-\(MessageKey.part(channel))"
    try post(message)
  }
}
