import Catalog
import Scheduling

/// What is done about incidents. Each is synced, and in the chain.
extension RunLog {
  /// Its number. Whoever is to know of it is told.
  package func openIncident(_ incident: NewIncident, at now: Timestamp) throws(RunLogFailure) -> Int {
    try synced { () throws(SQLiteError) in try connection.open(incident, by: actor, at: now, run: nil) }
  }

  /// False where there is no such incident. A first word of somebody else than who opened it acknowledges it.
  package func note(
    _ text: String, kind: IncidentRecord.Note.Kind, on incident: Int, at now: Timestamp
  ) throws(RunLogFailure) -> Bool {
    try synced { () throws(SQLiteError) in
      guard try connection.hasIncident(incident) else { return false }
      try connection.acknowledge(incident, by: actor, at: now, isAsked: false)
      try connection.add(text, kind: kind, to: incident, by: actor, at: now)
      return true
    }
  }

  /// False where the run belongs to it already. Both are there.
  package func link(run: Int, to incident: Int, at now: Timestamp) throws(RunLogFailure) -> Bool {
    try synced { () throws(SQLiteError) in
      try connection.acknowledge(incident, by: actor, at: now, isAsked: false)
      let isNew = try connection.link(run: run, to: incident, by: actor, at: now)
      // Whoever looks back at one that is over is at nothing.
      if try connection.hasOpenIncident(incident) {
        if try connection.isAcknowledged(incident) { try connection.acknowledgeFailures(ofIncident: incident) }
        try connection.leaveToIncidents(failuresOf: incident)
      }
      return isNew
    }
  }

  /// That somebody is at it; false where somebody was before.
  package func acknowledgeIncident(_ incident: Int, at now: Timestamp) throws(RunLogFailure) -> Bool {
    try synced { () throws(SQLiteError) in
      try connection.acknowledge(incident, by: actor, at: now, isAsked: true)
    }
  }

  /// Tells of open incidents of which nobody was told: when they were opened, the schedule could not be read, or had no
  /// channel for them. `make`: with the channels of its level, as it is now.
  package func announceIncidents(
    at now: Timestamp, _ make: (String, MaintenanceTask.AlertLevel) -> NewIncident
  ) throws(RunLogFailure) {
    let found = try untoldIncidents(at: now).map { ($0, make($0.title, $0.level)) }.filter { !$1.channels.isEmpty }
    if found.isEmpty { return }
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        for (record, incident) in found {
          var message =
            if let resolved = record.resolved {
              Connection.over(record, incident, resolved, try connection.tasksInDoubt(ofIncident: record.number))
            } else {
              Connection.opened(
                incident, record.number, by: record.opened.by, run: record.openedByRun, at: record.opened.at)
            }
          message.at = now
          message.isRepeat = record.acknowledged != nil
          try connection.post(message)
        }
      }
    }
  }

  /// Those that are open, or were a few days ago, and that no message tells of.
  package func untoldIncidents(at now: Timestamp) throws(RunLogFailure) -> [IncidentRecord] {
    try reading { () throws(SQLiteError) in
      let found = try readIncidents(
        """
        WHERE (resolved_at IS NULL OR resolved_at BETWEEN ? AND ?)
          AND NOT EXISTS (SELECT 1 FROM message WHERE message.incident = incident.incident) ORDER BY incident
        """, [.time(now + Self.timeToTell), .time(now)])
      var own: [IncidentRecord] = []
      for record in found where try isOwn(record) { own.append(record) }
      return own
    }
  }

  /// Whether it may be told by the owner: another project that has the run log tells of those of its own runs. One that somebody
  /// opened and linked to no run is anybody's.
  private func isOwn(_ record: IncidentRecord) throws(SQLiteError) -> Bool {
    let project = try connection.first(
      """
      SELECT project FROM run
      WHERE run = coalesce(?, (SELECT min(run) FROM incident_run WHERE incident = ?))
      """, [.optional(record.openedByRun), .integer(record.number)]
    ) { $0.text(0) }
    return project.map { connection.owner.project.isEmpty || connection.owner.has($0) } ?? true
  }

  /// Nobody looks at schedules with mistakes for longer, and nobody wants to hear of what was over before that.
  private static let timeToTell = Duration.seconds(-7 * 86_400)

  /// Whether anybody was told of it, or is to be.
  package func isTold(ofIncident number: Int) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try connection.first("SELECT 1 FROM message WHERE incident = ? LIMIT 1", [.integer(number)]) { _ in true }
        ?? false
    }
  }

  /// Within the transaction that begins the run.
  func belong(_ run: Int, _ header: RunHeader, to incident: IncidentOfRun) throws(SQLiteError) {
    let at = header.startedAt
    if case .known(let number) = incident {
      _ = try connection.link(run: run, to: number, by: actor, at: at)
      return
    }
    if let earlier = header.resumes ?? header.rollsBack, let number = try connection.openIncident(of: earlier) {
      _ = try connection.link(run: run, to: number, by: actor, at: at)
      return
    }
    if case .new(let incident) = incident {
      var number = try connection.openIncident(titled: incident.title, of: header.project)
      if number == nil { number = try connection.open(incident, by: actor, at: at, run: run) }
      guard let number else { return }
      _ = try connection.link(run: run, to: number, by: actor, at: at)
    }
  }

}

