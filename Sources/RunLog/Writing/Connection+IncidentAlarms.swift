import Catalog
import Scheduling

/// What fails in the runs of an incident and the incident are one alarm: a word on either is one on both, and of the two the
/// incident asks for it.
extension Connection {
  /// Those that tasks fail in of which the message told, or a later one of its alarm.
  func openIncidents(ofMessage first: Int) throws(SQLiteError) -> [Int] {
    var runs: [Int] = []
    try each(
      """
      SELECT DISTINCT failing.run FROM message JOIN message_task USING (message) JOIN failing USING (task, since)
      WHERE message.message = ?1 OR escalates = ?1
      """, [.integer(first)]
    ) { runs.append($0.integer(0)) }
    var found: Set<Int> = []
    for run in runs { found.formUnion(try openIncidents(ofRun: run)) }
    return found.sorted()
  }

  /// Whoever is at the incident looks after what fails in its runs.
  func acknowledgeFailures(ofIncident incident: Int) throws(SQLiteError) {
    let own = try areOfRuns(ofIncident: incident)
    try run("UPDATE failing SET acknowledged = 1 WHERE \(own.sql)", own.values)
    if changes > 0 { try silence() }
  }

  /// What was told of the failures before the runs were the incident's waits for no word of its own, where the incident asks.
  func leaveToIncidents(failuresOf incident: Int) throws(SQLiteError) {
    var messages: [Int] = []
    let own = try areOfRuns(ofIncident: incident)
    try each(
      """
      SELECT message FROM message WHERE waits_for_word = 1 AND \(Self.tellsOfFailure)
        AND message IN (SELECT message_task.message FROM message_task JOIN failing USING (task, since)
          WHERE well_at IS NULL AND failing.\(own.sql)) ORDER BY 1
      """, own.values
    ) { messages.append($0.integer(0)) }
    for message in messages {
      let open = try failing(
        """
        acknowledged = 0 AND EXISTS (SELECT 1 FROM message_task WHERE message_task.message = ?
          AND message_task.task = failing.task AND message_task.since = failing.since AND well_at IS NULL)
        """, [.integer(message)])
      if try areOfIncidents(open) {
        try run("UPDATE message SET waits_for_word = 0 WHERE message = ?", [.integer(message)])
      }
    }
  }

  /// Whether open incidents ask for a word on all of the tasks, or have it: then nobody is asked for another. Those at whose
  /// incident somebody is are looked after. What is graver than its incident asks for itself.
  func areOfIncidents(_ tasks: [FailingTask]) throws(SQLiteError) -> Bool {
    var areAll = true
    for task in tasks {
      let numbers = try openIncidents(ofRun: task.run).map { "\($0)" }.joined(separator: ", ")
      let isAcknowledged = try first(
        """
        SELECT max(acknowledged_at IS NOT NULL) FROM incident
        WHERE incident IN (\(numbers)) AND (level = 'critical' OR ?1 = 'info' OR level = ?1)
          AND (acknowledged_at IS NOT NULL OR EXISTS (SELECT 1 FROM message AS first JOIN message
            ON message.message = first.message OR message.escalates = first.message
            WHERE first.incident = incident.incident AND message.waits_for_word = 1))
        """, [.text(task.level.rawValue)]
      ) { $0.optionalInteger(0) }
      guard let isAcknowledged = isAcknowledged ?? nil else {
        areAll = false
        continue
      }
      if isAcknowledged == 1 { try run("UPDATE failing SET acknowledged = 1 WHERE task = ?", [.text(task.task)]) }
    }
    return areAll
  }

  /// With the incident nobody is asked any more about what failed in its runs, but for what needs a human: that waits for `recover`
  /// or `resolve`. It fails all the same until it succeeds, or fails anew, which is told anew; but a task of `emergency`, which nothing
  /// runs again, is over with it. Those of which somebody was told, and the channels that they were told through.
  func leaveFailures(ofIncident incident: Int, at: Timestamp) throws(SQLiteError) -> (
    tasks: [NewMessage.Task], channels: [String]
  ) {
    var (found, channels): ([NewMessage.Task], [String]) = ([], [])
    let own = try haveFailed(inIncident: incident)
    let tasks = try failing(own.sql, own.values)
    for task in try detailed(tasks, at: at, by: nil) where task.doubt == nil && !task.cleanupFailed {
      let told = try channelsTold(of: task)
      for channel in told where !channels.contains(channel) { channels.append(channel) }
      let isOver = try isOverWithIncident(task)
      if told.isEmpty || isOver { try run("DELETE FROM failing WHERE task = ?", [.text(task.task)]) }
      if told.isEmpty { continue }
      if isOver {
        found.append(
          NewMessage.Task(
            name: task.task, level: task.level, since: task.since, wellAt: at,
            text: "\(task.task) is over with incident \(incident)"))
        continue
      }
      try run(
        "UPDATE failing SET acknowledged = 1, told_at = coalesce(told_at, ?) WHERE task = ?",
        [.time(at), .text(task.task)])
      found.append(
        NewMessage.Task(
          name: task.task, level: task.level, since: task.since, text: task.standingWords()))
    }
    if !tasks.isEmpty { try silence() }
    return (found, channels)
  }

