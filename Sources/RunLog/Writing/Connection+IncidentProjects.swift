/// Where projects share a run log, a run of one can be linked to an incident of another. What fails in it is told by its own project
/// all the same, and is no alarm of the incident's.
extension Connection {
  /// Whose people are told of it; nil: not known.
  func project(ofIncident incident: Int) throws(SQLiteError) -> String? {
    try first(
      """
      SELECT coalesce((SELECT project FROM message WHERE incident = ?1 ORDER BY message LIMIT 1),
        (SELECT project FROM run WHERE run = coalesce(opened_by_run, (SELECT min(run) FROM incident_run WHERE incident = ?1))))
      FROM incident WHERE incident = ?1
      """, [.integer(incident)]
    ) { $0.optionalText(0) } ?? nil
  }

  /// Of rows of `failing`: their last try was a run of the incident, and of its project; `ofAll`: of whichever.
  func areOfRuns(ofIncident incident: Int, ofAll: Bool = false) throws(SQLiteError) -> Condition {
    let project = try project(ofIncident: incident)
    var runs: [Value] = []
    try each("SELECT run, project FROM incident_run JOIN run USING (run) WHERE incident = ?", [.integer(incident)]) {
      if ofAll || isSame($0.text(1), project) { runs.append(.integer($0.integer(0))) }
    }
    return Condition(sql: "run IN (\(runs.map { _ in "?" }.joined(separator: ", ")))", values: runs)
  }

  /// The same, and those of which an earlier try was one, since they fail: what failed in the incident fails still, and is one alarm
  /// with it, though the clock has tried it again in the meantime. Not those whose last try another open incident is at, and not tasks
  /// of `emergency`, whose runs have incidents of their own.
  func haveFailed(inIncident incident: Int) throws(SQLiteError) -> Condition {
    try failing(areOfRuns(ofIncident: incident), orTried: Self.isOfAlarm)
  }

  /// The same, of whichever project, and those that are another alarm by now, as where somebody has put right what the incident's run
  /// left: they have not succeeded since either.
  func haveNotSucceeded(sinceIncident incident: Int) throws(SQLiteError) -> Condition {
    try failing(
      areOfRuns(ofIncident: incident, ofAll: true), orTried: "(\(Self.isOfAlarm) OR \(Self.hasNotSucceededSince))")
  }

  private func failing(_ own: Condition, orTried condition: String) -> Condition {
    Condition(
      sql: """
        (failing.\(own.sql) OR NOT \(Self.isEmergency)
          AND EXISTS (SELECT 1 FROM task AS try WHERE \(condition) AND try.\(own.sql))
          AND NOT EXISTS (SELECT 1 FROM incident_run JOIN incident USING (incident)
            WHERE incident_run.run = failing.run AND resolved_at IS NULL))
        """, values: own.values + own.values)
  }

  /// Of a row `try` of `task`, which failed, and one of `failing`: no success came between.
  private static let hasNotSucceededSince = """
    (try.name = failing.task AND try.run < failing.run
      AND (try.cleanup_failed = 1 OR try.outcome = 'rollback_failed'
        OR try.outcome IN ('failed', 'rolled_back', 'refused', 'interrupted')
          AND (SELECT rolls_back FROM run WHERE run.run = try.run) IS NULL)
      AND NOT EXISTS (SELECT 1 FROM task AS later JOIN run USING (run)
        WHERE later.name = failing.task AND later.run > try.run AND later.outcome IN ('succeeded', 'skipped')
          AND later.cleanup_failed = 0 AND rolls_back IS NULL))
    """

  /// Of a row `try` of `task`, and one of `failing`: it belongs to what fails.
  private static let isOfAlarm =
    "try.name = failing.task AND try.run <= failing.run AND try.finished_at >= failing.since"

  /// The last try of what fails, and those before it since it fails.
  func tries(of task: FailingTask) throws(SQLiteError) -> [Int] {
    var runs = [task.run]
    try each(
      "SELECT try.run FROM failing JOIN task AS try ON \(Self.isOfAlarm) WHERE failing.task = ? AND NOT \(Self.isEmergency)",
      [.text(task.task)]
    ) { if $0.integer(0) != task.run { runs.append($0.integer(0)) } }
    return runs
  }

  /// The folder of the project of a run, where that is another than the incident's.
  func otherProject(ofRun run: Int, than incident: Int) throws(SQLiteError) -> String? {
    let found = try first("SELECT project FROM run WHERE run = ?", [.integer(run)]) { $0.text(0) } ?? ""
    return isSame(found, try project(ofIncident: incident)) ? nil : found
  }

  /// The open incidents of its project that a run belongs to.
  func openIncidents(ofRun run: Int) throws(SQLiteError) -> [Int] { try incidents(ofRun: run, "resolved_at IS NULL") }

  /// Whether a run belongs to one of its project that is over.
  func hasResolvedIncident(_ run: Int) throws(SQLiteError) -> Bool {
    try !incidents(ofRun: run, "resolved_at IS NOT NULL").isEmpty
  }

  private func incidents(ofRun run: Int, _ condition: String) throws(SQLiteError) -> [Int] {
    var found: [Int] = []
    var project: String?
    try each(
      """
      SELECT incident, project FROM incident_run JOIN incident USING (incident) JOIN run USING (run)
      WHERE run = ? AND \(condition)
      """, [.integer(run)]
    ) {
      found.append($0.integer(0))
      project = $0.text(1)
    }
    var own: [Int] = []
    for incident in found where isSame(project ?? "", try self.project(ofIncident: incident)) { own.append(incident) }
    return own
  }

  /// By whatever paths: of what is unknown nobody says that it is another's.
  private func isSame(_ project: String, _ other: String?) -> Bool {
    guard let other, !other.isEmpty, !project.isEmpty else { return true }
    return project == other || owner.has(project) && owner.has(other)
  }
}
