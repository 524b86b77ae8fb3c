import Catalog

extension RunLog {
  /// Writes down what a task left at a path that it had backed up, and which files are not as they are in the backup.
  package func record(
    _ remainder: ArchiveRecord.Remainder, _ changes: FileChanges, at path: String, run: Int, task: TaskName
  ) throws(RunLogFailure) {
    try reporting { () throws(SQLiteError) in
      try writing { () throws(SQLiteError) in
        let position = try connection.first(
          "SELECT task FROM task WHERE run = ? AND name = ?", [.integer(run), .text(task.description)]
        ) { $0.integer(0) }
        guard let position else { return }
        let place: [Value] = [.integer(run), .integer(position), .text(path)]
        try connection.run(
          """
          UPDATE archive SET after_manifest = ?, after_checksum = ?, file_changes = ?
          WHERE run = ? AND task = ? AND path = ?
          """, [.text(remainder.manifest), .text(remainder.checksum), .integer(changes.count)] + place)
        // An attempt that is repeated notes it anew.
        try connection.run("DELETE FROM file_change WHERE run = ? AND task = ? AND path = ?", place)
        for (number, change) in changes.first.enumerated() {
          try connection.run(
            "INSERT INTO file_change (run, task, path, position, name, kind, aspects) VALUES (?, ?, ?, ?, ?, ?, ?)",
            place + [
              .integer(number), .text(change.name), .text(change.kind.rawValue),
              .text(change.aspects.joined(separator: ",")),
            ])
        }
      }
    }
  }
}

extension Connection {
  /// The files of a task that are kept by name, in the order of paths and names.
  func fileChanges(run: Int, task: Int) throws(SQLiteError) -> [FileChange] {
    var found: [FileChange] = []
    try each(
      "SELECT path, name, kind, aspects FROM file_change WHERE run = ? AND task = ? ORDER BY path, position",
      [.integer(run), .integer(task)]
    ) { row throws(SQLiteError) in
      found.append(
        FileChange(
          path: row.text(0), name: row.text(1), kind: try row.enumeration(2, as: FileChange.Kind.self),
          aspects: row.text(3).split(separator: ",").map(String.init)))
    }
    return found
  }
}
