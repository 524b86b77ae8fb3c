import Scheduling

/// What becomes of a task of `emergency` with the incident of its run: nothing runs it again by the clock, to show that it is well.
extension RunLog {
  /// Of a row of `task`: no incident that its run belongs to is open.
  private static let hasNoOpenIncident = """
    NOT EXISTS (SELECT 1 FROM incident_run JOIN incident USING (incident)
      WHERE incident_run.run = task.run AND resolved_at IS NULL)
    """

  /// Of a row of `task`: it is over with the incident, but for what needs a human and nobody has put right. What failed after that is
  /// news to whoever took it for over, unless `recover` only took back what had failed before.
  static let isOverWithIncident = """
    (task.tier = 'emergency' AND \(hasNoOpenIncident) AND (\(isResolved)
      OR task.needs_human = 0 AND task.cleanup_failed = 0
        AND EXISTS (SELECT 1 FROM incident_run JOIN incident USING (incident) WHERE incident_run.run = task.run
          AND (resolved_at >= coalesce(task.finished_at, (SELECT interruption_found_at FROM run WHERE run.run = task.run))
            OR EXISTS (SELECT 1 FROM recovery WHERE recovery.run = task.run AND recovery.started_at >= resolved_at)))))
    """

  /// Of a row of `task`: it failed when its incident was over, so that its success ends that, or somebody's word.
  static let failedAfterIncident = """
    (task.tier = 'emergency' AND task.outcome IN ('failed', 'rolled_back', 'interrupted')
      AND (SELECT rolls_back FROM run WHERE run.run = task.run) IS NULL
      AND EXISTS (SELECT 1 FROM incident_run WHERE incident_run.run = task.run)
      AND \(hasNoOpenIncident) AND NOT \(isOverWithIncident))
    """
}

/// Within a transaction.
extension Connection {
  private static let emergency = "\(Tier.emergency.rawValue)."

  /// Of a row of `failing`.
  static let isEmergency = "failing.task GLOB '\(emergency)*'"

  /// Of a row of `failing`: see there. Of many that fail, few are looked up.
  static let isOverWithIncident = """
    (\(isEmergency) AND EXISTS (SELECT 1 FROM task
      WHERE task.run = failing.run AND task.name = failing.task AND \(RunLog.isOverWithIncident)))
    """

  /// Of what a task did in a run.
  func isOverWithIncident(_ task: FailingTask) throws(SQLiteError) -> Bool {
    try holds(RunLog.isOverWithIncident, of: task)
  }

  /// The same.
  func failedAfterIncident(_ task: FailingTask) throws(SQLiteError) -> Bool {
    try holds(RunLog.failedAfterIncident, of: task)
  }

  private func holds(_ condition: String, of task: FailingTask) throws(SQLiteError) -> Bool {
    guard task.task.hasPrefix(Self.emergency) else { return false }
    return try first(
      "SELECT 1 FROM task WHERE run = ? AND name = ? AND \(condition)", [.integer(task.run), .text(task.task)]
    ) { _ in true } ?? false
  }
}
