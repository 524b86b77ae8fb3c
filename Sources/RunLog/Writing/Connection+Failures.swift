import Catalog
import Execution
import Scheduling

/// What fails, and who has been told.
///
/// An alarm concerns tasks. It begins with the message that they fail, and lives until each of them has succeeded, is no task
/// any more or was resolved by somebody, or somebody looks after it; reminders, the message that they are given up (the first time)
/// and those that tell others belong to it. Whichever of them somebody acknowledges, that is a word on the tasks, and so on all of it.
extension Connection {
  /// After a run: notes which of its tasks fail and which are well again, and has people told. A run that takes back what
  /// another did brings no task to success.
  func noteFailures(ofRun run: Int, at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    try endAlerts(ofRun: run)
    let recovered = try endDoubts(ofRun: run, at: at, by: announcer)
    let failed = try noteFailing(ofRun: run, at: at, by: announcer)
    try endOverWithIncidents(at: at, by: announcer)
    let isAnyFailing = try first("SELECT 1 FROM failing LIMIT 1") { _ in true } ?? false
    if !isAnyFailing { return }
    let givenUp = try noteGivenUp(failed, run: run, at: at, by: announcer).filter { !recovered.contains($0) }
    try tellFailing(at: at, besides: givenUp, by: announcer)
    try noteWell(ofRun: run, at: at, by: announcer)
    try remind(at: at, by: announcer)
  }

  /// Their names.
  private func noteFailing(
    ofRun run: Int, at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) -> [String] {
    var found: [FailingTask] = []
    try each(
      """
      SELECT name, task.outcome, cleanup_failed, reason, needs_human, coalesce(task.finished_at, ?)
      FROM task JOIN run USING (run)
      WHERE task.run = ? AND (task.cleanup_failed OR task.outcome = 'rollback_failed'
        OR run.rolls_back IS NULL AND task.outcome IN ('failed', 'rolled_back', 'refused', 'interrupted'))
      ORDER BY task
      """, [.time(at), .integer(run)]
    ) { row throws(SQLiteError) in
      let outcome = try row.enumeration(1, as: TaskOutcome.self)
      // What is refused waits for somebody, too: to settle what it is refused for.
      let isCritical = outcome == .rollbackFailed || outcome == .refused || row.truth(2) || row.truth(4)
      let name = row.text(0)
      found.append(
        FailingTask(
          task: name, run: run, since: row.time(5), outcome: outcome, cleanupFailed: row.truth(2),
          reason: row.optionalText(3), level: isCritical ? .critical : announcer?.level(name) ?? .warning))
    }
    let isRecovered = try first("SELECT 1 FROM recovery WHERE run = ?", [.integer(run)]) { _ in true } ?? false
    var noted: [String] = []
    for task in found {
      // Once more at the end of a recovery: what is settled by then has been told.
      if isRecovered, task.refusedFor != nil, try doubt(of: task) == nil { continue }
      if try isOverWithIncident(task) { continue }
      try endOfResolvedIncident(task)
      try add(task)
      noted.append(task.task)
    }
    return noted
  }

  /// One that fails in a graver way than before is to be told anew. What is tried is there; a recovery ends a run once more and tries
  /// nothing else of it.
  private func add(_ task: FailingTask) throws(SQLiteError) {
    let isGraver =
      "CASE excluded.level WHEN 'critical' THEN failing.level <> 'critical' WHEN 'warning' "
      + "THEN failing.level = 'info' ELSE 0 END"
    try run(
      """
      INSERT INTO failing (task, run, since, outcome, cleanup_failed, reason, level) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (task) DO UPDATE SET run = excluded.run, outcome = excluded.outcome,
        cleanup_failed = excluded.cleanup_failed, reason = excluded.reason,
        away_since = iif(excluded.run = failing.run, away_since, NULL),
        told_at = iif(\(isGraver), NULL, told_at), acknowledged = iif(\(isGraver), 0, acknowledged),
        level = iif(\(isGraver), excluded.level, level)
      """,
      [
        .text(task.task), .integer(task.run), .time(task.since), .text(task.outcome.rawValue),
        .truth(task.cleanupFailed), .optional(task.reason), .text(task.level.rawValue),
      ])
  }

  /// One message about all of which nobody was told. Of the others, those of `givenUp` are told to be that, in one, too.
  func tellFailing(at: Timestamp, besides givenUp: [String] = [], by announcer: Announcer?) throws(SQLiteError) {
    guard let announcer else { return }
    let own = try failedInOwn()
    let tasks = try failing("told_at IS NULL AND \(Self.isThere) AND \(own.sql)", own.values)
    if !tasks.isEmpty {
      try tell(tasks, { .failing($0, at: at) }, at: at, by: announcer)
    }
    let others = givenUp.filter { name in !tasks.contains { $0.task == name } }
    if !others.isEmpty { try tellGivenUp(others, at: at, by: announcer) }
  }

