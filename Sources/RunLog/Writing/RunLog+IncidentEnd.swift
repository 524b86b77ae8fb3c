import Catalog
import Scheduling

/// The end of an incident, and what it does not end.
extension RunLog {
  /// False where it was resolved before. Nobody resolves what they were not at, so that acknowledges it, too. Whoever was
  /// told that it is open hears that it is over. What needs a human in its runs is not over with it: nobody is at that any more, so
  /// it is told anew.
  package func resolveIncident(
    _ incident: Int, note: String?, host: String = "", command: MessageCommand = MessageCommand(), at now: Timestamp
  ) throws(RunLogFailure) -> Bool {
    try synced { () throws(SQLiteError) in
      guard try connection.hasOpenIncident(incident) else { return false }
      try connection.acknowledge(incident, by: actor, at: now, isAsked: true)
      if let note { try connection.add(note, kind: .resolution, to: incident, by: actor, at: now) }
      try connection.change(.incident(incident)) { () throws(SQLiteError) in
        try connection.run(
          "UPDATE incident SET resolved_at = ?, resolved_by = ?, resolved_uid = ? WHERE incident = ?",
          [.time(now), .text(actor.name), .integer(actor.uid), .integer(incident)])
        return AuditEntry(.incidentResolved, at: now, by: actor, details: [("incident", .integer(incident))])
      }
      try connection.tellResolved(incident, note: note, by: actor, host: host, command, at: now)
      return true
    }
  }

  /// The folder of the project whose people are told of an incident; nil: not known.
  package func project(ofIncident incident: Int) throws(RunLogFailure) -> String? {
    try reading { () throws(SQLiteError) in try connection.project(ofIncident: incident) }
  }

  /// What else failed in the runs of an incident, of whichever project, and has not succeeded since, in whichever run it was tried last;
  /// in words, oldest first.
  package func failures(ofIncident incident: Int) throws(RunLogFailure) -> [String] {
    try reading { () throws(SQLiteError) in try connection.failures(ofIncident: incident) }
  }

  /// Runs of an incident that have no end yet.
  package func openRuns(ofIncident incident: Int) throws(RunLogFailure) -> [Int] {
    try reading { () throws(SQLiteError) in try connection.openRuns(ofIncident: incident) }
  }

  /// What needs a human in the runs of an incident, and what the tasks that failed in these have left since, or are refused for; oldest
  /// first.
  package func tasksInDoubt(ofIncident incident: Int) throws(RunLogFailure) -> [TaskInDoubt] {
    try reading { () throws(SQLiteError) in try connection.tasksInDoubt(ofIncident: incident) }
  }
}

/// Within a transaction.
extension Connection {
  /// Through the channels that its messages went through, also where nobody acknowledged them and others were told.
  fileprivate func tellResolved(
    _ incident: Int, note: String?, by actor: Actor, host: String, _ command: MessageCommand, at now: Timestamp
  ) throws(SQLiteError) {
    let found = try first("SELECT title FROM incident WHERE incident = ?", [.integer(incident)]) { $0.text(0) } ?? ""
    let title = NewIncident.oneLine(found)
    let project = try project(ofIncident: incident)
    var channels: [String] = []
    try each(
      """
      SELECT DISTINCT channel FROM delivery JOIN message USING (message)
      WHERE coalesce(escalates, message) IN (\(Self.messagesOfIncident)) ORDER BY channel
      """, [.integer(incident)]
    ) { channels.append($0.text(0)) }
    let standing = try failures(ofIncident: incident)
    let left = try leaveFailures(ofIncident: incident, at: now)
    let doubts = try tasksInDoubt(ofIncident: incident)
    // Those of another project's have alarms of their own, and people who are at them.
    try reopenAlarms(of: doubts.filter { $0.otherProject == nil }, ofIncident: incident)
    let atWork = try openRuns(ofIncident: incident).map { "Not over yet: run \($0); what fails in it is told\n" }
      .joined()
    channels += left.channels.filter { !channels.contains($0) }
    let words = note.map { ": \($0)" } ?? ""
    var message = NewMessage(
      key: MessageKey(host: host, "incident-\(incident)-resolved", at: now).description, at: now, level: .info,
      kind: .issueEscalation, subject: "Incident \(incident) is resolved\(Self.stillNeeded(doubts)): \(title)",
      text: """
        Incident \(incident) (\(title)) was resolved by \(actor.name)\(words)
        \(Self.text(of: doubts, command))\(Self.text(ofFailing: standing, command))\(atWork)\
        All of it: \(command("incident report \(incident)"))

        """, channels: channels)
    message.incident = incident
    message.project = project
    message.tasks = left.tasks
    try post(message)
  }

