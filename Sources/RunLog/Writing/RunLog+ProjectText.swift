import Catalog
import Hashing
import Scheduling

/// A version of the texts of a project.
struct ProjectVersion {
  var number: Int
  /// By their paths, the files that are not as in the version before, with the SHA-256 of their text; nil: it is gone.
  var changes: [String: String?] = [:]
}

extension RunLog {
  /// The version of a project that has these files; made where the latest one is another.
  ///
  /// A version costs a row a file and a text costs its bytes once, so what never changes is written once. Called within
  /// a transaction. nil: there is no text to keep.
  func version(of text: ProjectText) throws(SQLiteError) -> ProjectVersion? {
    if text.files.isEmpty { return nil }
    var sources: [(path: String, source: Int)] = []
    for file in text.files { sources.append((file.path, try source(of: file.bytes))) }
    let latest = try connection.first("SELECT coalesce(max(version), 0) FROM project_file") { $0.integer(0) } ?? 0
    let known = try sourceNumbers(ofVersion: latest)
    if known.elementsEqual(sources, by: ==) { return ProjectVersion(number: latest) }
    for (path, source) in sources {
      try connection.run(
        "INSERT INTO project_file (version, path, source) VALUES (?, ?, ?)",
        [.integer(latest + 1), .text(path), .integer(source)])
    }
    return ProjectVersion(
      number: latest + 1, changes: Self.changes(from: known, to: sources, text: text))
  }

  private static func changes(
    from known: [(path: String, source: Int)], to sources: [(path: String, source: Int)], text: ProjectText
  ) -> [String: String?] {
    let before = Dictionary(known.map { ($0.path, $0.source) }) { first, _ in first }
    var changes: [String: String?] = [:]
    for (file, found) in zip(text.files, sources) where before[found.path] != found.source {
      changes[found.path] = .some(Digest.hexadecimal(of: file.bytes))
    }
    let paths = Set(sources.map(\.path))
    for (path, _) in known where !paths.contains(path) { changes[path] = .some(nil) }
    return changes
  }

  /// Who changed it, maint does not know: only with which run it was seen first.
  func append(_ version: ProjectVersion, seenBy run: Int, at moment: Timestamp) throws(SQLiteError) {
    try connection.append(
      AuditEntry(
        .projectChanged, at: moment, by: actor, run: run,
        details: [("version", .integer(version.number)), ("files", .fields(version.changes))]))
  }

  private func source(of bytes: [UInt8]) throws(SQLiteError) -> Int {
    let known = try connection.first("SELECT source FROM source WHERE text = ?", [.blob(bytes)]) { $0.integer(0) }
    if let known { return known }
    try connection.run("INSERT INTO source (text) VALUES (?)", [.blob(bytes)])
    return connection.lastRow
  }

  private func sourceNumbers(ofVersion version: Int) throws(SQLiteError) -> [(path: String, source: Int)] {
    var files: [(path: String, source: Int)] = []
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
