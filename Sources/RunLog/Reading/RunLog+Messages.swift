import Catalog
import Scheduling

/// What people were told, and what became of it.
extension RunLog {
  /// The newest first, at most so many; `isWaiting`: those alone of which a delivery waits.
  package func messages(isWaiting: Bool, limit: Int) throws(RunLogFailure) -> [MessageRecord] {
    try reading { () throws(SQLiteError) in
      var numbers: [Int] = []
      let source =
        isWaiting ? "(SELECT DISTINCT message FROM delivery WHERE outcome IS NULL)" : "(SELECT message FROM message)"
      try connection.each(
        "SELECT message FROM \(source) ORDER BY message DESC LIMIT ?", [.integer(limit)]
      ) { row in numbers.append(row.integer(0)) }
      var records: [MessageRecord] = []
      for number in numbers {
        if let record = try readRecord(number) { records.append(record) }
      }
      return records
    }
  }

  private func readRecord(_ number: Int) throws(SQLiteError) -> MessageRecord? {
    guard let message = try readMessage(number, isWhole: true) else { return nil }
    var deliveries: [DeliveryRecord] = []
    try connection.each(
      """
      SELECT channel, attempts, next_at, outcome, ended_at, error FROM delivery WHERE message = ? ORDER BY channel
      """, [.integer(number)]
    ) { row throws(SQLiteError) in
      deliveries.append(
        DeliveryRecord(
          channel: row.text(0), attempts: min(row.integer(1), 1 << 40), nextAt: row.time(2),
          outcome: try row.optionalEnumeration(3, as: DeliveryRecord.Outcome.self), endedAt: row.optionalTime(4),
          error: row.optionalText(5)))
    }
    for index in deliveries.indices {
      try connection.each(
        "SELECT address, refusal FROM recipient WHERE channel = ? AND message = ? ORDER BY address",
        [.text(deliveries[index].channel), .integer(number)]
      ) { row in deliveries[index].settled.append(SettledRecipient(row.text(0), refusal: row.optionalText(1))) }
    }
    let (owner, found) = (
      connection.owner,
      try connection.first(
        "SELECT acknowledged_at, acknowledged_by, note, project FROM message WHERE message = ?", [.integer(number)]
      ) { row in
        (
          row.word(0), row.text(3)
        )
      }
    )
    var record = MessageRecord(message: message, acknowledged: found?.0, deliveries: deliveries)
    if record.acknowledged == nil { record.acknowledged = try readWordOnTasks(of: number) }
    if message.isOpen {
      let open = try openTasks(of: number)
      record.openTasks = message.tasks.map(\.name).filter(open.contains)
    }
    record.isOwn = owner.project.isEmpty || found.map { owner.has($0.1) } ?? true
    return record
  }

  /// The channels that do not take messages: those whose first one waits after a failure, and those whose messages were
  /// refused or given up since then; by name.
  /// `isThere`: whether there is such a channel; what waits for one that is gone was never tried.
  package func undelivered(
    since: Timestamp, isThere: (String) -> Bool = { _ in true }, whyNot: String = ""
  ) throws(RunLogFailure) -> [Undelivered] {
    try reading { () throws(SQLiteError) in
      let isAnyWaiting = mayHold(.waitingDeliveries) || mayHold(.waitingRests)
      let (isAnyRefused, isAnyGivenUp) = (mayHold(.refusedDeliveries), mayHold(.deliveriesGivenUp))
      guard isAnyWaiting || isAnyRefused || isAnyGivenUp else { return [] }
      let own = try connection.areOwn(Connection.projectOfDelivery)
      var found: [String: Undelivered] = [:]
      // Deliveries are as many as messages of all years: each kind has an index of its own, which SQLite would pass over to
      // have them by channel, were it not for the plus.
      func add(
        _ count: WritableKeyPath<Undelivered, Int>, _ condition: String, _ values: [Value],
        of deliveries: String = "delivery", newest: String
      ) throws(SQLiteError) {
        // SQLite: beside max(), the other columns are those of its row.
        try connection.each(
          """
          SELECT channel, count, error FROM (
            SELECT channel, count(*) AS count, max(\(newest)) AS newest, error FROM \(deliveries)
            WHERE \(condition) AND \(own.sql) GROUP BY +channel) WHERE newest > 0
          """, values + own.values
        ) { row in
          found[row.text(0), default: Undelivered(channel: row.text(0))][keyPath: count] = row.integer(1)
          found[row.text(0)]?.error = row.text(2)
        }
      }
      if isAnyRefused {
        try add(
          \.refused, "outcome = 'sent' AND error IS NOT NULL AND ended_at >= ?", [.time(since)], newest: "ended_at")
      }
      if isAnyGivenUp {
        try add(\.givenUp, "outcome = 'given_up' AND ended_at >= ?", [.time(since)], newest: "ended_at")
      }
      for channel in found.values.filter({ $0.givenUp > 0 && isThere($0.channel) }).map(\.channel) {
        found[channel]?.isSilent = try isSilent(channel, own)
      }
      guard isAnyWaiting else { return found.values.sorted { $0.channel < $1.channel } }
      try add(\.waiting, "1", [], of: Self.waiting, newest: "iif(error IS NULL, 0, 1 + attempts)")
      try connection.each(
        "SELECT channel, count(*) FROM \(Self.waiting) WHERE \(own.sql) GROUP BY +channel", own.values
      ) { row in
        if isThere(row.text(0)) { return }
        found[row.text(0), default: Undelivered(channel: row.text(0))].waiting = row.integer(1)
        found[row.text(0)]?.error = whyNot
      }
      try connection.each(
        """
        SELECT channel, count(*) FROM delivery WHERE outcome IS NULL AND taken = 1 AND \(own.sql)
          AND EXISTS (SELECT 1 FROM recipient WHERE recipient.channel = delivery.channel
            AND recipient.message = delivery.message AND refusal IS NULL) GROUP BY +channel
        """, own.values
      ) { row in if isThere(row.text(0)) { found[row.text(0)]?.resting = row.integer(1) } }
      return found.values.sorted { $0.channel < $1.channel }
    }
  }

