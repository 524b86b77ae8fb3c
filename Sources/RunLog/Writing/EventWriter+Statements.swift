/// What is run for each step.
extension EventWriter {
  static let taskStart = StatementText(
    "UPDATE task SET started_at = coalesce(started_at, ?) WHERE run = ? AND task = ?")

  static let stepStart = StatementText(
    """
    INSERT INTO step (run, task, step, stage, position, is_undo, name, script, started_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)

  static let attemptIntent = StatementText(
    "INSERT INTO attempt (run, task, step, attempt, intended_at) VALUES (?, ?, ?, ?, ?)")

  static let outputPiece = StatementText(
    """
    INSERT INTO output (run, task, step, attempt, piece, at, stream, bytes, omitted)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)

  static let attemptEnd = StatementText(
    """
    UPDATE attempt SET pid = coalesce(?, pid), start_time = coalesce(?, start_time), finished_at = ?, outcome = ?,
      exit_code = ?, signal = ?, detail = ?, user_time = ?, system_time = ?, peak_memory = ?,
      read_bytes = ?, written_bytes = ?
    WHERE run = ? AND task = ? AND step = ? AND attempt = ?
    """)

  static let stepEnd = StatementText(
    "UPDATE step SET finished_at = ?, outcome = ?, detail = ? WHERE run = ? AND task = ? AND step = ?")

  static let taskEnd = StatementText(
    """
    UPDATE task SET finished_at = ?, outcome = ?, cleanup_failed = ?, warnings = ?, failed_step = ?, reason = ?,
      needs_human = CASE WHEN ? THEN \(RunLog.changeWasIntended) ELSE ? END,
      changed = CASE WHEN ? THEN NULL ELSE \(Schema.hasChanged) END
    WHERE run = ? AND task = ?
    """)
}