  /// For the middle of its subject, which may be all that a telephone shows.
  static func stillNeeded(_ doubts: [TaskInDoubt]) -> String {
    guard let first = doubts.first else { return "" }
    let runs = Set(doubts.map(\.run)).count
    return runs == 1 ? ", but run \(first.run) NEEDS A HUMAN" : ", but \(runs) runs NEED A HUMAN"
  }

  /// Tasks in one text, at most.
  private static let doubtsTold = 20

  static func text(of doubts: [TaskInDoubt], _ command: MessageCommand) -> String {
    let lines = doubts.prefix(doubtsTold).flatMap { task -> [String] in
      let reason = task.reason.map { ": \(NewIncident.oneLine($0))" } ?? ""
      let place = task.otherProject.map { " of the project \(NewIncident.oneLine($0))" } ?? ""
      return ["Not over with it: \(task.task) of run \(task.run)\(place) \(task.cause.words)\(reason)"]
        + task.cause.remedy(run: task.run, command).map { "  \($0)" } + ["  Read more: \(command("show \(task.run)"))"]
    }
    let more = doubts.count > doubtsTold ? ["… and \(doubts.count - doubtsTold) more: \(command("status"))"] : []
    return (lines + more).map { "\($0)\n" }.joined()
  }

  func openRuns(ofIncident incident: Int) throws(SQLiteError) -> [Int] {
    var runs: [Int] = []
    try each(
      "SELECT run FROM incident_run JOIN run USING (run) WHERE incident = ? AND outcome IS NULL ORDER BY run",
      [.integer(incident)]
    ) { runs.append($0.integer(0)) }
    return runs
  }

  private static func text(ofFailing tasks: [String], _ command: MessageCommand) -> String {
    let more =
      tasks.count > doubtsTold ? ["… and \(tasks.count - doubtsTold) more: \(command("status"))"] : []
    return (tasks.prefix(doubtsTold).map { "Fails still: \($0)" } + more).map { "\($0)\n" }.joined()
  }

  func tasksInDoubt(ofIncident incident: Int) throws(SQLiteError) -> [TaskInDoubt] {
    var found: [TaskInDoubt] = []
    let own = try areOfRuns(ofIncident: incident, ofAll: true)
    let failed = try haveNotSucceeded(sinceIncident: incident)
    try each(
      """
      SELECT task.run, task.name, runbook, coalesce(task.outcome, 'interrupted'), reason, task.task
      FROM task INDEXED BY task_needs_human WHERE needs_human = 1 AND NOT \(RunLog.isResolved)
        AND (\(own.sql) OR name IN (SELECT task FROM failing WHERE \(failed.sql)))
      UNION ALL
      SELECT task.run, task.name, runbook, 'cleanup_failed', task.reason, task.task
      FROM failing JOIN task ON task.run = failing.run AND task.name = failing.task
      WHERE failing.cleanup_failed = 1 AND needs_human = 0 AND NOT \(RunLog.isResolved) AND \(failed.sql)
      ORDER BY 1, 6
      """, own.values + failed.values + failed.values
    ) { row throws(SQLiteError) in
      found.append(
        TaskInDoubt(
          run: row.integer(0), task: try TaskName(stored: row.text(1)), runbook: row.text(2),
          cause: try row.enumeration(3, as: TaskInDoubt.Cause.self), reason: row.optionalText(4)))
    }
    for index in found.indices {
      found[index].otherProject = try otherProject(ofRun: found[index].run, than: incident)
    }
    return found
  }

  /// Whoever was at the incident is there no more. To be told as if nobody had been told; but what a run has left that is none of its
  /// runs is told by itself, and whoever was asked for a word on that, or gave it, was so for the alarm's own sake.
  private func reopenAlarms(of doubts: [TaskInDoubt], ofIncident incident: Int) throws(SQLiteError) {
    for task in doubts {
      try run(
        """
        UPDATE failing SET acknowledged = 0, told_at = NULL
        WHERE task = ?1 AND (EXISTS (SELECT 1 FROM incident_run WHERE incident = ?2 AND incident_run.run = ?3)
          OR NOT EXISTS (SELECT 1 FROM message_task JOIN message USING (message)
            WHERE message_task.task = failing.task AND message_task.since = failing.since
              AND iif(acknowledged = 1, acknowledged_at IS NOT NULL, waits_for_word = 1)))
        """, [.text(task.task.description), .integer(incident), .integer(task.run)])
    }
  }
}
