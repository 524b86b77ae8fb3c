import Catalog
import Execution
import Scheduling

/// Who is still to be asked to look after what was told.
extension Connection {
  /// Of a row of `message`: it tells of tasks that fail, and not only of one that has still to be tried.
  static let tellsOfFailure = """
    (outcome IS NOT NULL AND EXISTS (SELECT 1 FROM message_task WHERE message_task.message = message.message))
    """

  /// Of a row of `message`: a task that it tells of fails still, and nobody looks after it.
  static let isOpen = """
    EXISTS (SELECT 1 FROM message_task JOIN failing USING (task, since)
      WHERE message_task.message = message.message AND well_at IS NULL AND acknowledged = 0)
    """

  /// What is over, or looked after, waits for nobody's word any more.
  func silence() throws(SQLiteError) {
    try run(
      """
      UPDATE message SET waits_for_word = 0
      WHERE waits_for_word = 1 AND \(Self.tellsOfFailure) AND NOT \(Self.isOpen)
      """)
  }

  /// That a task missed its window, or cannot start, is over when it has been tried: whether it fails is told by itself.
  func endAlerts(ofRun run: Int) throws(SQLiteError) {
    try self.run(
      """
      UPDATE message SET waits_for_word = 0
      WHERE waits_for_word = 1 AND outcome IS NULL
        AND EXISTS (SELECT 1 FROM message_task WHERE message_task.message = message.message)
        AND NOT EXISTS (SELECT 1 FROM message_task WHERE message_task.message = message.message
          AND NOT \(Self.wasTriedSince))
      """)
  }

  /// Of a row of `message_task`.
  private static let wasTriedSince = """
    EXISTS (SELECT 1 FROM task WHERE task.name = message_task.task AND task.finished_at >= message_task.since
      AND task.outcome IN ('succeeded', 'skipped', 'failed', 'rolled_back', 'rollback_failed', 'refused'))
    """

  /// The same of one that is no task any more.
  func endAlerts(isThere: (String) -> Bool) throws(SQLiteError) {
    let own = try areOwn()
    var messages: [Int: Bool] = [:]
    try each(
      """
      SELECT message, task FROM message JOIN message_task USING (message)
      WHERE waits_for_word = 1 AND outcome IS NULL AND \(own.sql)
      """, own.values
    ) { row in messages[row.integer(0), default: false] = messages[row.integer(0)] == true || isThere(row.text(1)) }
    for number in messages.keys.sorted() where messages[number] == false {
      try run("UPDATE message SET waits_for_word = 0 WHERE message = ?", [.integer(number)])
    }
  }

  // MARK: What there is to say of a task that fails

  /// Lines of a step's output that are told, at most.
  private static let linesTold = 5

  func detailed(
    _ tasks: [FailingTask], at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) -> [FailingTask] {
    let nexts = try nextTries(tasks.map(\.task), at: at, by: announcer)
    var tasks = tasks
    for index in tasks.indices {
      let (name, run) = (Value.text(tasks[index].task), Value.integer(tasks[index].run))
      tasks[index].next = nexts[tasks[index].task]
      tasks[index].doubt = try doubt(of: tasks[index])
      tasks[index].isAfterIncident = try failedAfterIncident(tasks[index])
      let place = try first(
        "SELECT task, failed_step FROM task WHERE run = ? AND name = ? AND failed_step IS NOT NULL", [run, name]
      ) { row in [run, .integer(row.integer(0)), .integer(row.integer(1))] }
      if let place { tasks[index].lines = try lastLines(Self.linesTold, of: place) }
    }
    return tasks
  }

  /// What was refused may be so for another task's sake: one that has its runbook, as one that has another name by now, or one
  /// that left half-changed what it backs up.
  func doubt(of task: FailingTask) throws(SQLiteError) -> FailingTask.Doubt? {
    let (name, run) = (Value.text(task.task), Value.integer(task.run))
    func read(_ row: Statement) throws(SQLiteError) -> FailingTask.Doubt {
      FailingTask.Doubt(run: row.integer(0), outcome: try row.enumeration(1, as: TaskOutcome.self))
    }
    let found = try first(
      """
      SELECT run, outcome FROM task INDEXED BY task_needs_human
      WHERE needs_human = 1 AND NOT \(RunLog.isResolved) AND (name = ?1 OR ?2 AND (run = ?4 OR runbook =
        (SELECT own.runbook FROM task AS own WHERE own.run = ?3 AND own.name = ?1 LIMIT 1))) ORDER BY run DESC LIMIT 1
      """, [name, .truth(task.refusedFor != nil), run, .optional(task.refusedFor)], read)
    if let found { return found }
    // A step of it may run still, though it had changed nothing yet.
    return try first(
      "SELECT run, outcome FROM task WHERE run = ? AND outcome = 'interrupted' AND NOT \(RunLog.isResolved) LIMIT 1",
      [.optional(task.refusedFor)], read)
  }

  private func nextTries(
    _ names: [String], at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) -> [String: NextTry] {
    guard let retries = announcer?.retries else { return [:] }
    var asked: [(name: TaskName, stretch: Range<Timestamp>)] = []
    for text in names {
      let name = try TaskName(stored: text)
      if let stretch = retries.stretch(name, at) { asked.append((name, stretch)) }
    }
    if asked.isEmpty { return [:] }
    var found: [String: NextTry] = [:]
    for (task, history) in zip(asked, try dueHistories(of: asked)) {
      let approval = try nextApproval(of: task.name, at: at)
      found[task.name.description] = retries.next(task.name, history, approval, at)
    }
    return found
  }

  /// Writes down which of them are not tried again in their period, where that was not written before. Their names.
  func noteGivenUp(
    _ names: [String], run: Int, at: Timestamp, by announcer: Announcer?
  ) throws(SQLiteError) -> [String] {
    var found: [String] = []
    for (name, next) in try nextTries(names, at: at, by: announcer).sorted(by: { $0.key < $1.key }) {
      guard case .givenUp(let givenUp) = next else { continue }
      let task = try TaskName(stored: name)
      let isTold = try first(
        "SELECT 1 FROM alert WHERE task = ? AND kind = ? AND at BETWEEN ? AND ? LIMIT 1",
        [.text(name), .text(Alert.Kind.gaveUp.rawValue), .time(givenUp.since), .time(max(givenUp.since, at))]
      ) { _ in true }
      if isTold == true { continue }
      let why = try failing("task = ?", [.text(name)]).first.map { "; \($0.words)" } ?? ""
      try insert(
        Alert(
          at: at, level: announcer?.level(name) ?? .warning, kind: .gaveUp, run: run, task: task,
          text: givenUp.text + why))
      found.append(name)
    }
    return found
  }
}

extension FailingTask {
  /// `in run 12 it failed (precheck.1 exited with 4)`.
  fileprivate var words: String { "in run \(run) it \(outcome.words)" + (reason.map { " (\($0))" } ?? "") }
}
