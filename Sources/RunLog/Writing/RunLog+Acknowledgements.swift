import Catalog
import Scheduling

/// Who looks after what people were told of.
extension RunLog {
  /// Somebody says that it is being looked after: nobody is reminded of it, and no others are told; who looks after what a
  /// message says of an incident is at that incident. nil: there is no such message; else when and by whom it, or what it is
  /// about, was acknowledged before, or this word: with a note, also where there was one before, as whoever takes over has
  /// something to say. Synced.
  package func acknowledge(
    _ message: Int, by actor: Actor, note: String?, at: Timestamp
  ) throws(RunLogFailure) -> MessageRecord.Word? {
    try synced { () throws(SQLiteError) -> MessageRecord.Word? in
      guard let found = try readWord(of: message) else { return nil }
      if let earlier = found.word, note == nil { return earlier }
      let chain = "(message = ? OR escalates = ?)"
      let numbers: [Value] = [.integer(found.first), .integer(found.first)]
      try connection.change(.acknowledgement(ofMessage: found.first)) { () throws(SQLiteError) in
        try connection.run(
          """
          UPDATE message SET waits_for_word = 0, acknowledged_at = ?, acknowledged_by = ?, note = ?
          WHERE \(chain)
          """, [.time(at), .text(actor.name), .optional(note)] + numbers)
        var details: [(name: String, value: AuditEntry.Detail)] = [("message", .integer(message))]
        if message != found.first { details.append(("first", .integer(found.first))) }
        if let note { details.append(("note", .text(note))) }
        return AuditEntry(.acknowledged, at: at, by: actor, run: found.run, details: details)
      }
      try noteAcknowledged(chain, numbers)
      var incidents = found.incident.map { [$0] } ?? []
      if incidents.isEmpty { incidents = try connection.openIncidents(ofMessage: found.first) }
      for incident in incidents {
        try connection.acknowledge(incident, by: actor, at: at, isAsked: true)
        if let note { try connection.add(note, kind: .note, to: incident, by: actor, at: at) }
      }
      return MessageRecord.Word(at: at, by: actor.name, note: note)
    }
  }

