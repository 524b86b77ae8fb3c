import Catalog
import Scheduling

/// What became of deliveries.
extension RunLog {
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

  /// What somebody has sent through its one channel to try it was taken, beside the outbox.
  package func noteTested(_ message: NewMessage) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        guard let number = try connection.post(message) else { return }
        try connection.run(
          """
          UPDATE delivery SET outcome = 'sent', ended_at = ?1, attempts = 1, first_at = ?1, tried_at = ?1
          WHERE message = ?2
          """, [.time(message.at), .integer(number)])
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
}
