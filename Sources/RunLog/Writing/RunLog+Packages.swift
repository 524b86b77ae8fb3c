import Scheduling

/// The packages of the host: what they were when maint last looked, and what has changed since.
extension RunLog {
  /// By the name of the manager, the stamp of its list when it was last read.
  package func packageStamps() throws(RunLogFailure) -> [String: String] {
    try reading { () throws(SQLiteError) in
      var stamps: [String: String] = [:]
      try connection.each("SELECT manager, stamp FROM package_database") { stamps[$0.text(0)] = $0.text(1) }
      return stamps
    }
  }

  /// Reads the list of a manager and writes down what is new in it; of one that was never read, all of it, which is no change.
  ///
  /// It is read while the log is held, so that of two maints that look at once the second finds nothing new. Where the disk
  /// is full, the reserve is kept for what the run has to say. Answers the stamp; nil: it could not be read.
  package func lookAtPackages(
    of manager: String, _ look: PackageLook, read: () -> PackageReading?
  ) throws(RunLogFailure) -> String? {
    try reporting { () throws(SQLiteError) in
      isSynced = false
      return try connection.transaction(.write) { () throws(SQLiteError) in
        guard let reading = read() else { return nil }
        let known = try connection.first(
          "SELECT stamp, read_at FROM package_database WHERE manager = ?", [.text(manager)]
        ) { (stamp: $0.text(0), at: $0.time(1)) }
        if known?.stamp == reading.stamp { return reading.stamp }
        try connection.run(
          "INSERT OR REPLACE INTO package_database (manager, stamp, read_at) VALUES (?, ?, ?)",
          [.text(manager), .text(reading.stamp), .time(look.at)])
        let changes = try replacePackages(of: manager, by: reading.versions)
        if let known, !changes.isEmpty {
          try insert(
            changes, look, changedAt: min(reading.changedAt, look.at), knownAt: max(known.at, look.lastAt ?? known.at))
        }
        return reading.stamp
      }
    }
  }

  /// What differs, in the order of the names.
  private func replacePackages(
    of manager: String, by versions: [PackageReading.Package: String]
  ) throws(SQLiteError) -> [PackageChange] {
    var changes: [PackageChange] = []
    var known: Set<PackageReading.Package> = []
    try connection.each("SELECT name, architecture, version FROM package WHERE manager = ?", [.text(manager)]) { row in
      let package = PackageReading.Package(name: row.text(0), architecture: row.text(1))
      known.insert(package)
      let (old, new) = (row.text(2), versions[package])
      if new != old { changes.append(PackageChange(manager: manager, package, old: old, new: new)) }
    }
    for (package, version) in versions where !known.contains(package) {
      changes.append(PackageChange(manager: manager, package, old: nil, new: version))
    }
    changes.sort { ($0.name, $0.architecture) < ($1.name, $1.architecture) }
    for change in changes {
      let key: [Value] = [.text(manager), .text(change.name), .text(change.architecture)]
      if let new = change.new {
        try connection.run(
          "INSERT OR REPLACE INTO package (manager, name, architecture, version) VALUES (?, ?, ?, ?)",
          key + [.text(new)])
      } else {
        try connection.run("DELETE FROM package WHERE manager = ? AND name = ? AND architecture = ?", key)
      }
    }
    return changes
  }

  private func insert(
    _ changes: [PackageChange], _ look: PackageLook, changedAt: Timestamp, knownAt: Timestamp
  ) throws(SQLiteError) {
    let cause = try cause(of: look, changedAt: changedAt)
    for change in changes {
      try connection.run(
        """
        INSERT INTO package_change (manager, name, architecture, old_version, new_version, changed_at, known_at, read_at,
          read_by, run, task, is_certain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(change.manager), .text(change.name), .text(change.architecture), .optional(change.old),
          .optional(change.new), .time(changedAt), .time(knownAt), .time(look.at), .integer(look.run),
          .optional(cause?.run), .optional(cause?.task), .truth(cause?.isCertain ?? true),
        ])
    }
  }

  /// The task at whose change it was made; nil: none was at work.
  private func cause(
    of look: PackageLook, changedAt: Timestamp
  ) throws(SQLiteError) -> (run: Int, task: Int, isCertain: Bool)? {
    var own: Int?
    var left: Int?
    switch look.moment {
    case .beforeChange(let task): left = task
    case .beforeRollback: break
    case .afterTask(let task): (own, left) = (task, task)
    }
    // Those that were changing something when the list was written, of other maints, too.
    var others: [(run: Int, task: Int, isCertain: Bool)] = []
    try connection.each(
      """
      SELECT task.run, task.task, run.interruption_found_at IS NULL FROM run CROSS JOIN task ON task.run = run.run
      WHERE (run.outcome IS NULL OR run.outcome = 'interrupted') AND task.started_at <= ?1
        AND (task.finished_at IS NULL OR task.finished_at >= ?1)
        AND (run.interruption_found_at IS NULL OR run.interruption_found_at >= ?1)
        AND \(Schema.hasChanged) AND NOT (task.run = ?2 AND task.task = ?3)
      ORDER BY task.started_at DESC, task.run DESC, task.task DESC
      """, [.time(changedAt), .integer(look.run), .integer(left ?? -1)]
    ) { others.append((run: $0.integer(0), task: $0.integer(1), isCertain: $0.truth(2))) }
    if let own { return (look.run, own, others.isEmpty) }
    guard let first = others.first else { return nil }
    return (first.run, first.task, first.isCertain && others.count == 1)
  }
}

extension PackageChange {
  fileprivate init(manager: String, _ package: PackageReading.Package, old: String?, new: String?) {
    self.init(manager: manager, name: package.name, architecture: package.architecture, old: old, new: new)
  }
}
