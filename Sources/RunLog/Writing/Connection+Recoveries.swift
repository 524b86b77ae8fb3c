import Catalog
import Execution
import Scheduling

/// What a recovery ends of an alarm: that a human is needed.
extension Connection {
  /// Of a row of `failing`: the run left it in doubt, which it does no more, as it was taken back; others of the task were only
  /// refused for that since.
  private static let wasInDoubt = """
    level = 'critical' AND (run = ?1 AND outcome IN ('rollback_failed', 'interrupted') OR run > ?1 AND outcome = 'refused')
      AND EXISTS (SELECT 1 FROM task WHERE task.run = ?1 AND task.name = failing.task AND task.outcome = 'rolled_back'
        AND task.needs_human = 0 AND NOT task.cleanup_failed)
    """

  /// Whoever was told that the host may be half changed hears that it is not. The tasks fail all the same, as grave as that is
  /// of each: a new alarm takes the place of the one that is over. Whoever looked after it goes on with that. Their names.
  func endDoubts(ofRun number: Int, at: Timestamp, by announcer: Announcer?) throws(SQLiteError) -> [String] {
    let found = try failing(Self.wasInDoubt, [.integer(number)])
    if found.isEmpty { return [] }
    // A task may be in doubt for more than one run.
    let tasks = try detailed(found, at: at, by: announcer).filter { $0.doubt == nil }
    let takesBack =
      try first("SELECT rolls_back IS NOT NULL FROM run WHERE run = ?", [.integer(number)]) { $0.truth(0) } ?? false
    if takesBack {
      // What it took back was no failure of the task.
      try end(tasks, { .takenBack($0, at: at) }, by: announcer)
    } else if !tasks.isEmpty {
      try lower(tasks, ofRun: number, at: at, by: announcer)
    }
    return tasks.map(\.task)
  }

  private func lower(
    _ tasks: [FailingTask], ofRun number: Int, at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) {
    var (told, over): ([FailingTask], [NewMessage.Task]) = ([], [])
    var channels: [String] = []
    var (project, isAcknowledged): (String?, Bool) = (nil, true)
    for task in tasks {
      let last = try first(
        "SELECT project, acknowledged FROM failing JOIN message USING (message) WHERE task = ?", [.text(task.task)]
      ) { (project: $0.text(0), isAcknowledged: $0.truth(1)) }
      for channel in try channelsTold(of: task) where !channels.contains(channel) { channels.append(channel) }
      let left = try begin(task, ofRun: number, at: at, by: announcer)
      let isSeenTo = try keepWord(on: task, as: left)
      guard let last else { continue }
      told.append(left)
      over.append(
        NewMessage.Task(
          name: task.task, level: task.level, since: task.since, wellAt: max(at, task.since),
          text: "\(task.task) is rolled back: it needs a human no more"))
      project = project ?? last.project
      isAcknowledged = isAcknowledged && (last.isAcknowledged || isSeenTo)
    }
    try silence()
    guard let announcer, !told.isEmpty else { return }
    let isOfIncident = try areOfIncidents(told)
    for var message in announcer.compose(.rolledBack(try detailed(told, at: at, by: announcer), at: at)) {
      message.channels += channels.filter { !message.channels.contains($0) }
      message.project = project
      message.isRepeat = isAcknowledged || isOfIncident
      message.tasks += over
      guard let posted = try post(message) else { continue }
      for task in told {
        try run(
          "UPDATE failing SET told_at = ?, message = ? WHERE task = ?", [.time(at), .integer(posted), .text(task.task)])
      }
    }
  }

  /// Whoever looked after the task when it only failed, before it was left in doubt, still does: it only fails again, and no graver
  /// than then. Whether somebody does.
  private func keepWord(on task: FailingTask, as left: FailingTask) throws(SQLiteError) -> Bool {
    let isSeenTo =
      try first(
        """
        SELECT 1 FROM message_task AS told JOIN message USING (message)
        WHERE told.task = ?1 AND told.since = ?2 AND acknowledged_at IS NOT NULL AND escalates IS NULL
          AND (told.level = 'critical' OR told.level = ?3 OR ?3 = 'info') LIMIT 1
        """, [.text(task.task), .time(task.since), .text(left.level.rawValue)]
      ) { _ in true } ?? false
    if isSeenTo { try run("UPDATE failing SET acknowledged = 1 WHERE task = ?", [.text(task.task)]) }
    return isSeenTo
  }

  /// The alarm of what is left: it fails, and was rolled back. Nobody was told of that one yet.
  private func begin(
    _ task: FailingTask, ofRun number: Int, at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) -> FailingTask {
    var left = task
    // A time of its own tells the one alarm from the other.
    (left.run, left.since) = (number, at == task.since ? at + .microseconds(1) : at)
    (left.outcome, left.cleanupFailed) = (.rolledBack, false)
    left.level = announcer?.level(task.task) ?? .warning
    left.reason =
      try first(
        "SELECT reason FROM task WHERE run = ? AND name = ?", [.integer(number), .text(task.task)]
      ) { $0.optionalText(0) } ?? nil
    try run(
      """
      UPDATE failing SET run = ?, since = ?, outcome = ?, cleanup_failed = 0, reason = ?, level = ?, told_at = NULL,
        message = NULL
      WHERE task = ?
      """,
      [
        .integer(number), .time(left.since), .text(left.outcome.rawValue), .optional(left.reason),
        .text(left.level.rawValue), .text(task.task),
      ])
    return left
  }
}
