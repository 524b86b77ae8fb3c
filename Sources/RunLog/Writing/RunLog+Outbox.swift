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
        try connection.endGone(isThere: isThere, at: now, by: announcer)
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

  /// It is about to be tried: whatever ends maint in the middle of it, the try counts. After the first one that nothing is known
  /// of it may be tried again at once, after a later one at `next`. One that is given up for that is not to be tried: 1.
  package func noteBegun(
    _ waiting: WaitingMessage, channel: String, at: Timestamp, next: Timestamp, givingUpAfter limit: Duration
  ) throws(RunLogFailure) -> Int {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        let which: [Value] = [.text(channel), .integer(waiting.message.number)]
        try connection.run(
          """
          UPDATE delivery SET outcome = 'given_up', ended_at = ?
          WHERE channel = ? AND message = ? AND outcome IS NULL AND error = ? AND first_at <= ?
            AND attempts >= \(Self.leastAttempts)
          """, [.time(at)] + which + [.text(Self.unknownEnd), .time(at + (.zero - limit))])
        if connection.changes > 0 { return 1 }
        try connection.run(
          """
          UPDATE delivery SET attempts = attempts + 1, first_at = coalesce(first_at, ?), tried_at = ?,
            next_at = iif(attempts = 0, next_at, ?), error = iif(attempts = 0, error, ?)
          WHERE channel = ? AND message = ? AND outcome IS NULL
          """, [.time(at), .time(at), .time(next), .text(Self.unknownEnd)] + which)
        return 0
      }
    }
  }

  /// Stands until the try has ended, and for good where maint was ended first.
  private static let unknownEnd = "maint is sending it, or was ended before it knew how that went"

  /// It was taken by the receiver, or by the server of each recipient that did not refuse it. `attempts`: how many that were in
  /// all; nil: one more than is noted.
  package func noteSent(
    _ message: Int, channel: String, at: Timestamp, attempts: Int? = nil, settled: [SettledRecipient] = []
  ) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        try note(settled, of: message, channel)
        let refusals = try refusals(of: message, channel)
        try connection.run(
          """
          UPDATE delivery SET outcome = 'sent', ended_at = ?, attempts = coalesce(?, attempts + 1), error = ?,
            first_at = coalesce(first_at, ?), tried_at = ?
          WHERE channel = ? AND message = ? AND outcome IS NULL
          """,
          [
            .time(at), .optional(attempts), .optional(refusals.isEmpty ? nil : refusals.joined(separator: "; ")),
            .time(at), .time(at), .text(channel), .integer(message),
          ])
      }
    }
  }

  private func note(
    _ settled: [SettledRecipient], of message: Int, _ channel: String
  ) throws(SQLiteError) {
    for recipient in settled {
      try connection.run(
        """
        INSERT INTO recipient (channel, message, address, refusal) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
        """, [.text(channel), .integer(message), .text(recipient.address), .optional(recipient.refusal)])
    }
  }

  private func refusals(of message: Int, _ channel: String) throws(SQLiteError) -> [String] {
    var found: [String] = []
    try connection.each(
      """
      SELECT address, refusal FROM recipient WHERE channel = ? AND message = ? AND refusal IS NOT NULL ORDER BY address
      """, [.text(channel), .integer(message)]
    ) { row in found.append("\(row.text(0)): \(row.text(1))") }
    return found
  }

  /// It was not taken. It is tried again at `next`; where that is nil, it is given up, unless some recipients have it: then it
  /// is sent, and the others are told as its error. It is given up also where it has been tried for
  /// `limit` and often enough: a host that was asleep, or without a network, has not tried. `mayBeThere`: nothing waits behind it.
  /// Says how many are given up.
  package func noteFailed(
    _ message: Int, channel: String, error: String, at: Timestamp, next: Timestamp?, givingUpAfter limit: Duration,
    attempts: Int? = nil, settled: [SettledRecipient] = [], mayBeThere: Bool = false
  ) throws(RunLogFailure) -> Int {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        let which: [Value] = [.text(channel), .integer(message)]
        // What this attempt says of those that it has refused stands in its error.
        let error = (try refusals(of: message, channel) + [error]).joined(separator: "; ")
        try note(settled, of: message, channel)
        try connection.run(
          """
          UPDATE delivery SET attempts = coalesce(?, attempts + 1), error = ?, first_at = coalesce(first_at, ?),
            tried_at = ?, next_at = ?, taken = ? OR EXISTS (SELECT 1 FROM recipient WHERE recipient.channel = delivery.channel
              AND recipient.message = delivery.message AND refusal IS NULL)
          WHERE channel = ? AND message = ? AND outcome IS NULL
          """, [.optional(attempts), .text(error), .time(at), .time(at), .time(next ?? at), .truth(mayBeThere)] + which)
        if next == nil {
          try connection.run(
            """
            UPDATE delivery SET outcome = 'sent', ended_at = ?
            WHERE channel = ? AND message = ? AND outcome IS NULL AND taken = 1
            """, [.time(at)] + which)
        }
        let oldest = Value.time(at + (.zero - limit))
        try connection.run(
          """
          UPDATE delivery SET outcome = 'given_up', ended_at = ?
          WHERE channel = ? AND message = ? AND outcome IS NULL
            AND (? OR first_at <= ? AND attempts >= \(Self.leastAttempts)
              OR (SELECT at FROM message WHERE message.message = delivery.message) <= ? AND \(Self.channelIsDead))
          """, [.time(at)] + which + [.truth(next == nil), oldest, oldest, oldest])
        return connection.changes
      }
    }
  }

  /// Before a delivery is given up that may still be made: with the pauses between them, they take an hour.
  package static let leastAttempts = 8

  /// One was given up for that lately, and none was sent since: one attempt is enough for what has waited behind it as long.
  private static let channelIsDead = """
    EXISTS (SELECT 1 FROM delivery AS dead WHERE dead.channel = delivery.channel AND dead.outcome = 'given_up'
      AND dead.attempts >= \(leastAttempts) AND dead.ended_at > ? AND \(isOfSameProject("dead")) AND NOT EXISTS (
        SELECT 1 FROM delivery AS sent WHERE sent.channel = dead.channel AND sent.outcome = 'sent'
          AND sent.ended_at >= dead.ended_at AND \(isOfSameProject("sent"))))
    """

  private static func isOfSameProject(_ delivery: String) -> String {
    "(SELECT project FROM message WHERE message.message = \(delivery).message) = \(Connection.projectOfDelivery)"
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
        SELECT request FROM approval WHERE run = ? AND requested_at = ? AND ended_at IS NULL
          AND ? LIKE '%: request ' || request
        """, [.integer(run), .time(found.at), .text(found.subject)]
      ) { $0.integer(0) }
      // That, too, the subject says of several.
      message?.confirmation = try connection.first(
        """
        SELECT run || '/' || name FROM confirmation JOIN task USING (run, task)
        WHERE run = ? AND verdict IS NULL AND substr(?, 1, length(name) + 1) = name || ' '
        """, [.integer(run), .text(found.subject)]
      ) { $0.text(0) }
    }
    if let incident = message?.incident { message?.incidentState = try readState(ofIncident: incident) }
    return message
  }

  private func readState(ofIncident number: Int) throws(SQLiteError) -> OutboxMessage.IncidentState? {
    try connection.first(
      "SELECT level, opened_at, resolved_at FROM incident WHERE incident = ?", [.integer(number)]
    ) { row throws(SQLiteError) in
      OutboxMessage.IncidentState(
        level: try row.enumeration(0, as: MaintenanceTask.AlertLevel.self), openedAt: row.time(1),
        resolvedAt: row.optionalTime(2))
    }
  }
}
