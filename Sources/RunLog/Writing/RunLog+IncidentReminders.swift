import Catalog
import Scheduling

/// That an incident is open still, and that nobody has said that they are at it.
extension RunLog {
  /// Of the open incidents that people were told of and that nobody has acknowledged. `escalates`: what waits for a word goes
  /// to others by itself first; the reminders come after that. Nothing else ends an incident that everybody slept through.
  package func untendedIncidents(escalates: Bool) throws(RunLogFailure) -> [UntendedIncident] {
    try reading { () throws(SQLiteError) in try connection.untendedIncidents(escalates: escalates) }
  }

  /// Tells again of those of which people were last told so long ago. What was told far ahead of now was told by a clock that was
  /// wrong. `make`: with the channels of its level, as it is now.
  package func remindOfIncidents(
    every limit: Duration, escalates: Bool, at now: Timestamp,
    _ make: (String, MaintenanceTask.AlertLevel) -> NewIncident
  ) throws(RunLogFailure) {
    func isDue(_ incident: UntendedIncident) -> Bool {
      incident.toldAt + limit <= now || incident.toldAt > now + limit
    }
    if try !untendedIncidents(escalates: escalates).contains(where: isDue) { return }
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        for found in try connection.untendedIncidents(escalates: escalates).filter(isDue) {
          let records = try readIncidents("WHERE incident = ?", [.integer(found.number)])
          guard let record = records.first else { continue }
          try connection.remind(of: record, make(record.title, record.level), at: now)
        }
      }
    }
  }
}

/// Within a transaction.
extension Connection {
  /// Of a row of `message`, beside `first`: it is one that tells of the incident, or that tells others of it.
  static let isOfIncident = "(message.message = first.message OR message.escalates = first.message)"

  fileprivate func untendedIncidents(escalates: Bool) throws(SQLiteError) -> [UntendedIncident] {
    let own = try areOwn("+message.project")
    var found: [UntendedIncident] = []
    try each(
      """
      SELECT incident, level, (SELECT at FROM message WHERE message = last) FROM (
        SELECT open.incident, open.level, max(message.message) AS last, max(message.waits_for_word) AS waits
        FROM incident AS open CROSS JOIN message AS first ON first.incident = open.incident
          CROSS JOIN message ON \(Self.isOfIncident)
        WHERE open.resolved_at IS NULL AND open.acknowledged_at IS NULL AND message.kind = 'issue_escalation' AND \(own.sql)
        GROUP BY open.incident)
      WHERE NOT (waits AND ?) ORDER BY incident
      """, own.values + [.truth(escalates)]
    ) { row throws(SQLiteError) in
      found.append(
        UntendedIncident(
          number: row.integer(0), level: try row.enumeration(1, as: MaintenanceTask.AlertLevel.self),
          toldAt: row.time(2)))
    }
    return found
  }

  /// It waits for a word in place of those that told of it before.
  fileprivate func remind(
    of record: IncidentRecord, _ incident: NewIncident, at now: Timestamp
  ) throws(SQLiteError) {
    var message = Self.stillOpen(record, incident, "reminder", at: now)
    message.channels = incident.channels
    guard let number = try post(message) else { return }
    try run(
      """
      UPDATE message SET waits_for_word = 0
      WHERE waits_for_word = 1 AND message <> ? AND coalesce(escalates, message) IN (\(Self.messagesOfIncident))
      """, [.integer(number), .integer(record.number)])
  }

  /// Without channels. `what`: that it is told for.
  static func stillOpen(
    _ record: IncidentRecord, _ incident: NewIncident, _ what: String, at now: Timestamp
  ) -> NewMessage {
    let (number, level) = (record.number, record.level.rawValue)
    let word = record.acknowledged.map { "\($0.by.name) has been at it since \($0.at.rfc3339)." }
    var message = NewMessage(
      key: MessageKey(host: incident.host, "incident-\(number)-\(what)", at: now).description, at: now,
      level: record.level, kind: .issueEscalation,
      subject: "Incident \(number) is still open\(word == nil ? ", and nobody is at it" : ""): \(incident.title)",
      text: """
        Incident \(number) (\(level)) is open since \(record.opened.at.rfc3339): \(incident.title)
        \(word ?? "Nobody has said that they are at it.")
        What you find: \(incident.command("incident note \(number) 'TEXT'"))
        It is over: \(incident.command("incident resolve \(number) --note 'TEXT'"))
        All of it: \(incident.command("incident report \(number)"))

        """, channels: [])
    message.incident = number
    return message
  }
}
