import Catalog
import Execution
import Scheduling

extension RunLog {
  /// What there is to know about the host at the moment `now`, in one snapshot.
  package func status(now: Timestamp) throws(RunLogFailure) -> HostStatus {
    try reading { () throws(SQLiteError) in
      try look()
      // While the pages of the schema are held.
      let strange = try Schema.strangeObject(in: connection)
      var runs = KnownRuns()
      var status = HostStatus(
        at: now, lastRuns: try lastRuns(&runs), lastRun: try lastRun(&runs), running: try running(),
        unresolved: try readUnresolved())
      status.strange = strange
      let latest = try readLatestRows()
      status.lastTaskRuns = try lastTaskRuns(latest, after: status.lastRuns, &runs)
      status.tried = Set(try readTaskNamesTried().keys)
      for row in latest where !row.isWell { try readLatestOutcome(of: row.name, into: &status) }
      status.dueCopies = try readDueCopies()
      status.drills = try readDrills(upTo: now)
      status.alerts = try readStandingAlerts(now: now)
      status.damagedBackups = try readDamagedBackups()
      status.notSigned = try countNotSigned()
      if mayHold(.openIncidents) {
        status.openIncidents = try readIncidents("WHERE resolved_at IS NULL ORDER BY \(Self.mostUrgentFirst)")
      }
      for index in status.openIncidents.indices {
        status.openIncidents[index].notes = try readNotes(of: status.openIncidents[index].number)
      }
      status.failingWords = try readFailingWords()
      return status
    }
  }

  /// The last run that had each task in its plan.
  package func lastRunsOfTasks() throws(RunLogFailure) -> [TaskName: Int] {
    try reading { () throws(SQLiteError) in
      var runs: [TaskName: Int] = [:]
      for row in try readLatestRows() { runs[try TaskName(stored: row.name)] = row.run }
      return runs
    }
  }

  /// The word may have been on a message before the last one about it.
  private func readFailingWords() throws(SQLiteError) -> [String: FailingWord] {
    guard mayHold(.failingTasks) else { return [:] }
    var words: [String: FailingWord] = [:]
    try connection.each(
      """
      SELECT failing.task, message FROM failing JOIN message USING (message)
      WHERE acknowledged = 0 AND message.level <> 'info'
      """
    ) { row in words[row.text(0)] = FailingWord(message: row.integer(1)) }
    try connection.each("SELECT task, message, acknowledged_at, acknowledged_by FROM (\(Self.wordsOfIncidents))") {
      row in
      words[row.text(0)] = FailingWord(
        message: row.integer(1), word: MessageRecord.Word(at: row.time(2), by: row.text(3), note: nil))
    }
    // SQLite: beside max(), the other columns are those of its row.
    try connection.each(
      """
      \(Self.seenTo("1"))
      SELECT seen_to.task, message.message, max(acknowledged_at), acknowledged_by, note
      FROM seen_to JOIN message_task ON message_task.task = seen_to.task AND message_task.since = seen_to.earlier
        JOIN message ON message.message = message_task.message
      WHERE acknowledged_at IS NOT NULL GROUP BY seen_to.task
      """
    ) { row in
      words[row.text(0)] = FailingWord(
        message: row.integer(1),
        word: MessageRecord.Word(at: row.time(2), by: row.text(3), note: row.optionalText(4)))
    }
    return words
  }

  /// Several tiers, and the log itself, may have the same last run.
  private typealias KnownRuns = [Int: RunRecord]

  private func run(_ number: Int, _ known: inout KnownRuns) throws(SQLiteError) -> RunRecord? {
    if let run = known[number] { return run }
    known[number] = try readRuns("WHERE run = ?", [.integer(number)]).first
    return known[number]
  }

  private func lastRun(_ known: inout KnownRuns) throws(SQLiteError) -> RunRecord? {
    let number = try connection.first("SELECT max(run) FROM run") { $0.optionalInteger(0) }
    guard let number = number ?? nil else { return nil }
    return try run(number, &known)
  }

  private func lastRuns(_ known: inout KnownRuns) throws(SQLiteError) -> [Tier: RunRecord] {
    var runs: [Tier: RunRecord] = [:]
    for tier in Tier.allCases {
      let number = try connection.first(
        "SELECT max(run) FROM target WHERE kind = 'tier' AND name = ?", [.text(tier.rawValue)]
      ) { $0.optionalInteger(0) }
      if let number = number ?? nil { runs[tier] = try run(number, &known) }
    }
    return runs
  }

  /// A task by its name, as the last run that had it in its plan left it.
  private struct LatestRow {
    var name: String
    var run: Int
    /// It did what it was to do, and without a warning; then nothing that came before counts.
    var isWell: Bool
  }

