import Scheduling

/// Exceptions from windows and freezes: those for a stretch of time here, those for a run in `beginRun`.
extension RunLog {
  /// Lets whatever starts from `start` up to `end` do so, and returns the exception's number. Synced.
  package func openWindow(
    _ override: WindowOverride, from start: Timestamp, to end: Timestamp
  ) throws(RunLogFailure) -> Int {
    try synced { () throws(SQLiteError) in
      try connection.insert(override, run: nil, from: start, to: end)
    }
  }

  /// Ends the exceptions that are in force at the moment or would be later, and returns them as they were; for a run none
  /// is ended. Synced.
  ///
  /// One that begins later was granted by a clock that was ahead: it would come into force again when nobody expects it.
  package func closeWindows(by actor: Actor, at now: Timestamp) throws(RunLogFailure) -> [WindowExceptionRecord] {
    try synced { () throws(SQLiteError) in
      let open = try readExceptions("WHERE \(Self.isNotOver) ORDER BY exception", [.time(now)])
      for record in open {
        try connection.change(.windowException(record.number)) { () throws(SQLiteError) in
          try connection.run(
            "UPDATE window_exception SET closed_at = ?, closed_by = ? WHERE exception = ?",
            [.time(now), .text(actor.name), .integer(record.number)])
          return AuditEntry(.overrideClosed, at: now, by: actor, details: [("exception", .integer(record.number))])
        }
      }
      return open
    }
  }

  /// Those that let start whatever starts at the moment.
  package func windowExceptions(at moment: Timestamp) throws(RunLogFailure) -> [WindowExceptionRecord] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.windowExceptions) else { return [] }
      return try readExceptions("WHERE \(Self.isInForce) ORDER BY exception", [.time(moment), .time(moment)])
    }
  }

  /// The latest of all, newest first, those for a run among them.
  package func windowExceptions(latest limit: Int) throws(RunLogFailure) -> [WindowExceptionRecord] {
    try reading { () throws(SQLiteError) in
      try readExceptions("ORDER BY exception DESC LIMIT ?", [.integer(limit)])
    }
  }

  /// As the index window_exception_end asks for it.
  private static let isNotOver = "ends_at IS NOT NULL AND closed_at IS NULL AND ends_at > ?"
  private static let isInForce = "\(isNotOver) AND starts_at <= ?"

  func readExceptions(_ condition: String, _ values: [Value]) throws(SQLiteError) -> [WindowExceptionRecord] {
    var found: [WindowExceptionRecord] = []
    try connection.each(
      """
      SELECT exception, run, granted_by, granted_uid, reason, starts_at, ends_at, closed_by, closed_at
      FROM window_exception \(condition)
      """, values
    ) { row in
      found.append(
        WindowExceptionRecord(
          number: row.integer(0), run: row.optionalInteger(1),
          override: WindowOverride(by: row.text(2), uid: row.integer(3), reason: row.text(4)), start: row.time(5),
          end: row.optionalTime(6), closedBy: row.optionalText(7), closedAt: row.optionalTime(8)))
    }
    return found
  }
}

extension Connection {
  /// Within a transaction; `end` is nil with a run. Returns the exception's number.
  @discardableResult
  func insert(
    _ override: WindowOverride, run: Int?, from start: Timestamp, to end: Timestamp?
  ) throws(SQLiteError) -> Int {
    try self.run(
      """
      INSERT INTO window_exception (run, reason, granted_by, granted_uid, starts_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .optional(run), .text(override.reason), .text(override.by), .integer(override.uid), .time(start),
        end.map(Value.time) ?? .null,
      ])
    let number = lastRow
    var details: [(name: String, value: AuditEntry.Detail)] = [
      ("exception", .integer(number)), ("reason", .text(override.reason)),
    ]
    if let end { details.append(("until", .integer(Int(end.microseconds)))) }
    try append(
      AuditEntry(
        .overrideGranted, at: start, by: Actor(name: override.by, uid: override.uid), run: run, details: details),
      about: .windowException(number), before: nil)
    return number
  }
}
