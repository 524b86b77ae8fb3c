import Catalog
import Scheduling

/// The way of messages out of the host.
extension RunLog {
  /// Puts a message into the outbox that belongs to no other event. False where it was there before.
  package func post(_ message: NewMessage) throws(RunLogFailure) -> Bool {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in try connection.post(message) != nil }
    }
  }

  /// Whether a message with this key was ever posted.
  package func hasMessage(key: String) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try connection.first("SELECT 1 FROM message WHERE key = ?", [.text(key)]) { _ in true } ?? false
    }
  }

  /// Of the messages whose keys begin so: how many there are, and the number of the last.
  package func messageTally(keys: String) throws(RunLogFailure) -> (count: Int, last: Int?) {
    try reading { () throws(SQLiteError) in
      try connection.first(
        // `~` is above all that keys have; the plus keeps SQLite to the index of keys.
        "SELECT count(*), max(+message) FROM message WHERE key >= ? AND key < ?", [.text(keys), .text("\(keys)~")]
      ) { ($0.integer(0), $0.optionalInteger(1)) } ?? (0, nil)
    }
  }

  /// The key of the last of the messages whose keys begin so; nil: there is none.
  package func lastMessageKey(keys: String) throws(RunLogFailure) -> String? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        "SELECT key FROM message WHERE key >= ? AND key < ? ORDER BY +message DESC LIMIT 1",
        [.text(keys), .text("\(keys)~")]
      ) { $0.text(0) }
    }
  }

  /// The messages whose keys begin so and that were written since, oldest first.
  package func noticedMessages(keys: String, since: Timestamp) throws(RunLogFailure) -> [NoticedMessage] {
    try reading { () throws(SQLiteError) in
      var found: [NoticedMessage] = []
      try connection.each(
        """
        SELECT key, subject, (SELECT group_concat(channel, char(10)) FROM delivery WHERE delivery.message = message.message)
        FROM message WHERE key >= ? AND key < ? AND at >= ? ORDER BY +message
        """, [.text(keys), .text("\(keys)~"), .time(since)]
      ) { row in
        let channels = (row.optionalText(2) ?? "").split(separator: "\n").map(String.init)
        found.append(NoticedMessage(key: row.text(0), subject: row.text(1), channels: channels))
      }
      return found
    }
  }

  /// When the last of the messages whose keys begin so, and have that in them, was written; nil: there is none.
  package func lastMessageTime(keys: String, with part: String = "") throws(RunLogFailure) -> Timestamp? {
    try reading { () throws(SQLiteError) in
      try connection.first(
        "SELECT max(at) FROM message WHERE key >= ?1 AND key < ?2 AND (?3 = '' OR instr(key, ?3) > 0)",
        [.text(keys), .text("\(keys)~"), .text(part)]
      ) { $0.optionalTime(0) } ?? nil
    }
  }

  /// When there is something to note of tasks that come and go; nil: never, as they are now.
  package func nextChangeOfAway(isThere: (String) -> Bool, at now: Timestamp) throws(RunLogFailure) -> Timestamp? {
    try reading { () throws(SQLiteError) in try connection.nextChangeOfAway(isThere: isThere, at: now) }
  }

  /// Tells of what fails and nobody was told of, as after a crash, and reminds of what goes on failing. `isThere`: whether
  /// the owner's project still has a task of this full name; asked where something fails.
  package func announceFailures(
    now: Timestamp, isThere: (String) -> Bool = { _ in true }
  ) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      let isAny =
        try connection.first(
          """
          SELECT 1 WHERE EXISTS (SELECT 1 FROM failing)
            OR EXISTS (SELECT 1 FROM message WHERE waits_for_word = 1 AND outcome IS NULL)
          """
        ) { _ in true } ?? false
      if !isAny { return }
      try writing { () throws(SQLiteError) in
        try connection.endAlerts(isThere: isThere)
        try connection.noteAway(isThere: isThere, at: now, by: announcer)
        try connection.endRefusals(at: now, by: announcer)
        try connection.endOverWithIncidents(at: now, by: announcer)
        try connection.tellFailing(at: now, by: announcer)
        try connection.remind(at: now, by: announcer)
      }
    }
  }

  /// What each channel that has something to deliver delivers next, and what each still owes to some recipients.
  package func waitingChannels() throws(RunLogFailure) -> [WaitingDelivery] {
    try reading { () throws(SQLiteError) in
      let rows = """
        SELECT channel, message, (SELECT at FROM message WHERE message.message = delivery.message), next_at, tried_at, error
        FROM delivery
        """
      let own = try connection.areOwn(Connection.projectOfDelivery)
      var channels: [WaitingDelivery] = []
      // The first of a channel holds back those after it. One look into the index for each channel.
      var last = ""
      while let next = try connection.first(
        "\(rows) WHERE outcome IS NULL AND taken = 0 AND channel > ? AND \(own.sql) ORDER BY channel, message LIMIT 1",
        [.text(last)] + own.values,
        { Self.waiting($0, isRest: false) })
      {
        channels.append(next)
        last = next.channel
      }
      try connection.each(
        "\(rows) WHERE outcome IS NULL AND taken = 1 AND \(own.sql) ORDER BY next_at, message", own.values
      ) { row in
        channels.append(Self.waiting(row, isRest: true))
      }
      return channels
    }
  }

  private static func waiting(_ row: Statement, isRest: Bool) -> WaitingDelivery {
    var found = WaitingDelivery(
      channel: row.text(0), message: row.integer(1), at: row.time(2), nextAt: row.time(3),
      triedAt: row.optionalTime(4), isRest: isRest)
    found.error = row.optionalText(5)
    return found
  }

  /// Gives up what has waited since before then for a channel that nobody can use. Says how many.
  package func giveUp(
    channel: String, before: Timestamp, error: String, at: Timestamp
  ) throws(RunLogFailure) -> Int {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        let own = try connection.areOwn(Connection.projectOfDelivery)
        try connection.run(
          """
          UPDATE delivery SET outcome = 'given_up', ended_at = ?, error = ?
          WHERE channel = ? AND outcome IS NULL
            AND (SELECT at FROM message WHERE message.message = delivery.message) <= ? AND \(own.sql)
          """, [.time(at), .text(error), .text(channel), .time(before)] + own.values)
        return connection.changes
      }
    }
  }

  /// What a channel has to deliver, in order, at most so many, without what some recipients have.
  package func waitingMessages(channel: String, limit: Int) throws(RunLogFailure) -> [WaitingMessage] {
    let own = try reporting { () throws(SQLiteError) in try connection.areOwn(Connection.projectOfDelivery) }
    return try waitingMessages(
      "channel = ? AND outcome IS NULL AND taken = 0 AND \(own.sql) ORDER BY message LIMIT ?",
      [.text(channel)] + own.values + [.integer(limit)])
  }

  /// The one message; none where it waits no more.
  package func waitingMessages(_ delivery: WaitingDelivery) throws(RunLogFailure) -> [WaitingMessage] {
    try waitingMessages(
      "channel = ? AND message = ? AND outcome IS NULL", [.text(delivery.channel), .integer(delivery.message)])
  }

  private func waitingMessages(
    _ condition: String, _ values: [Value]
  ) throws(RunLogFailure) -> [WaitingMessage] {
    try reading { () throws(SQLiteError) in
      var numbers: [(channel: String, number: Int, attempts: Int)] = []
      try connection.each("SELECT channel, message, attempts FROM delivery WHERE \(condition)", values) { row in
        numbers.append((row.text(0), row.integer(1), row.integer(2)))
      }
      var found: [WaitingMessage] = []
      for (channel, number, attempts) in numbers {
        guard let message = try readMessage(number) else { continue }
        var settled: Set<String> = []
        try connection.each(
          "SELECT address FROM recipient WHERE channel = ? AND message = ?", [.text(channel), .integer(number)]
        ) { row in settled.insert(row.text(0)) }
        found.append(WaitingMessage(message, attempts: attempts, settled: settled))
      }
      return found
    }
  }

  /// Characters of a text that is delivered; more than any channel is sent, so that what is cut there is cut visibly.
  private static let longestDelivered = 64 << 10

  /// Of a row of `message`: which incident it tells of, also where it tells others of another message.
  static let incidentOfMessage = """
    coalesce(incident, (SELECT first.incident FROM message AS first WHERE first.message = message.escalates))
    """

  func readMessage(_ number: Int, isWhole: Bool = false) throws(SQLiteError) -> OutboxMessage? {
    var tasks: [NewMessage.Task] = []
    try connection.each(
      "SELECT task, level, since, well_at, text FROM message_task WHERE message = ? ORDER BY position",
      [.integer(number)]
    ) { row throws(SQLiteError) in
      tasks.append(
        NewMessage.Task(
          name: row.text(0), level: try row.enumeration(1, as: MaintenanceTask.AlertLevel.self), since: row.time(2),
          wellAt: row.optionalTime(3), text: row.text(4)))
    }
    var message = try connection.first(
      """
      SELECT message, key, at, level, kind, run, subject, substr(text, 1, ?), head, waits_for_word,
        outcome, \(Self.incidentOfMessage), outcome IS NOT NULL AND level <> 'info' AND \(Connection.isOpen)
      FROM message WHERE message = ?
      """, [.integer(isWhole ? 1 << 30 : Self.longestDelivered), .integer(number)]
    ) { row throws(SQLiteError) in
      var message = OutboxMessage(
        number: row.integer(0), key: row.text(1), at: row.time(2),
        level: try row.enumeration(3, as: MaintenanceTask.AlertLevel.self),
        kind: try row.enumeration(4, as: MessageKind.self), run: row.optionalInteger(5),
        outcome: row.optionalText(10), subject: row.text(6), text: row.text(7), head: row.text(8),
        waitsForWord: row.truth(9), tasks: tasks)
      message.incident = row.optionalInteger(11)
      message.isOpen = row.truth(12)
      return message
    }
    if let found = message, found.kind == .maintenanceNotifications, found.level == .warning, let run = found.run {
      // Of several that were asked for at once, the subject says which.
      message?.request = try connection.first(
        """
        SELECT request FROM approval WHERE run = ? AND requested_at <= ? AND ended_at IS NULL
          AND ? LIKE '%: request ' || request
        """, [.integer(run), .time(found.at), .text(found.subject)]
      ) { $0.integer(0) }
      // That, too, the subject says of several. The process that waits may not have written down yet that it does, and who is told
      // at once has to know what to type.
      message?.confirmation = try connection.first(
        """
        SELECT run || '/' || name FROM task LEFT JOIN confirmation USING (run, task)
        WHERE run = ?1 AND verdict IS NULL AND task.outcome IS NULL
          AND substr(?2, 1, length(name || ?3)) = name || ?3
        """, [.integer(run), .text(found.subject), .text(NewMessage.isRolledBackAt)]
      ) { $0.text(0) }
    }
    if let incident = message?.incident { message?.incidentState = try readState(ofIncident: incident) }
    return message
  }

  private func readState(ofIncident number: Int) throws(SQLiteError) -> OutboxMessage.IncidentState? {
    try connection.first(
      "SELECT level, opened_at, acknowledged_at, resolved_at FROM incident WHERE incident = ?", [.integer(number)]
    ) { row throws(SQLiteError) in
      OutboxMessage.IncidentState(
        level: try row.enumeration(0, as: MaintenanceTask.AlertLevel.self), openedAt: row.time(1),
        acknowledgedAt: row.optionalTime(2), resolvedAt: row.optionalTime(3))
    }
  }
}