/// Within a transaction.
extension Connection {
  fileprivate func open(
    _ incident: NewIncident, by actor: Actor, at now: Timestamp, run: Int?
  ) throws(SQLiteError) -> Int {
    try self.run(
      """
      INSERT INTO incident (title, level, opened_at, opened_by, opened_uid, opened_by_run) VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .text(incident.title), .text(incident.level.rawValue), .time(now), .text(actor.name), .integer(actor.uid),
        .optional(run),
      ])
    let number = lastRow
    // What somebody put there for one that was not yet.
    let strange = try AuditSubject.incident(number).digestOfParts(in: self)
    try append(
      AuditEntry(
        .incidentOpened, at: now, by: actor, run: run,
        details: [
          ("incident", .integer(number)), ("level", .text(incident.level.rawValue)), ("title", .text(incident.title)),
        ]), about: .incident(number), before: strange)
    try post(Self.opened(incident, number, by: actor, run: run, at: now))
    return number
  }

  /// That it was.
  fileprivate static func opened(
    _ incident: NewIncident, _ number: Int, by actor: Actor, run: Int?, at: Timestamp
  ) -> NewMessage {
    let by = run.map { "run \($0), which \(actor.name) began" } ?? actor.name
    var message = NewMessage(
      key: MessageKey(host: incident.host, "incident-\(number)-opened", at: at).description, at: at,
      level: incident.level, kind: .issueEscalation, run: run, subject: "Incident \(number): \(incident.title)",
      text: """
        Incident \(number) (\(incident.level.rawValue)) was opened by \(by): \(incident.title)
        What you find: \(incident.command("incident note \(number) 'TEXT'"))
        It is over: \(incident.command("incident resolve \(number) --note 'TEXT'"))
        All of it: \(incident.command("incident report \(number)"))

        """, channels: incident.channels)
    message.incident = number
    return message
  }

  /// That it was opened and resolved while nobody could be told.
  fileprivate static func over(
    _ record: IncidentRecord, _ incident: NewIncident, _ resolved: IncidentRecord.Word, _ doubts: [TaskInDoubt]
  ) -> NewMessage {
    let (number, level) = (record.number, incident.level.rawValue)
    var message = NewMessage(
      key: MessageKey(host: incident.host, "incident-\(number)-resolved", at: resolved.at).description, at: resolved.at,
      level: .info, kind: .issueEscalation, run: record.openedByRun,
      subject: "Incident \(number) was open, and is resolved\(stillNeeded(doubts)): \(incident.title)",
      text: """
        Incident \(number) (\(level)) was open from \(record.opened.at.rfc3339) to \(resolved.at.rfc3339), while nobody could be \
        told: \(incident.title)
        It was opened by \(record.opened.by.name) and resolved by \(resolved.by.name).
        \(text(of: doubts, incident.command))\
        All of it: \(incident.command("incident report \(number)"))

        """, channels: incident.channels)
    message.incident = number
    return message
  }

  static let messagesOfIncident = "SELECT message FROM message WHERE incident = ?"

  fileprivate func hasIncident(_ incident: Int) throws(SQLiteError) -> Bool {
    try first("SELECT 1 FROM incident WHERE incident = ?", [.integer(incident)]) { _ in true } ?? false
  }

  func hasOpenIncident(_ incident: Int) throws(SQLiteError) -> Bool {
    try first("SELECT 1 FROM incident WHERE incident = ? AND resolved_at IS NULL", [.integer(incident)]) { _ in true }
      ?? false
  }

  fileprivate func isAcknowledged(_ incident: Int) throws(SQLiteError) -> Bool {
    try first("SELECT 1 FROM incident WHERE incident = ? AND acknowledged_at IS NOT NULL", [.integer(incident)]) { _ in
      true
    }
      ?? false
  }

  fileprivate func openIncident(of run: Int) throws(SQLiteError) -> Int? {
    try first(
      """
      SELECT max(incident) FROM incident_run JOIN incident USING (incident) WHERE run = ? AND resolved_at IS NULL
      """, [.integer(run)]
    ) { $0.optionalInteger(0) } ?? nil
  }

  /// That a run of the project opened for the same thing, and nobody has resolved: a try that came to nothing, as outside
  /// its window, is no incident of its own.
  fileprivate func openIncident(titled title: String, of project: String) throws(SQLiteError) -> Int? {
    try first(
      """
      SELECT incident FROM incident JOIN run ON run = opened_by_run
      WHERE resolved_at IS NULL AND title = ? AND project = ? ORDER BY incident DESC LIMIT 1
      """, [.text(title), .text(project)]
    ) { $0.integer(0) }
  }

  func add(
    _ text: String, kind: IncidentRecord.Note.Kind, to incident: Int, by actor: Actor, at now: Timestamp
  ) throws(SQLiteError) {
    try change(.incident(incident)) { () throws(SQLiteError) in
      try self.run(
        """
        INSERT INTO incident_note (incident, note, at, kind, text, noted_by, noted_uid)
        SELECT ?1, 1 + coalesce(max(note), 0), ?, ?, ?, ?, ? FROM incident_note WHERE incident = ?1
        """,
        [
          .integer(incident), .time(now), .text(kind.rawValue), .text(text), .text(actor.name), .integer(actor.uid),
        ])
      return AuditEntry(
        .incidentNoted, at: now, by: actor,
        details: [("incident", .integer(incident)), ("note_kind", .text(kind.rawValue)), ("text", .text(text))])
    }
  }

  fileprivate func link(run: Int, to incident: Int, by actor: Actor, at now: Timestamp) throws(SQLiteError) -> Bool {
    try change(.incident(incident)) { () throws(SQLiteError) in
      try self.run(
        """
        INSERT OR IGNORE INTO incident_run (incident, run, linked_at, linked_by, linked_uid) VALUES (?, ?, ?, ?, ?)
        """, [.integer(incident), .integer(run), .time(now), .text(actor.name), .integer(actor.uid)])
      guard changes > 0 else { return nil }
      return AuditEntry(.incidentLinked, at: now, by: actor, run: run, details: [("incident", .integer(incident))])
    }
  }

  /// False where somebody was at it before; unless that is asked for, who opened it does not count, but where a run did.
  @discardableResult
  func acknowledge(
    _ incident: Int, by actor: Actor, at now: Timestamp, isAsked: Bool
  ) throws(SQLiteError) -> Bool {
    try change(.incident(incident)) { () throws(SQLiteError) in
      try self.run(
        """
        UPDATE incident SET acknowledged_at = ?, acknowledged_by = ?, acknowledged_uid = ?
        WHERE incident = ? AND acknowledged_at IS NULL AND (? OR opened_by_run IS NOT NULL OR opened_uid <> ?)
        """,
        [
          .time(now), .text(actor.name), .integer(actor.uid), .integer(incident), .truth(isAsked), .integer(actor.uid),
        ])
      guard changes > 0 else { return nil }
      // Nobody is told that nobody looks after it.
      try self.run(
        "UPDATE message SET waits_for_word = 0 WHERE coalesce(escalates, message) IN (\(Self.messagesOfIncident))",
        [.integer(incident)])
      try acknowledgeFailures(ofIncident: incident)
      return AuditEntry(.acknowledged, at: now, by: actor, details: [("incident", .integer(incident))])
    }
  }
}
