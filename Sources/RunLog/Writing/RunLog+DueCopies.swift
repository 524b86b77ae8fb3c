import Catalog
import Planning

extension RunLog {
  /// Writes down that the backups of these tasks of a run are to be taken off-site, before there are any.
  package func expectCopies(of tasks: [TaskName], run: Int) throws(RunLogFailure) {
    if tasks.isEmpty { return }
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        for task in tasks {
          try connection.run(
            "INSERT OR IGNORE INTO due_copy (run, task) VALUES (?, ?)", [.integer(run), .text(task.description)])
        }
      }
    }
  }

  /// Nothing is to be copied any more: there is no such backup, or nobody wants it copied.
  package func forgetCopy(run: Int, task: TaskName) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in try deleteDueCopy(run: run, task: task) }
    }
  }

  func deleteDueCopy(run: Int, task: TaskName) throws(SQLiteError) {
    try connection.run(
      "DELETE FROM due_copy WHERE run = ? AND task = ?", [.integer(run), .text(task.description)])
  }

  /// Backups of ended runs that are still to be copied, the newest first.
  package func dueCopies() throws(RunLogFailure) -> [DueCopy] {
    try reading { () throws(SQLiteError) in try readDueCopies() }
  }

  package func isCopyDue(run: Int, task: TaskName) throws(RunLogFailure) -> Bool {
    try reading { () throws(SQLiteError) in
      try connection.first(
        "SELECT 1 FROM due_copy WHERE run = ? AND task = ?", [.integer(run), .text(task.description)]
      ) { _ in true } ?? false
    }
  }

  func readDueCopies() throws(SQLiteError) -> [DueCopy] {
    guard mayHold(.dueCopies) else { return [] }
    var due: [DueCopy] = []
    try connection.each(
      """
      SELECT due_copy.run, task, pid, start_time, boot_id FROM due_copy LEFT JOIN run USING (run)
      WHERE run.run IS NULL OR outcome IS NOT NULL
      ORDER BY due_copy.run DESC, task
      """
    ) { row throws(SQLiteError) in
      var copy = DueCopy(run: row.integer(0), task: try TaskName(stored: row.text(1)))
      if !row.isNull(2) { (copy.maint, copy.bootID) = (row.process(2), row.text(4)) }
      due.append(copy)
    }
    for index in due.indices {
      due[index].failure = try readBackupEvents(
        "WHERE run = ? AND task = ? AND kind = 'copy' ORDER BY event DESC LIMIT 1",
        [.integer(due[index].run), .text(due[index].task.description)]
      ).first
    }
    return due
  }

  /// What a task of a run got, and which runbook it was; nil where the run log does not have it.
  package func origin(
    of task: TaskName, run: Int
  ) throws(RunLogFailure) -> (runbook: String, parameters: [ResolvedParameter])? {
    try reading { () throws(SQLiteError) in
      let found = try connection.first(
        "SELECT task, runbook FROM task WHERE run = ? AND name = ?", [.integer(run), .text(task.description)]
      ) { ($0.integer(0), $0.text(1)) }
      guard let (position, runbook) = found else { return nil }
      var parameters: [ResolvedParameter] = []
      try connection.each(
        "SELECT name, value, origin, place FROM parameter WHERE run = ? AND task = ? ORDER BY position",
        [.integer(run), .integer(position)]
      ) { row in
        parameters.append(
          ResolvedParameter(
            name: row.text(0), value: row.text(1),
            origin: ResolvedParameter.Origin(name: row.text(2), place: row.optionalText(3) ?? "")))
      }
      return (runbook, parameters)
    }
  }
}