  /// The deliveries that wait, by the two indexes that have them.
  private static let waiting = """
    (SELECT message, channel, attempts, error FROM delivery WHERE outcome IS NULL AND taken = 0
      UNION ALL
      SELECT message, channel, attempts, error FROM delivery WHERE outcome IS NULL AND taken = 1) AS delivery
    """

  /// Whether the last message of a channel that was given up is later than all that it has taken.
  package func isSilent(_ channel: String) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try isSilent(channel, connection.areOwn(Connection.projectOfDelivery))
    }
  }

  private func isSilent(_ channel: String, _ own: Condition) throws(SQLiteError) -> Bool {
    try connection.first(
      """
      SELECT max(message) FILTER (WHERE outcome = 'given_up')
        > coalesce(max(message) FILTER (WHERE outcome = 'sent'), 0)
      FROM delivery WHERE channel = ? AND \(own.sql)
      """, [.text(channel)] + own.values
    ) { $0.optionalInteger(0) == 1 } ?? false
  }
}

/// What time alone makes worth a message.
package struct MessageMarks: Sendable, Hashable {
  /// Something fails and nobody was told.
  package var hasUntold: Bool
  /// When people were last told of what goes on failing and nobody has acknowledged; the earliest.
  package var toldAt: Timestamp?
  /// Of the messages that wait for somebody's word, the earliest.
  package var waitsSince: Timestamp?
}

extension RunLog {
  package func messageMarks() throws(RunLogFailure) -> MessageMarks {
    try reading { () throws(SQLiteError) in
      let (own, failed) = (try connection.areOwn(), try connection.failedInOwn())
      return try connection.first(
        """
        SELECT EXISTS (SELECT 1 FROM failing WHERE (told_at IS NULL AND \(Connection.isThere)
              OR outcome <> 'refused' AND \(Connection.isOverWithIncident)) AND \(failed.sql)),
          (SELECT min(told_at) FROM failing WHERE acknowledged = 0 AND \(Connection.isThere) AND \(failed.sql)),
          (SELECT min(at) FROM message WHERE waits_for_word = 1 AND \(own.sql) AND NOT \(Connection.isOfAbsent))
        """, failed.values + failed.values + own.values
      ) { row in
        MessageMarks(hasUntold: row.truth(0), toldAt: row.optionalTime(1), waitsSince: row.optionalTime(2))
      } ?? MessageMarks(hasUntold: false)
    }
  }
}

extension RunLog {
  /// How many deliveries wait.
  package func waitingDeliveries() throws(RunLogFailure) -> Int {
    try reading { () throws(SQLiteError) in
      let own = try connection.areOwn(Connection.projectOfDelivery)
      return try connection.first("SELECT count(*) FROM delivery WHERE outcome IS NULL AND \(own.sql)", own.values) {
        $0.integer(0)
      } ?? 0
    }
  }
}
