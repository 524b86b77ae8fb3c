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
    // In the order of SQLite, in which a slash stands before all letters.
    for (path, state) in text.sourced.sorted(by: { $0.key < $1.key }) {
      sources.append((path.text, try source(of: Array(state.stored.utf8))))
    }
    for file in text.files { sources.append((file.path, try source(of: file.bytes))) }
    let latest = try latestVersion()
    let known = try sourceNumbers(ofVersion: latest)
    if known.elementsEqual(sources, by: { ExactText($0.path) == ExactText($1.path) && $0.source == $1.source }) {
      return ProjectVersion(number: latest)
    }
    for (path, source) in sources {
      try connection.run(
        "INSERT INTO project_file (version, path, source) VALUES (?, ?, ?)",
        [.integer(latest + 1), .text(path), .integer(source)])
    }
    return ProjectVersion(
      number: latest + 1, changes: Self.changes(from: known, to: sources, text: text))
  }

  /// What the steps of the project read in, as it was when the latest run began; nil where schedules and runbooks were others
  /// than they are now.
  package func sourced(of text: ProjectText) throws(RunLogFailure) -> [ExactText: SourcedState]? {
    try reading { () throws(SQLiteError) in
      let version = try latestVersion()
      var (sourced, count): ([ExactText: SourcedState], Int) = ([:], 0)
      let files = Dictionary(text.files.map { ($0.path, $0.bytes) }) { first, _ in first }
      for (path, source) in try sourceNumbers(ofVersion: version) {
        let bytes = try connection.first("SELECT text FROM source WHERE source = ?", [.integer(source)]) { $0.blob(0) }
        if path.utf8.first == UInt8(ascii: "/") {
          sourced[ExactText(path)] = SourcedState(stored: bytes ?? [])
        } else {
          guard let known = files[path], known == bytes else { return nil }
          count += 1
        }
      }
      return count == files.count ? sourced : nil
    }
  }

  private func latestVersion() throws(SQLiteError) -> Int {
    try connection.first("SELECT coalesce(max(version), 0) FROM project_file") { $0.integer(0) } ?? 0
  }

  private static func changes(
    from known: [(path: String, source: Int)], to sources: [(path: String, source: Int)], text: ProjectText
  ) -> [String: String?] {
    let before = Dictionary(known.map { (ExactText($0.path), $0.source) }) { first, _ in first }
    var changes: [String: String?] = [:]
    let now = Dictionary(sources.map { (ExactText($0.path), $0.source) }) { first, _ in first }
    for file in text.files where before[ExactText(file.path)] != now[ExactText(file.path)] {
      changes[file.path] = .some(Digest.hexadecimal(of: file.bytes))
    }
    for (path, state) in text.sourced where before[path] != now[path] {
      changes[path.text] = .some(state == .missing ? nil : state.stored)
    }
    let paths = Set(sources.map { ExactText($0.path) })
    for (path, _) in known where !paths.contains(ExactText(path)) { changes[path] = .some(nil) }
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
        WHERE run = ? AND path NOT LIKE '/%'
        """, [.integer(run)]
      ) { row in files.append(ProjectText.File(path: row.text(0), bytes: row.blob(1))) }
      return files.isEmpty ? nil : ProjectText(files: files)
    }
  }

  /// Those of the latest run of each project that has any in the log.
  package func latestProjectTexts() throws(RunLogFailure) -> [ProjectText] {
    var runs: [Int] = []
    try reading { () throws(SQLiteError) in
      try connection.each("SELECT max(run) FROM run WHERE project_version IS NOT NULL GROUP BY project") { row in
        runs.append(row.integer(0))
      }
    }
    var texts: [ProjectText] = []
    for run in runs { if let text = try projectText(of: run) { texts.append(text) } }
    return texts
  }
}

extension SourcedState {
  /// In the place of a text.
  fileprivate var stored: String {
    switch self {
    case .text(let hash): hash
    case .missing: "missing"
    case .unreadable: "unreadable"
    }
  }

  fileprivate init(stored: [UInt8]) {
    switch String(decoding: stored, as: UTF8.self) {
    case "missing": self = .missing
    case "unreadable": self = .unreadable
    case let hash: self = .text(hash)
    }
  }
}
