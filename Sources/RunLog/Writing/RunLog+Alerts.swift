import Catalog
import Scheduling

extension RunLog {
  /// Writes it down; of a task, unless one of its kind was written at `since` or later, up to its own moment: one of a clock
  /// that was ahead tells nobody of now. True where it is new.
  package func add(_ alert: Alert, unlessToldSince since: Timestamp? = nil) throws(RunLogFailure) -> Bool {
    try !add([(alert, since)]).isEmpty
  }

  /// The same of several, in one message for each kind. Those that are new.
  package func add(_ alerts: [(alert: Alert, since: Timestamp?)]) throws(RunLogFailure) -> [Alert] {
    if alerts.isEmpty { return [] }
    defer { tellPosted() }
    return try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        var new: [Alert] = []
        for (alert, since) in alerts {
          if let since, let task = alert.task, try isTold(alert.kind, of: task, in: since...max(since, alert.at)) {
            continue
          }
          try connection.insert(alert)
          new.append(alert)
        }
        try connection.announce(new, by: announcer)
        return new
      }
    }
  }

  /// That tasks of the run were given up.
  package func givenUp(inRun run: Int) throws(RunLogFailure) -> [Alert] {
    try reading { () throws(SQLiteError) in
      try readAlerts("kind = 'gave_up' AND run = ?", [.integer(run)]).reversed()
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
  /// Who was told that a task fails is told that it is given up as of that.
  fileprivate func announce(_ alerts: [Alert], by announcer: Announcer?) throws(SQLiteError) {
    var others = alerts
    var failing: [String] = []
    for alert in alerts where alert.kind == .gaveUp {
      guard let name = alert.task?.description, try !self.failing("task = ?", [.text(name)]).isEmpty else { continue }
      failing.append(name)
      others.removeAll { $0 == alert }
    }
    if let at = alerts.first?.at, !failing.isEmpty { try tellFailing(at: at, besides: failing, by: announcer) }
    for kind in Alert.Kind.allCases {
      let group = others.filter { $0.kind == kind }
      if !group.isEmpty { try announce(.alerts(group), by: announcer) }
    }
  }

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
