import Hashing

/// What happened in a run, as one checksum over the rows that say it: they cannot be changed without the entry in the audit
/// chain that has the checksum telling so.
///
/// What changes after the end of a run is not in it, nor what may be thinned out: output, samples, reports. The form never
/// changes: runs of years ago are compared with it.
enum RunDigest {
  private static func table(_ name: String, _ columns: String, order: String) -> RowDigest.Table {
    RowDigest.Table(name: name, columns: columns, condition: "run = ?", order: order)
  }

  private static let tables = [
    table(
      "run",
      """
      run, arguments, project, user, host, version, started_at, finished_at, outcome, exit_code, stop_signal,
      project_version, resumes, rolls_back
      """, order: "run"),
    table(
      "task",
      """
      task, name, runbook, started_at, finished_at, outcome, cleanup_failed, warnings, failed_step, reason, needs_human
      """, order: "task"),
    table("parameter", "task, position, name, value", order: "task, position"),
    table(
      "step", "task, step, stage, position, is_undo, name, script, started_at, finished_at, outcome, detail",
      order: "task, step"),
    table(
      "attempt", "task, step, attempt, intended_at, finished_at, outcome, exit_code, signal, detail",
      order: "task, step, attempt"),
  ]

  /// 64 hexadecimal digits. Within a transaction.
  static func of(_ run: Int, in connection: Connection) throws(SQLiteError) -> String {
    try RowDigest.of(tables, [.integer(run)], in: connection) ?? Digest.hexadecimal(of: [])
  }
}
