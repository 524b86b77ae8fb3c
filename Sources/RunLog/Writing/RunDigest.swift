import Hashing

/// What happened in a run, as one checksum over the rows that say it: they cannot be changed without the entry in the audit
/// chain that has the checksum telling so.
///
/// A line for each row, of each table below after the other, in the order of its key: the table's name and the columns, each
/// after a space, as `Statement.appendPlainly` writes them. What changes after the end of a run is not in it, nor what may be
/// thinned out: output, samples, reports. The form never changes: runs of years ago are compared with it.
enum RunDigest {
  private static let tables: [(name: String, columns: String, order: String)] = [
    (
      "run",
      """
      run, arguments, project, user, host, version, started_at, finished_at, outcome, exit_code, stop_signal,
      project_version, resumes, rolls_back
      """, "run"
    ),
    (
      "task",
      """
      task, name, runbook, started_at, finished_at, outcome, cleanup_failed, warnings, failed_step, reason, needs_human
      """, "task"
    ),
    ("parameter", "task, position, name, value", "task, position"),
    (
      "step", "task, step, stage, position, is_undo, name, script, started_at, finished_at, outcome, detail",
      "task, step"
    ),
    (
      "attempt",
      """
      task, step, attempt, intended_at, finished_at, outcome, exit_code, signal, detail
      """, "task, step, attempt"
    ),
  ]

  private static let piece = 1 << 16

  /// 64 hexadecimal digits. Within a transaction.
  static func of(_ run: Int, in connection: Connection) throws(SQLiteError) -> String {
    var digest = Digest()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(piece + 4096)
    for table in tables {
      try connection.each(
        "SELECT \(table.columns) FROM \(table.name) WHERE run = ? ORDER BY \(table.order)", [.integer(run)]
      ) { row in
        bytes.append(contentsOf: table.name.utf8)
        for column in 0..<row.columnCount {
          bytes.append(UInt8(ascii: " "))
          row.appendPlainly(column, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        guard bytes.count >= piece else { return }
        digest.take(bytes[...])
        bytes.removeAll(keepingCapacity: true)
      }
    }
    digest.take(bytes[...])
    return String(decoding: digest.digits(), as: UTF8.self)
  }
}
