import Catalog
import Execution
import Planning
import Scheduling

/// Reads what was changed in a time, the latest first, one at a time: of years there may be tens of thousands.
///
/// Within a transaction. What is rare is read at once and looked up.
struct ModificationReader {
  private struct Place: Hashable { var run: Int, task: Int }

  let connection: Connection
  let period: Range<Timestamp>
  /// nil: all.
  let run: Int?
  /// Whether the names of files are wanted, too.
  let withFiles: Bool
  private var takenBack: [Int: [(name: String, by: Int)]] = [:]
  private var approvals: [Int: [(name: String, request: Int)]] = [:]
  private var incidents: [Int: [Int]] = [:]
  private var overrides: [Int: WindowOverride] = [:]
  private var resolutions: [Place: Resolution] = [:]
  private var packages: [Place: (changes: [PackageChange], isCertain: Bool)] = [:]
  private var sources: [SourceKey: Int?] = [:]

  private struct SourceKey: Hashable { var version: Int, runbook: String }

  init(_ connection: Connection, in period: Range<Timestamp>, run: Int?, withFiles: Bool) throws(SQLiteError) {
    (self.connection, self.period, self.run, self.withFiles) = (connection, period, run, withFiles)
    try readTakenBack()
    try readReasons()
    try readPackages()
  }

  private mutating func readTakenBack() throws(SQLiteError) {
    var found: [Int: [(name: String, by: Int)]] = [:]
    try connection.each(
      """
      SELECT rolls_back, name, run.run FROM run CROSS JOIN task ON task.run = run.run
      WHERE rolls_back IS NOT NULL AND task.outcome = 'rolled_back' ORDER BY run.run
      """
    ) { found[$0.integer(0), default: []].append((name: $0.text(1), by: $0.integer(2))) }
    takenBack = found
  }

  private mutating func readReasons() throws(SQLiteError) {
    var (approvals, incidents) = (approvals, incidents)
    var (overrides, resolutions) = (overrides, resolutions)
    try connection.each("SELECT used_by, task, request FROM approval WHERE used_by IS NOT NULL ORDER BY request") {
      approvals[$0.integer(0), default: []].append((name: $0.text(1), request: $0.integer(2)))
    }
    try connection.each("SELECT run, incident FROM incident_run ORDER BY run, incident") {
      incidents[$0.integer(0), default: []].append($0.integer(1))
    }
    try connection.each("SELECT run, granted_by, granted_uid, reason FROM window_exception WHERE run IS NOT NULL") {
      overrides[$0.integer(0)] = WindowOverride(by: $0.text(1), uid: $0.integer(2), reason: $0.text(3))
    }
    try connection.each("SELECT run, task, resolved_by, reason, resolved_at FROM resolution") {
      resolutions[Place(run: $0.integer(0), task: $0.integer(1))] = Resolution(
        by: $0.text(2), reason: $0.text(3), at: $0.time(4))
    }
    (self.approvals, self.incidents) = (approvals, incidents)
    (self.overrides, self.resolutions) = (overrides, resolutions)
  }

  private mutating func readPackages() throws(SQLiteError) {
    var found: [Place: (changes: [PackageChange], isCertain: Bool)] = [:]
    try connection.each(
      """
      SELECT run, task, is_certain, manager, name, architecture, old_version, new_version FROM package_change
      WHERE run IS NOT NULL ORDER BY change
      """
    ) { row in
      let place = Place(run: row.integer(0), task: row.integer(1))
      found[place, default: ([], true)].changes.append(row.packageChange(from: 3))
      if !row.truth(2) { found[place]?.isCertain = false }
    }
    packages = found
  }

  /// The tasks of a run in the order in which they began, backwards; less those that a recovery has taken back.
  mutating func eachTask(_ body: (ChangedTask) -> Void) throws(SQLiteError) {
    let condition = run == nil ? "run.started_at >= ? AND run.started_at < ?" : "run.run = ?"
    try eachTask(
      """
      FROM run \(run == nil ? "INDEXED BY run_time" : "") CROSS JOIN task ON task.run = run.run
      WHERE \(condition) AND recovered_at IS NULL AND \(Self.isModification)
      ORDER BY run.started_at DESC, run.run DESC, task.started_at DESC, task.task DESC
      """, run.map { [.integer($0)] } ?? [.time(period.lowerBound), .time(period.upperBound)], body)
  }