  /// One message about all that have failed for long since it was last told, unless somebody has acknowledged it. What was
  /// told far ahead of now was told by a clock that was wrong.
  func remind(at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    guard let announcer else { return }
    let due = at + (.zero - announcer.remindEvery)
    let own = try failedInOwn()
    let tasks = try failing(
      "(told_at <= ? OR told_at > ?) AND acknowledged = 0 AND \(Self.isThere) AND \(own.sql)",
      [.time(due), .time(at + announcer.remindEvery)] + own.values)
    if tasks.isEmpty { return }
    try tell(tasks, { .stillFailing($0, at: at) }, waits: try !waitForWord(tasks), at: at, by: announcer)
  }

  /// Whether what told of them waits for somebody's word still, each of them: others are told of it in time. Reminders that come
  /// sooner and waited in its place would put that off for ever.
  private func waitForWord(_ tasks: [FailingTask]) throws(SQLiteError) -> Bool {
    for task in tasks {
      let isWaiting = try first(
        """
        SELECT 1 FROM message JOIN message_task USING (message)
        WHERE waits_for_word = 1 AND \(Self.tellsOfFailure) AND task = ? AND since = ?
        """, [.text(task.task), .time(task.since)]
      ) { _ in true }
      if isWaiting == nil { return false }
    }
    return true
  }

  private func tell(
    _ tasks: [FailingTask], _ news: ([FailingTask]) -> News, waits: Bool = true, at: Timestamp, by announcer: Announcer
  ) throws(SQLiteError) {
    var number: Int?
    let isOfIncident = try areOfIncidents(tasks)
    for var message in announcer.compose(news(try detailed(tasks, at: at, by: announcer))) {
      // The first is about all of them: one that waits for a word is enough.
      message.isRepeat = number != nil || isOfIncident || !waits
      let posted = try post(message)
      number = number ?? posted
    }
    for task in tasks {
      try run(
        "UPDATE failing SET told_at = ?, message = ? WHERE task = ?",
        [.time(at), .optional(number), .text(task.task)])
    }
    guard let number, waits else { return }
    // It waits for a word in place of those that told of the same before.
    try run(
      """
      UPDATE message SET waits_for_word = 0 WHERE waits_for_word = 1 AND message <> ?1 AND \(Self.tellsOfFailure)
        AND NOT EXISTS (SELECT 1 FROM message_task JOIN failing USING (task, since)
          WHERE message_task.message = message.message AND acknowledged = 0 AND failing.message IS NOT ?1)
      """, [.integer(number)])
  }

  /// Once in an alarm, and never to whoever looks after it: that it is tried in vain in each period that follows, reminders tell. What is
  /// refused until somebody has put the host right was told to be.
  private func tellGivenUp(_ names: [String], at: Timestamp, by announcer: Announcer) throws(SQLiteError) {
    var found: [FailingTask] = []
    for name in names where try !wasGivenUp(name, before: at) {
      found += try failing("task = ? AND acknowledged = 0", [.text(name)])
    }
    let tasks = try detailed(found, at: at, by: announcer).filter { $0.doubt == nil }
    if tasks.isEmpty { return }
    for var message in announcer.compose(.givenUp(tasks, at: at)) {
      message.isRepeat = true
      guard let number = try post(message) else { continue }
      try standFor(message: number)
    }
  }

  /// Whether it was since people were told that it fails; that it is now is in the log already.
  private func wasGivenUp(_ name: String, before now: Timestamp) throws(SQLiteError) -> Bool {
    try first(
      """
      SELECT count(*) > 1 FROM alert WHERE task = ?1 AND kind = ?2 AND at BETWEEN (SELECT min(message.at)
        FROM message JOIN message_task USING (message) JOIN failing USING (task, since) WHERE task = ?1) AND ?3
      """, [.text(name), .text(Alert.Kind.gaveUp.rawValue), .time(now)]
    ) { $0.truth(0) } ?? false
  }

  /// The message is the newest of the alarms of its tasks.
  func standFor(message number: Int) throws(SQLiteError) {
    try run(
      """
      UPDATE failing SET message = ?1 WHERE message IS NOT NULL AND EXISTS (SELECT 1 FROM message_task
        WHERE message_task.message = ?1 AND message_task.task = failing.task AND message_task.since = failing.since)
      """, [.integer(number)])
  }

