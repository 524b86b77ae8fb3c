import Catalog
import Scheduling

extension RunLog {
  /// Writes it down; of a task, unless one of its kind was written at `since` or later, up to its own moment: one of a clock
  /// that was ahead tells nobody of now. True where it is new.
  package func add(_ alert: Alert, unlessToldSince since: Timestamp? = nil) throws(RunLogFailure) -> Bool {
    defer { tellPosted() }
    return try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        if let since, let task = alert.task, try isTold(alert.kind, of: task, in: since...max(since, alert.at)) {
          return false
        }
        try connection.insert(alert)
        try connection.announce(.alert(alert), by: announcer)
        return true
      }
    }
  }

  /// Whether the task has an alert of the kind, written in that time.
  package func isTold(
    _ kind: Alert.Kind, about task: TaskName, in time: ClosedRange<Timestamp>
  ) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in try isTold(kind, of: task, in: time) }
  }

  private func isTold(
    _ kind: Alert.Kind, of task: TaskName, in time: ClosedRange<Timestamp>
  ) throws(SQLiteError) -> Bool {
    try connection.first(
      "SELECT 1 FROM alert WHERE task = ? AND kind = ? AND at BETWEEN ? AND ? LIMIT 1",
      [.text(task.description), .text(kind.rawValue), .time(time.lowerBound), .time(time.upperBound)]
    ) { _ in true } ?? false
  }

  /// Those about the clock in these runs.
  package func clockJumps(inRuns runs: ClosedRange<Int>) throws(RunLogFailure) -> [Alert] {
    try reading { () throws(SQLiteError) in
      try readAlerts(
        "kind = 'clock_jump' AND run BETWEEN ? AND ?", [.integer(runs.lowerBound), .integer(runs.upperBound)])
    }
  }

  /// Those of the last week, as they are soon of no interest; but a task that was given up, missed its window or cannot
  /// start stands there until it has succeeded, or for the year after which even an annual one was due again.
  func readStandingAlerts(now: Timestamp) throws(SQLiteError) -> [Alert] {
    guard mayHold(.alerts) else { return [] }
    let (week, year) = (now + .seconds(-7 * 86_400), now + .seconds(-400 * 86_400))
    let stands = "(kind = 'gave_up' OR kind = 'never_starts' OR kind = 'missed_window')"
    return try readAlerts(
      """
      at BETWEEN ? AND ? AND (NOT \(stands) AND at >= ?
        OR \(stands) AND coalesce((SELECT succeeded_at FROM success
            WHERE name = alert.task AND succeeded_for <= ? ORDER BY succeeded_for DESC LIMIT 1), 0) <= alert.at
          AND NOT EXISTS (SELECT 1 FROM alert AS later
            WHERE later.task = alert.task AND later.kind = alert.kind AND later.at > alert.at AND later.at <= ?))
      """, [.time(year), .time(now), .time(week), .time(now), .time(now)])
  }

  func readAlerts(_ condition: String, _ values: [Value]) throws(SQLiteError) -> [Alert] {
    var alerts: [Alert] = []
    try connection.each(
      "SELECT at, level, kind, run, task, text FROM alert WHERE \(condition) ORDER BY at DESC, alert DESC", values
    ) { row throws(SQLiteError) in
      alerts.append(
        Alert(
          at: row.time(0), level: try row.enumeration(1, as: MaintenanceTask.AlertLevel.self),
          kind: try row.enumeration(2, as: Alert.Kind.self), run: row.optionalInteger(3),
          task: try row.optionalText(4).map { text throws(SQLiteError) in try TaskName(stored: text) },
          text: row.text(5)))
    }
    return alerts
  }
}

extension Connection {
  /// Within a transaction.
  func insert(_ alert: Alert) throws(SQLiteError) {
    try run(
      "INSERT INTO alert (at, level, kind, run, task, text) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .time(alert.at), .text(alert.level.rawValue), .text(alert.kind.rawValue), .optional(alert.run),
        .optional(alert.task?.description), .text(alert.text),
      ])
  }
}