  /// In the order of their names.
  private func readLatestRows() throws(SQLiteError) -> [LatestRow] {
    var rows: [LatestRow] = []
    // Each name is looked up from the one behind it, with its last run: names are few and their rows many.
    var behind = "\u{10FFFF}"
    while true {
      let row = try connection.first(
        """
        SELECT name, run, outcome, cleanup_failed = 0 AND warnings = 0 FROM task INDEXED BY task_name
        WHERE name < ? ORDER BY name DESC, run DESC LIMIT 1
        """, [.text(behind)]
      ) { row throws(SQLiteError) in
        let outcome = try row.optionalEnumeration(2, as: TaskOutcome.self)
        return LatestRow(
          name: row.text(0), run: row.integer(1), isWell: (outcome?.isWell ?? false) && row.truth(3))
      }
      guard let row else { return rows.reversed() }
      rows.append(row)
      behind = row.name
    }
  }

  private func lastTaskRuns(
    _ latest: [LatestRow], after last: [Tier: RunRecord], _ known: inout KnownRuns
  ) throws(SQLiteError) -> [Tier: [RunRecord]] {
    var numbers: [Tier: Set<Int>] = [:]
    for row in latest {
      guard let tier = try TaskName(stored: row.name).tier else { continue }
      if row.run > last[tier]?.number ?? 0 { numbers[tier, default: []].insert(row.run) }
    }
    var found: [Tier: [RunRecord]] = [:]
    for (tier, numbers) in numbers {
      for number in numbers.sorted(by: >).prefix(HostStatus.mostTaskRuns) {
        if let run = try run(number, &known) { found[tier, default: []].append(run) }
      }
    }
    return found
  }

  func running() throws(SQLiteError) -> [RunRecord] {
    guard mayHold(.openRuns) else { return [] }
    var runs = try readRuns("WHERE outcome IS NULL ORDER BY run")
    for index in runs.indices {
      var tasks = try TaskReader(connection: connection, run: runs[index].number, isOpenOnly: true).tasks()
      for task in tasks.indices { tasks[task].steps.removeAll { $0.outcome != nil } }
      runs[index].tasks = tasks
    }
    return runs
  }

  /// Of a task whose latest outcome may not be a plain success.
  private func readLatestOutcome(of name: String, into status: inout HostStatus) throws(SQLiteError) {
    let isEmergency = try TaskName(stored: name).tier == .emergency
    try connection.each(
      """
      SELECT task.name, runbook, task.run, task.finished_at, stage, position, is_undo, task.task,
        task.outcome, cleanup_failed, warnings, failed_step, reason, \(Self.isResolved),
        (SELECT rolls_back FROM run WHERE run.run = task.run),
        EXISTS (SELECT 1 FROM confirmation WHERE confirmation.run = task.run AND confirmation.task = task.task
          AND verdict = 'expired'), \(isEmergency ? Self.failedAfterIncident : "0"),
        \(isEmergency ? Self.isOverWithIncident : "0")
      FROM task LEFT JOIN step ON step.run = task.run AND step.task = task.task AND step.step = task.failed_step
      WHERE task.name = ?1 AND task.run = \(Self.latestRun) AND task.outcome <> 'deferred'
        AND NOT \(Self.isBlockedByNoFailure)
        AND (task.outcome <> 'succeeded' AND task.outcome <> 'skipped' OR cleanup_failed = 1 OR warnings > 0)
      """, [.text(name)]
    ) { row throws(SQLiteError) in
      let stage = try row.optionalEnumeration(4, as: Stage.self)
      let failedStep = stage.map {
        StepKey(task: row.integer(7), stage: $0, position: row.integer(5), isUndo: row.truth(6))
      }
      guard let result = try row.taskResult(8, failedStep: { _ in failedStep }) else { return }
      if row.truth(17) {
        if !result.outcome.isWell { status.overWithIncident.insert(try TaskName(stored: row.text(0))) }
        return
      }
      var task = HostStatus.UnhappyTask(
        name: try TaskName(stored: row.text(0)), runbook: row.text(1), run: row.integer(2),
        finishedAt: row.optionalTime(3), result: result, isResolved: row.truth(13))
      task.rollsBack = row.optionalInteger(14)
      task.isExpired = row.truth(15)
      task.isAfterIncident = row.truth(16)
      if !result.outcome.isWell || result.cleanupFailed && !task.isResolved {
        status.unhappyTasks.append(task)
      } else if result.warnings > 0 {
        status.warnings[task.run, default: 0] += result.warnings
      }
    }
  }

  /// Of a row of `task`: what it waits for was only held up.
  private static let isBlockedByNoFailure = """
    (task.outcome = 'blocked' AND (SELECT run.outcome FROM run WHERE run.run = task.run) = 'not_now')
    """

  /// The run whose outcome of the task ?1 counts: a refusal, a lock that was held and a deferral leave the host as it was.
  private static let latestRun = """
    coalesce(
      (SELECT run FROM task WHERE name = ?1 AND outcome IS NOT NULL
        AND outcome <> 'refused' AND outcome <> 'not_now' AND outcome <> 'deferred' AND NOT \(isBlockedByNoFailure)
        ORDER BY run DESC LIMIT 1),
      (SELECT max(run) FROM task WHERE name = ?1 AND outcome IS NOT NULL))
    """
}
