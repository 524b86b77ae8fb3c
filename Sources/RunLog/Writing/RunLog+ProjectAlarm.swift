import Scheduling

/// A project with mistakes, of which nothing is run, is told like what fails: once, again after a time, and when it is over.
///
/// Its messages have keys that begin alike, `…unsound-` while it lasts and `…sound-` when it is over; `keys` is that beginning.
extension RunLog {
  /// Posts the message where none tells of it yet, or where the last one is as long ago as `remindEvery` and nobody looks
  /// after it. Says whether it did.
  package func tellUnsound(
    _ message: NewMessage, keys: String, remindEvery: Duration
  ) throws(RunLogFailure) -> Bool {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        var message = message
        if let alarm = try connection.projectAlarm(keys) {
          // A clock that was wrong told far ahead of now.
          let isLate = alarm.toldAt <= message.at + (.zero - remindEvery) || alarm.toldAt > message.at + remindEvery
          guard !alarm.isAcknowledged, isLate else { return false }
          message.isRepeat = true
        }
        return try connection.post(message) != nil
      }
    }
  }

  /// Tells whoever was told of it that it is over; where nobody was, posts nothing.
  package func tellSound(
    keys: String, _ make: (_ since: Timestamp) -> NewMessage
  ) throws(RunLogFailure) {
    let alarm = try reading { () throws(SQLiteError) in try connection.projectAlarm(keys) }
    guard let alarm else { return }
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        var message = make(alarm.since)
        message.follows = alarm.key
        try connection.post(message)
        try connection.run(
          "UPDATE message SET waits_for_word = 0 WHERE message = ? OR escalates = ?",
          [.integer(alarm.number), .integer(alarm.number)])
      }
    }
  }
}

extension Connection {
  /// That a project has mistakes still, as far as was told.
  fileprivate struct ProjectAlarm {
    /// Of its first message.
    let number: Int
    let key: String
    let since: Timestamp
    let toldAt: Timestamp
    let isAcknowledged: Bool
  }

  /// nil: there is none.
  fileprivate func projectAlarm(_ keys: String) throws(SQLiteError) -> ProjectAlarm? {
    // A unary plus keeps SQLite from walking all messages backwards: https://www.sqlite.org/optoverview.html.
    let sound = try first(
      "SELECT max(+message) FROM message WHERE key >= ? AND key < ?", range("\(keys)sound-")
    ) { $0.optionalInteger(0) }
    let all = try first(
      """
      SELECT min(+message), max(at), max(acknowledged_at IS NOT NULL) FROM message
      WHERE key >= ? AND key < ? AND +message > ?
      """, range("\(keys)unsound-") + [.integer((sound ?? nil) ?? 0)]
    ) { row in row.optionalInteger(0).map { (first: $0, toldAt: row.time(1), isAcknowledged: row.truth(2)) } }
    guard let all = all ?? nil else { return nil }
    return try first("SELECT key, at FROM message WHERE message = ?", [.integer(all.first)]) { row in
      ProjectAlarm(
        number: all.first, key: row.text(0), since: row.time(1), toldAt: all.toldAt, isAcknowledged: all.isAcknowledged)
    }
  }

  /// Of the texts that begin so: `~` is above all that keys have.
  private func range(_ beginning: String) -> [Value] { [.text(beginning), .text("\(beginning)~")] }
}