  private func noteWell(ofRun run: Int, at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    let isWell = """
      EXISTS (SELECT 1 FROM task JOIN run USING (run) WHERE task.run = ? AND task.name = failing.task
        AND task.outcome IN ('succeeded', 'skipped') AND NOT task.cleanup_failed AND run.rolls_back IS NULL)
      """
    var well = try failing(isWell, [.integer(run)])
    for index in well.indices { well[index].firstSince = try firstSince(of: well[index]) }
    try end(well, { .wellAgain($0, at: at) }, by: announcer)
  }

  /// When the first of the alarms began in whose place this one stands.
  private func firstSince(of task: FailingTask) throws(SQLiteError) -> Timestamp? {
    let found = try first(
      """
      WITH RECURSIVE alarm (since) AS (
        SELECT ?2 UNION SELECT ended.since FROM alarm
          JOIN message_task AS rest ON rest.task = ?1 AND rest.since = alarm.since AND rest.well_at IS NULL
          JOIN message_task AS ended ON ended.message = rest.message AND ended.task = ?1 AND ended.well_at IS NOT NULL)
      SELECT min(since) FROM alarm
      """, [.text(task.task), .time(task.since)]
    ) { $0.optionalTime(0) }
    return found ?? nil
  }

  /// Somebody has put right what the tasks of the run have left behind. One that has failed since then, other than by being
  /// refused for that, fails.
  func endResolved(
    _ names: [String], ofRun run: Int, _ word: Resolution, by announcer: Announcer?
  ) throws(SQLiteError) {
    let tasks = try failing("run = ? OR run > ? AND outcome = 'refused'", [.integer(run), .integer(run)])
    try end(tasks.filter { names.contains($0.task) }, { .resolved($0, word) }, by: announcer)
    try endRefusals(at: word.at, by: announcer)
  }

  /// They fail no more. Whoever was told that they do, as who was escalated to, hears that it is over.
  func end(
    _ tasks: [FailingTask], _ news: ([FailingTask]) -> News, by announcer: Announcer?
  ) throws(SQLiteError) {
    if tasks.isEmpty { return }
    var (told, channels): ([FailingTask], [String]) = ([], [])
    var project: String?
    for task in tasks {
      let name = Value.text(task.task)
      let found = try first(
        "SELECT project FROM failing JOIN message USING (message) WHERE task = ?", [name]
      ) { $0.text(0) }
      if let found {
        told.append(task)
        project = project ?? found
      }
      for channel in try channelsTold(of: task) where !channels.contains(channel) { channels.append(channel) }
      try run("DELETE FROM failing WHERE task = ?", [name])
    }
    try silence()
    if told.isEmpty { return }
    for var message in announcer?.compose(news(told)) ?? [] {
      addReceivers(channels, to: &message, ofProject: project, announcer)
      try post(message)
    }
  }

  /// Who was told hears of it, through channels that there still are. `project`: whose channels they are; of another's nothing is known.
  func addReceivers(
    _ channels: [String], to message: inout NewMessage, ofProject project: String?, _ announcer: Announcer?
  ) {
    let isOwn = project.map(owner.has) ?? true
    message.channels += channels.filter { channel in
      !message.channels.contains(channel) && (!isOwn || announcer?.hasChannel(channel) ?? true)
    }
    message.project = project
  }

  /// The channels of whom was told that it fails.
  func channelsTold(of task: FailingTask) throws(SQLiteError) -> [String] {
    var channels: [String] = []
    try each(
      """
      SELECT DISTINCT channel FROM message_task JOIN delivery USING (message)
      WHERE task = ? AND since = ? AND (outcome IS NOT 'given_up' OR taken = 1) ORDER BY channel
      """, [.text(task.task), .time(task.since)]
    ) { channels.append($0.text(0)) }
    return channels
  }

  func failing(_ condition: String, _ values: [Value]) throws(SQLiteError) -> [FailingTask] {
    var found: [FailingTask] = []
    try each(
      """
      SELECT task, run, since, outcome, cleanup_failed, reason, level FROM failing WHERE \(condition)
      ORDER BY since, task
      """, values
    ) { row throws(SQLiteError) in
      found.append(
        FailingTask(
          task: row.text(0), run: row.integer(1), since: row.time(2),
          outcome: try row.enumeration(3, as: TaskOutcome.self),
          cleanupFailed: row.truth(4), reason: row.optionalText(5),
          level: try row.enumeration(6, as: MaintenanceTask.AlertLevel.self)))
    }
    return found
  }
}