  /// Those that a recovery took back in the period, whenever their runs began, in their order.
  mutating func recovered() throws(SQLiteError) -> [ChangedTask] {
    var found: [ChangedTask] = []
    try eachTask(
      """
      FROM (SELECT DISTINCT run FROM recovery\(run == nil ? "" : " WHERE run = ?")) AS taken
        CROSS JOIN run ON run.run = taken.run CROSS JOIN task ON task.run = run.run
      WHERE recovered_at IS NOT NULL AND \(Self.isModification)
      ORDER BY run.run, task.started_at, task.task
      """, run.map { [.integer($0)] } ?? []
    ) { found.append($0) }
    return found
  }

  private static let isModification = """
    task.started_at IS NOT NULL
      AND (run.rolls_back IS NOT NULL AND task.outcome IS NOT 'not_now' AND task.outcome IS NOT 'refused'
        OR coalesce(task.changed, \(Schema.hasChanged)))
    """

  private mutating func eachTask(
    _ source: String, _ values: [Value], _ body: (ChangedTask) -> Void
  ) throws(SQLiteError) {
    var tasks = self
    try connection.each(
      """
      SELECT run.run, task.task, task.name, task.runbook, run.started_at, task.started_at, task.finished_at,
        task.outcome, task.reason, run.user, task.due_at IS NOT NULL, run.rolls_back, run.project_version,
        (SELECT sum(file_changes) FROM archive WHERE archive.run = task.run AND archive.task = task.task),
        \(RunLog.recoveredAt(task: "task", run: "run")) AS recovered_at
      \(source)
      """, values
    ) { row throws(SQLiteError) in body(try tasks.task(row)) }
  }

  private mutating func task(_ row: Statement) throws(SQLiteError) -> ChangedTask {
    let (run, position, name, runbook) = (row.integer(0), row.integer(1), row.text(2), row.text(3))
    let place = Place(run: run, task: position)
    var task = ChangedTask(
      run: run, position: position, task: try TaskName(stored: name), runbook: runbook, runStartedAt: row.time(4),
      startedAt: row.time(5), finishedAt: row.optionalTime(6),
      outcome: try row.optionalEnumeration(7, as: TaskOutcome.self), reason: row.optionalText(8), user: row.text(9),
      isDue: row.truth(10), rollsBack: row.optionalInteger(11))
    task.recoveredAt = row.optionalTime(14)
    task.takenBackBy = takenBack[run]?.last { $0.name == name }?.by
    task.source = try row.optionalInteger(12).flatMap { version throws(SQLiteError) in
      try source(of: SourceKey(version: version, runbook: runbook))
    }
    task.override = overrides[run]
    task.approval = approvals[run]?.last { $0.name == name }?.request
    task.incidents = incidents[run] ?? []
    task.resolution = resolutions[place]
    if let count = row.optionalInteger(13) {
      let isWanted = withFiles && count > 0
      task.files = FileChanges(isWanted ? try connection.fileChanges(run: run, task: position) : [], count: count)
    }
    if let found = packages[place] { (task.packages, task.isCertain) = found }
    return task
  }

  private mutating func source(of key: SourceKey) throws(SQLiteError) -> Int? {
    if let known = sources[key] { return known }
    let found = try connection.first(
      "SELECT source FROM project_file WHERE version = ? AND path = ?",
      [.integer(key.version), .text("runbooks/\(key.runbook).yaml")]
    ) { $0.integer(0) }
    sources[key] = .some(found)
    return found
  }
}

extension Statement {
  /// From the column on: manager, name, architecture, old and new version.
  func packageChange(from column: Int32) -> PackageChange {
    PackageChange(
      manager: text(column), name: text(column + 1), architecture: text(column + 2), old: optionalText(column + 3),
      new: optionalText(column + 4))
  }
}