  /// Whether somebody's word on it means anything: it tells of an issue that was not over, or tells others of one, or there
  /// would be reminders of it. Also of a message that is not there.
  package func takesWord(_ message: Int) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      guard let first = try readWord(of: message)?.first, let found = try readMessage(first) else { return true }
      // Whoever is at an incident can say so by any message of it.
      if let incident = found.incidentState { return incident.resolvedAt == nil }
      return NewMessage.waitsForWord(found.kind, found.level, found.tasks) || found.tasks.contains { $0.wellAt == nil }
    }
  }

  /// Of the tasks that the messages told of and that have failed ever since: a reminder has come in place of the message,
  /// and it is the older one that people have at hand.
  private func noteAcknowledged(_ chain: String, _ numbers: [Value]) throws(SQLiteError) {
    try connection.run(
      """
      \(Self.alarms(ofMessages: chain))
      UPDATE failing SET acknowledged = 1 WHERE (task, since) IN (SELECT task, since FROM alarm)
      """, numbers)
    try connection.silence()
  }

  /// The alarms that messages told of, as a query `alarm`, with those that have taken their place: a recovery ends that a human is
  /// needed, and the same message begins the alarm of what is left. Whoever has the older message at hand means that, too.
  private static func alarms(ofMessages condition: String) -> String {
    """
    WITH RECURSIVE alarm (task, since) AS (
      SELECT task, message_task.since FROM message JOIN message_task USING (message) WHERE \(condition)
      UNION SELECT rest.task, rest.since FROM alarm
        JOIN message_task AS ended ON ended.task = alarm.task AND ended.since = alarm.since
        JOIN message_task AS rest ON rest.message = ended.message AND rest.task = ended.task
        WHERE ended.well_at IS NOT NULL AND rest.well_at IS NULL)
    """
  }

  /// What somebody looks after of what fails, as a query `seen_to`: each alarm with itself and with those in whose place it stands,
  /// a word on which is one on it.
  static func seenTo(_ condition: String) -> String {
    """
    WITH RECURSIVE seen_to (task, since, earlier) AS (
      SELECT task, since, since FROM failing WHERE acknowledged = 1 AND \(condition)
      UNION SELECT seen_to.task, seen_to.since, ended.since FROM seen_to
        JOIN message_task AS rest ON rest.task = seen_to.task AND rest.since = seen_to.earlier AND rest.well_at IS NULL
        JOIN message_task AS ended ON ended.message = rest.message AND ended.task = rest.task
        WHERE ended.well_at IS NOT NULL)
    """
  }

  /// Whether nobody looks after what is left of what the message told of.
  private func isLeftOpen(_ message: Int) throws(SQLiteError) -> Bool {
    try connection.first(
      """
      \(Self.alarms(ofMessages: "message = ?"))
      SELECT 1 FROM failing WHERE acknowledged = 0 AND (task, since) IN (SELECT task, since FROM alarm) LIMIT 1
      """, [.integer(message)]
    ) { _ in true } ?? false
  }

  /// Who looks after what the message told last; nil: nobody does.
  package func word(on message: Int) throws(RunLogFailure) -> MessageRecord.Word? {
    try reading { () throws(SQLiteError) in try readWord(of: message)?.word }
  }

  private func readWord(
    of message: Int
  ) throws(SQLiteError) -> (first: Int, run: Int?, incident: Int?, word: MessageRecord.Word?)? {
    let found = try connection.first(
      """
      SELECT coalesce(escalates, message), run, acknowledged_at, acknowledged_by, note, \(Self.incidentOfMessage),
        outcome IS NOT NULL AND \(Connection.isOpen)
      FROM message WHERE message = ?
      """, [.integer(message)]
    ) { row in (row.integer(0), row.optionalInteger(1), row.optionalInteger(5), row.word(2), row.truth(6)) }
    guard let (first, run, incident, word, isOpen) = found else { return nil }
    // What has become graver since then is to be looked after anew.
    let isLeftOpen = try isLeftOpen(message)
    if isOpen || isLeftOpen { return (first, run, incident, nil) }
    if let word { return (first, run, incident, word) }
    return (first, run, incident, try readWordOnTasks(of: message))
  }

  /// On another message about the same failures of the same tasks, of which nobody has to say anything more, or on the
  /// incident that they belong to.
  func readWordOnTasks(of message: Int) throws(SQLiteError) -> MessageRecord.Word? {
    try connection.first(
      """
      \(Self.seenTo("task IN (SELECT task FROM message_task WHERE message = ?1)"))
      SELECT acknowledged_at, acknowledged_by, note FROM message_task AS own
        JOIN seen_to ON seen_to.task = own.task AND seen_to.since = own.since
        JOIN message_task AS other ON other.task = own.task AND other.since = seen_to.earlier
        JOIN message ON message.message = other.message AND acknowledged_at IS NOT NULL
      WHERE own.message = ?1
      UNION ALL
      SELECT acknowledged_at, acknowledged_by, NULL FROM message_task AS own
        JOIN (\(Self.wordsOfIncidents)) AS word ON word.task = own.task AND word.since = own.since
      WHERE own.message = ?1
      ORDER BY acknowledged_at DESC LIMIT 1
      """, [.integer(message)]
    ) { $0.word(0) } ?? nil
  }

  /// Tells others of each message that nobody has acknowledged for so long: `compose` says who; nil: there is nobody left.
  /// What is far ahead of now was written by a clock that was wrong.
  package func escalate(
    after limit: Duration, now: Timestamp, _ compose: (Unacknowledged) -> NewMessage?
  ) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      let own = try connection.areOwn()
      let condition = "waits_for_word = 1 AND (at <= ? OR at > ?) AND \(own.sql) AND NOT \(Connection.isOfAbsent)"
      let values = [Value.time(now + (.zero - limit)), .time(now + limit)] + own.values
      let isAny =
        try connection.first("SELECT 1 FROM message WHERE \(condition) LIMIT 1", values) { _ in true } ?? false
      if !isAny { return }
      try writing { () throws(SQLiteError) in
        var numbers: [Int] = []
        try connection.each("SELECT message FROM message WHERE \(condition) ORDER BY message", values) { row in
          numbers.append(row.integer(0))
        }
        for number in numbers {
          try connection.run("UPDATE message SET waits_for_word = 0 WHERE message = ?", [.integer(number)])
          guard let found = try unacknowledged(number, at: now), let message = compose(found),
            let next = try connection.post(message)
          else { continue }
          try connection.standFor(message: next)
        }
      }
    }
  }

  private func unacknowledged(_ number: Int, at now: Timestamp) throws(SQLiteError) -> Unacknowledged? {
    let first = try connection.first(
      "SELECT coalesce(escalates, message) FROM message WHERE message = ?", [.integer(number)]
    ) { $0.integer(0) }
    guard let first, var message = try readMessage(number), let beginning = try readMessage(first) else { return nil }
    var failing: [FailingTask] = []
    if message.isOpen {
      let open = try openTasks(of: number)
      message.tasks.removeAll { $0.wellAt != nil || !open.contains($0.name) }
      for name in message.tasks.map(\.name) { failing += try connection.failing("task = ?", [.text(name)]) }
    } else if let incident = message.incident {
      let own = try connection.areOfRuns(ofIncident: incident)
      failing = try connection.failing(own.sql, own.values)
    }
    var found = Unacknowledged(message, first: beginning, told: [])
    found.failing = try connection.detailed(failing, at: now, by: announcer)
    try connection.each(
      "SELECT DISTINCT channel FROM delivery JOIN message USING (message) WHERE message = ? OR escalates = ?",
      [.integer(first), .integer(first)]
    ) { row in found.told.insert(row.text(0)) }
    found.escalations =
      try connection.first("SELECT count(*) FROM message WHERE escalates = ?", [.integer(first)]) { $0.integer(0) } ?? 0
    return found
  }

  /// Those that fail still, are there and nobody looks after.
  func openTasks(of message: Int) throws(SQLiteError) -> Set<String> {
    var names: Set<String> = []
    try connection.each(
      """
      SELECT task FROM message_task JOIN failing USING (task, since)
      WHERE message_task.message = ? AND acknowledged = 0 AND \(Connection.isThere)
      """, [.integer(message)]
    ) { names.insert($0.text(0)) }
    return names
  }
}

extension Statement {
  /// From the columns of its time, name and note; nil without a time.
  func word(_ column: Int32) -> MessageRecord.Word? {
    optionalTime(column).map { MessageRecord.Word(at: $0, by: text(column + 1), note: optionalText(column + 2)) }
  }
}
