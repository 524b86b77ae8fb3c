import Catalog
import Scheduling

extension RunLog {
  /// With its notes; nil: there is none of the number.
  package func incident(_ number: Int) throws(RunLogFailure) -> IncidentRecord? {
    try reading { () throws(SQLiteError) in
      guard var incident = try readIncidents("WHERE incident = ?", [.integer(number)]).first else { return nil }
      incident.notes = try readNotes(of: number)
      return incident
    }
  }

  func readNotes(of incident: Int) throws(SQLiteError) -> [IncidentRecord.Note] {
    var notes: [IncidentRecord.Note] = []
    try connection.each(
      "SELECT kind, text, at, noted_by, noted_uid FROM incident_note WHERE incident = ? ORDER BY note",
      [.integer(incident)]
    ) { row throws(SQLiteError) in
      notes.append(
        IncidentRecord.Note(
          kind: try row.enumeration(0, as: IncidentRecord.Note.Kind.self), text: row.text(1),
          word: IncidentRecord.Word(by: Actor(name: row.text(3), uid: row.integer(4)), at: row.time(2))))
    }
    return notes
  }

  /// Of open incidents: the gravest, of these those that nobody is at, of these the newest.
  static let mostUrgentFirst = """
    CASE level WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, acknowledged_at IS NOT NULL, incident DESC
    """

  /// Those that are open, as urgent as they are; or the latest of all, the newest first.
  package func incidents(isAll: Bool, limit: Int) throws(RunLogFailure) -> [IncidentRecord] {
    try reading { () throws(SQLiteError) in
      let which = isAll ? "ORDER BY incident DESC" : "WHERE resolved_at IS NULL ORDER BY \(Self.mostUrgentFirst)"
      return try readIncidents("\(which) LIMIT ?", [.integer(limit)])
    }
  }

  /// Those that a run belongs to, by number.
  package func incidents(ofRun run: Int) throws(RunLogFailure) -> [IncidentRecord] {
    try reading { () throws(SQLiteError) in
      try readIncidents(
        "WHERE incident IN (SELECT incident FROM incident_run WHERE run = ?) ORDER BY incident", [.integer(run)])
    }
  }

  /// The messages that tell of a run, or of an incident, and those that tell others of them, in order; a ping says nothing, and
  /// what renews an alert nothing new.
  package func messages(aboutRuns runs: [Int], incident: Int) throws(RunLogFailure) -> [SentMessage] {
    try reading { () throws(SQLiteError) in
      var found: [SentMessage] = []
      try connection.each(
        """
        SELECT message, at, level, subject, acknowledged_at, acknowledged_by FROM message
        WHERE message IN (
          SELECT message FROM json_each(?) JOIN message ON message.run = value
          UNION SELECT message FROM message WHERE incident = ?2 AND kind = 'issue_escalation'
          UNION SELECT message FROM message
            WHERE escalates IN (SELECT first.message FROM message AS first WHERE first.incident = ?2))
          AND text <> ''
        ORDER BY message
        """, [.text("[" + runs.map { "\($0)" }.joined(separator: ",") + "]"), .integer(incident)]
      ) { row throws(SQLiteError) in
        found.append(
          SentMessage(
            number: row.integer(0), at: row.time(1),
            level: try row.enumeration(2, as: MaintenanceTask.AlertLevel.self), subject: row.text(3),
            acknowledgedAt: row.optionalTime(4), acknowledgedBy: row.optionalText(5)))
      }
      return found
    }
  }

  func readIncidents(_ condition: String, _ values: [Value] = []) throws(SQLiteError) -> [IncidentRecord] {
    var found: [IncidentRecord] = []
    try connection.each(
      """
      SELECT incident, title, level, opened_at, opened_by, opened_uid, opened_by_run, acknowledged_at, acknowledged_by,
        acknowledged_uid, resolved_at, resolved_by, resolved_uid
      FROM incident \(condition)
      """, values
    ) { row throws(SQLiteError) in
      guard let opened = row.incidentWord(3) else { return }
      var incident = IncidentRecord(
        number: row.integer(0), title: row.text(1),
        level: try row.enumeration(2, as: MaintenanceTask.AlertLevel.self), opened: opened,
        openedByRun: row.optionalInteger(6), acknowledged: row.incidentWord(7), resolved: row.incidentWord(10))
      incident.runs = try links(of: incident.number)
      found.append(incident)
    }
    return found
  }

  private func links(of incident: Int) throws(SQLiteError) -> [IncidentRecord.Link] {
    var found: [IncidentRecord.Link] = []
    try connection.each(
      "SELECT run, linked_at, linked_by, linked_uid FROM incident_run WHERE incident = ? ORDER BY run",
      [.integer(incident)]
    ) { row in
      guard let word = row.incidentWord(1) else { return }
      found.append(IncidentRecord.Link(run: row.integer(0), word: word))
    }
    return found
  }
}

extension Statement {
  /// From the columns of its time, name and uid; nil without a time.
  fileprivate func incidentWord(_ column: Int32) -> IncidentRecord.Word? {
    optionalTime(column).map { time in
      IncidentRecord.Word(by: Actor(name: text(column + 1), uid: integer(column + 2)), at: time)
    }
  }
}
