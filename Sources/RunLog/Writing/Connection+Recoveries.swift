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
    // A task may be in doubt for more than one run.
    let tasks = found.isEmpty ? [] : try detailed(found, at: at, by: announcer).filter { $0.doubt == nil }
    let takesBack =
      try first("SELECT rolls_back IS NOT NULL FROM run WHERE run = ?", [.integer(number)]) { $0.truth(0) } ?? false
    var fallen: [(task: FailingTask, left: FailingTask)] = []
    if takesBack {
      // What it took back was no failure of the task.
      try end(tasks, { .takenBack($0, at: at) }, by: announcer)
    } else {
      var over: [FailingTask] = []
      for task in tasks {
        let left = try rolledBack(task, inRun: number)
        if try isOverWithIncident(left) { over.append(task) } else { fallen.append((task, left)) }
      }
      try end(over, { .takenBack($0, at: at) }, by: announcer)
    }
    let names = Set(tasks.map(\.task))
    try lower(fallen + (try endRefusals(besides: names, at: at, by: announcer)), at: at, by: announcer)
    return tasks.map(\.task)
  }

  /// What was refused for what another task had left in doubt is refused no more once that is settled, whoever settled it: it is as
  /// it was before.
  func endRefusals(at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    try lower(try endRefusals(besides: [], at: at, by: announcer), at: at, by: announcer)
  }

  /// Those that had failed before that, or were never tried, fail still.
  private func endRefusals(
    besides others: Set<String>, at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) -> [(task: FailingTask, left: FailingTask)] {
    let own = try failedInOwn()
    let refused = try failing("outcome = 'refused' AND reason IS NOT NULL AND \(own.sql)", own.values)
    var (well, left): ([FailingTask], [(task: FailingTask, left: FailingTask)]) = ([], [])
    for task in refused where task.refusedFor != nil && !others.contains(task.task) {
      if try doubt(of: task) != nil { continue }
      if let before = try before(task), try !isOverWithIncident(before) {
        left.append((task, before))
      } else {
        well.append(task)
      }
    }
    if !well.isEmpty {
      try end(try detailed(well, at: at, by: announcer), { .admitted($0, at: at) }, by: announcer)
    }
    return left
  }

  /// As the task was before it was refused, or that it was never tried; nil: it was well, or somebody has put it right.
  private func before(_ task: FailingTask) throws(SQLiteError) -> FailingTask? {
    var left = task
    (left.isAdmitted, left.reason) = (true, nil)
    let last = try first(
      """
      SELECT run, task.outcome, cleanup_failed, reason, \(RunLog.isResolved) OR NOT cleanup_failed
        AND (task.outcome IN ('succeeded', 'skipped') OR rolls_back IS NOT NULL AND task.outcome = 'rolled_back')
      FROM task JOIN run USING (run) WHERE name = ? AND task.outcome IN
        ('succeeded', 'skipped', 'failed', 'rolled_back', 'rollback_failed', 'interrupted')
      ORDER BY run DESC LIMIT 1
      """, [.text(task.task)]
    ) { row throws(SQLiteError) in
      (left.run, left.cleanupFailed, left.reason) = (row.integer(0), row.truth(2), row.optionalText(3))
      left.outcome = try row.enumeration(1, as: TaskOutcome.self)
      return row.truth(4)
    }
    return last == true ? nil : left
  }

  private func rolledBack(_ task: FailingTask, inRun number: Int) throws(SQLiteError) -> FailingTask {
    var left = task
    (left.run, left.outcome, left.cleanupFailed) = (number, .rolledBack, false)
    left.reason =
      try first(
        "SELECT reason FROM task WHERE run = ? AND name = ?", [.integer(number), .text(task.task)]
      ) { $0.optionalText(0) } ?? nil
    return left
  }

  /// `left`: what is left of each.
  private func lower(
    _ fallen: [(task: FailingTask, left: FailingTask)], at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) {
    if fallen.isEmpty { return }
    var (told, over): ([FailingTask], [NewMessage.Task]) = ([], [])
    var channels: [String] = []
    var (project, isAcknowledged): (String?, Bool) = (nil, true)
    for (task, left) in fallen {
      let last = try first(
        "SELECT project, acknowledged FROM failing JOIN message USING (message) WHERE task = ?", [.text(task.task)]
      ) { (project: $0.text(0), isAcknowledged: $0.truth(1)) }
      for channel in try channelsTold(of: task) where !channels.contains(channel) { channels.append(channel) }
      let left = try begin(left, inPlaceOf: task, at: at, by: announcer)
      let isSeenTo = try keepWord(on: task, as: left)
      guard let last else { continue }
      told.append(left)
      let end = left.isAdmitted ? "is not refused any more" : "is rolled back: it needs a human no more"
      over.append(
        NewMessage.Task(
          name: task.task, level: task.level, since: task.since, wellAt: max(at, task.since),
          text: "\(task.task) \(end)"))
      project = project ?? last.project
      isAcknowledged = isAcknowledged && (last.isAcknowledged || isSeenTo)
    }
    try silence()
    guard let announcer, !told.isEmpty else { return }
    let isOfIncident = try areOfIncidents(told)
    for var message in announcer.compose(.rolledBack(try detailed(told, at: at, by: announcer), at: at)) {
      addReceivers(channels, to: &message, ofProject: project, announcer)
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

  /// The alarm of what is left. Nobody was told of that one yet.
  private func begin(
    _ left: FailingTask, inPlaceOf task: FailingTask, at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) -> FailingTask {
    var left = left
    // A time of its own tells the one alarm from the other.
    left.since = at == task.since ? at + .microseconds(1) : at
    left.level = left.cleanupFailed ? .critical : announcer?.level(task.task) ?? .warning
    try run(
      """
      UPDATE failing SET run = ?, since = ?, outcome = ?, cleanup_failed = ?, reason = ?, level = ?, told_at = NULL,
        message = NULL
      WHERE task = ?
      """,
      [
        .integer(left.run), .time(left.since), .text(left.outcome.rawValue), .truth(left.cleanupFailed),
        .optional(left.reason), .text(left.level.rawValue), .text(task.task),
      ])
    return left
  }
}