  /// What failed in its runs, of whichever project, and has not succeeded since, in whichever run it was tried last, but for what
  /// `tasksInDoubt` names and what is over with it; in words, oldest first.
  func failures(ofIncident incident: Int) throws(SQLiteError) -> [String] {
    let all = try haveNotSucceeded(sinceIncident: incident)
    let inDoubt = Set(try tasksInDoubt(ofIncident: incident).map(\.task.description))
    var words: [String] = []
    for task in try failing(all.sql, all.values) where !inDoubt.contains(task.task) {
      if try willBeOver(task, with: incident) { continue }
      words.append(task.standingWords(of: try otherProject(ofRun: task.run, than: incident)))
    }
    return words
  }

  /// Once that is resolved.
  private func willBeOver(_ task: FailingTask, with incident: Int) throws(SQLiteError) -> Bool {
    guard try TaskName(stored: task.task).tier == .emergency, try doubt(of: task) == nil else { return false }
    let other = try first(
      "SELECT 1 FROM incident_run JOIN incident USING (incident) WHERE run = ? AND resolved_at IS NULL AND incident <> ?",
      [.integer(task.run), .integer(incident)]
    ) { _ in true }
    return other == nil
  }

  /// Those of the owner's that are over with an incident that another project's people have resolved, or an older maint.
  func endOverWithIncidents(at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    let own = try failedInOwn()
    var over: [FailingTask] = []
    for var task in try failing("\(Self.isOverWithIncident) AND \(own.sql)", own.values) {
      if try doubt(of: task) != nil { continue }
      task.overWith =
        try first(
          """
          SELECT incident FROM incident_run JOIN incident USING (incident) WHERE run = ?
          ORDER BY resolved_at DESC, incident DESC LIMIT 1
          """, [.integer(task.run)]
        ) { $0.integer(0) }
      over.append(task)
    }
    try end(over, { .overWithIncident($0, at: at) }, by: announcer)
  }

  /// What a task did in a run of an incident that was resolved then: what it does since is another alarm.
  func endOfResolvedIncident(_ task: FailingTask) throws(SQLiteError) {
    guard let before = try failing("task = ?", [.text(task.task)]).first else { return }
    let tries = try tries(of: before)
    var isOfResolved = false
    for run in tries where !isOfResolved { isOfResolved = try hasResolvedIncident(run) }
    guard isOfResolved else { return }
    let runs = tries.map { "\($0)" }.joined(separator: ", ")
    try run(
      """
      DELETE FROM failing WHERE task = ? AND run <> ? AND acknowledged = 1 AND cleanup_failed = 0
        AND outcome NOT IN ('rollback_failed', 'interrupted')
        AND EXISTS (SELECT 1 FROM incident_run JOIN incident USING (incident)
          WHERE linked_at <= resolved_at AND (incident_run.run = failing.run AND resolved_at >= failing.since
            OR incident_run.run IN (\(runs)) AND resolved_at >= (SELECT finished_at FROM task
              WHERE task.run = failing.run AND task.name = failing.task)))
        AND NOT EXISTS (SELECT 1 FROM incident_run JOIN incident USING (incident)
          WHERE incident_run.run IN (\(runs)) AND resolved_at IS NULL)
      """, [.text(task.task), .integer(task.run)])
  }
}

extension FailingTask {
  /// `project`: that it is of, where that is to be said.
  fileprivate func standingWords(of project: String? = nil) -> String {
    let place = project.map { "run \(run) of the project \($0)" } ?? "run \(run)"
    return "\(task) \(outcome.words) (\(place)), and has not succeeded since"
  }
}

extension RunLog {
  /// People were told of both by one project, as far as is known: a word on another's incident is none on the task.
  private static let isOfItsProject = """
    coalesce((SELECT project FROM message WHERE message.incident = incident.incident ORDER BY message LIMIT 1), '')
      IN ('', coalesce((SELECT project FROM message WHERE message.message = failing.message), ''))
    """

  /// By task, which of those that fail fails in a run of an incident that somebody was at, when, and who that was.
  static let wordsOfIncidents = """
    SELECT failing.task AS task, failing.since AS since, failing.message AS message, acknowledged_at, acknowledged_by
    FROM failing JOIN task AS try ON try.name = failing.task AND try.run <= failing.run AND try.finished_at >= failing.since
      JOIN incident_run ON incident_run.run = try.run JOIN incident USING (incident)
    WHERE failing.acknowledged = 1 AND incident.acknowledged_at IS NOT NULL AND \(isOfItsProject)
    """

  /// What messages that told of the same tasks still ask a word for, after one on this: their names, by the number of the
  /// message that tells of each last.
  package func stillOpen(besides message: Int) throws(RunLogFailure) -> [(message: Int, tasks: [String])] {
    try reading { () throws(SQLiteError) in
      var found: [(message: Int, tasks: [String])] = []
      try connection.each(
        """
        SELECT DISTINCT failing.message, failing.task FROM message_task AS own
          JOIN message_task AS same USING (task, since) JOIN message_task AS other ON other.message = same.message
          JOIN failing ON failing.task = other.task AND failing.since = other.since
        WHERE own.message = ? AND failing.acknowledged = 0 AND failing.message IS NOT NULL ORDER BY 1, 2
        """, [.integer(message)]
      ) { row in
        if found.last?.message != row.integer(0) { found.append((row.integer(0), [])) }
        found[found.count - 1].tasks.append(row.text(1))
      }
      return found
    }
  }

  /// The incidents that a word on the message is one on: that it tells of, else those of the runs of its tasks.
  package func incidents(ofMessage number: Int) throws(RunLogFailure) -> [Int] {
    try reading { () throws(SQLiteError) in
      guard let message = try readMessage(number) else { return [] }
      if let incident = message.incident { return [incident] }
      return try connection.openIncidents(ofMessage: number)
    }
  }
}
