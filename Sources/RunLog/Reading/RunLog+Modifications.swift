import Catalog
import Scheduling

/// The change log.
extension RunLog {
  /// Calls `body` on what was changed in the period, or by a run and with it, the latest first, in one snapshot; the tasks of a
  /// run stand together where it began. `withFiles`: with the names of files.
  package func eachModification(
    in period: Range<Timestamp>, run: Int? = nil, withFiles: Bool, _ body: (Modification) -> Void
  ) throws(RunLogFailure) {
    try reading { () throws(SQLiteError) in
      var reader = try ModificationReader(connection, in: period, run: run, withFiles: withFiles)
      var others = try modificationsBesideTasks(in: period, run: run, recovered: reader.recovered())[...]
      try reader.eachTask { task in
        while let other = others.first, other.order > task.runStartedAt { body(others.removeFirst()) }
        body(.task(task))
      }
      others.forEach(body)
    }
  }

  /// The bytes of a schedule or runbook as a run had it.
  package func text(ofSource number: Int) throws(RunLogFailure) -> [UInt8]? {
    try reporting { () throws(SQLiteError) in
      try connection.first("SELECT text FROM source WHERE source = ?", [.integer(number)]) { $0.blob(0) }
    }
  }

  /// The latest first; what came at once in the order of their kinds.
  private func modificationsBesideTasks(
    in period: Range<Timestamp>, run: Int?, recovered: [ChangedTask]
  ) throws(SQLiteError) -> [Modification] {
    var found = try noticedPackages(in: period, run: run).map(Modification.packages)
    found += recovered.map(Modification.task)
    found += try projectChanges().filter { run == nil || $0.run == run }.map(Modification.project)
    let exceptions = try readExceptions(
      run == nil ? "ORDER BY exception" : "WHERE run = ?", run.map { [.integer($0)] } ?? [])
    found += exceptions.map(Modification.override)
    found += try readBackupEvents(
      "WHERE kind = 'restore'" + (run == nil ? " ORDER BY event" : " AND run = ? ORDER BY event"),
      run.map { [.integer($0)] } ?? []
    ).map(Modification.restore)
    found += try resolvedTasks().filter { run == nil || $0.run == run }.map(Modification.resolved)
    if run == nil { found.removeAll { !period.contains($0.order) } }
    return found.enumerated().sorted { ($0.element.order, $0.offset) > ($1.element.order, $1.offset) }.map(\.element)
  }

  /// Those that one reading found are one.
  private func noticedPackages(in period: Range<Timestamp>, run: Int?) throws(SQLiteError) -> [NoticedPackages] {
    var found: [NoticedPackages] = []
    try connection.each(
      """
      SELECT changed_at, known_at, read_at, read_by, manager, name, architecture, old_version, new_version
      FROM package_change WHERE run IS NULL AND (?1 IS NULL OR read_by = ?1) ORDER BY read_at, read_by, manager, change
      """, [.optional(run)]
    ) { row in
      let change = row.packageChange(from: 4)
      let next = NoticedPackages(
        changedAt: row.time(0), knownAt: row.time(1), readAt: row.time(2), run: row.integer(3), packages: [change])
      if let last = found.last, last.readAt == next.readAt, last.run == next.run,
        last.packages.first?.manager == change.manager
      {
        found[found.count - 1].packages.append(change)
      } else {
        found.append(next)
      }
    }
    return found
  }

  private func projectChanges() throws(SQLiteError) -> [ProjectChange] {
    var found: [(entry: Int, change: ProjectChange)] = []
    try connection.each(
      """
      SELECT entry, json_extract(text, '$.at'), json_extract(text, '$.run'),
        (SELECT project FROM run WHERE run = json_extract(text, '$.run')), file.key, file.value IS NULL,
        EXISTS (SELECT 1 FROM project_file WHERE version = json_extract(text, '$.version') - 1 AND path = file.key)
      FROM (SELECT entry, text FROM audit INDEXED BY audit_project WHERE \(Schema.tellsOfProject) AND json_valid(text))
        CROSS JOIN json_each(text, '$.files') AS file
      ORDER BY entry, file.key
      """
    ) { row in
      let kind: FileChange.Kind = row.truth(5) ? .removed : row.truth(6) ? .changed : .added
      let file = ProjectChange.File(path: row.text(4), kind: kind)
      if found.last?.entry == row.integer(0) {
        found[found.count - 1].change.files.append(file)
      } else {
        let change = ProjectChange(
          at: row.time(1), run: row.optionalInteger(2), project: row.optionalText(3), files: [file])
        found.append((row.integer(0), change))
      }
    }
    return found.map(\.change)
  }

  private func resolvedTasks() throws(SQLiteError) -> [ResolvedTask] {
    var found: [ResolvedTask] = []
    try connection.each(
      """
      SELECT run, name, resolved_by, resolution.reason, resolved_at FROM resolution JOIN task USING (run, task)
      ORDER BY resolved_at, run, task
      """
    ) { row throws(SQLiteError) in
      found.append(
        ResolvedTask(
          run: row.integer(0), task: try TaskName(stored: row.text(1)),
          resolution: Resolution(by: row.text(2), reason: row.text(3), at: row.time(4))))
    }
    return found
  }
}
