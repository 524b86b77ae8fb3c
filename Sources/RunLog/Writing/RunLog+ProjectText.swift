import Catalog

extension RunLog {
  /// The number of the version of a project that has these files; made where the latest one is another.
  ///
  /// A version costs a row a file and a text costs its bytes once, so what never changes is written once. Called within
  /// a transaction. nil: there is no text to keep.
  func version(of text: ProjectText) throws(SQLiteError) -> Int? {
    if text.files.isEmpty { return nil }
    var sources: [(path: String, source: Int)] = []
    for file in text.files { sources.append((file.path, try source(of: file.bytes))) }
    let latest = try connection.first("SELECT coalesce(max(version), 0) FROM project_file") { $0.integer(0) } ?? 0
    if try sourceNumbers(ofVersion: latest).elementsEqual(sources, by: ==) { return latest }
    for (path, source) in sources {
      try connection.run(
        "INSERT INTO project_file (version, path, source) VALUES (?, ?, ?)",
        [.integer(latest + 1), .text(path), .integer(source)])
    }
    return latest + 1
  }

  private func source(of bytes: [UInt8]) throws(SQLiteError) -> Int {
    let known = try connection.first("SELECT source FROM source WHERE text = ?", [.blob(bytes)]) { $0.integer(0) }
    if let known { return known }
    try connection.run("INSERT INTO source (text) VALUES (?)", [.blob(bytes)])
    return connection.lastRow
  }

  private func sourceNumbers(ofVersion version: Int) throws(SQLiteError) -> [(String, Int)] {
    var files: [(String, Int)] = []
    try connection.each("SELECT path, source FROM project_file WHERE version = ? ORDER BY path", [.integer(version)]) {
      row in files.append((row.text(0), row.integer(1)))
    }
    return files
  }

  /// The schedules and runbooks that a run was planned from; nil where an earlier maint did not keep them.
  package func projectText(of run: Int) throws(RunLogFailure) -> ProjectText? {
    try reading { () throws(SQLiteError) in
      var files: [ProjectText.File] = []
      try connection.each(
        """
        SELECT path, text FROM run JOIN project_file ON project_file.version = project_version JOIN source USING (source)
        WHERE run = ?
        """, [.integer(run)]
      ) { row in files.append(ProjectText.File(path: row.text(0), bytes: row.blob(1))) }
      return files.isEmpty ? nil : ProjectText(files: files)
    }
  }
}
