import Catalog
import Diagnostics
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// Reads what `maint metrics --prometheus` tells.
///
/// A project that cannot be read takes nothing from what the run log says: who watches the host is told that it is not valid,
/// and sees the rest.
struct PrometheusReading {
  private let context: Context
  private let now: Timestamp

  init(_ context: Context, at now: Timestamp) {
    self.context = context
    self.now = now
  }

  func report() throws(CommandFailure) -> PrometheusReport {
    try report(of: context.openLogForReading(), state: context.folders.state())
  }

  /// Of a log that is open.
  func report(of log: RunLog?, state: String) throws(CommandFailure) -> PrometheusReport {
    let (check, problem) = try check(log)
    return PrometheusReport(
      at: now, version: Version.text,
      project: try check.map { check throws(CommandFailure) in try project(check, log) },
      log: try log.map { log throws(CommandFailure) in
        var found = try read(log, LogReading(state: state, log: log), check?.catalog, problem)
        if let check { found.status.overdue = try OverdueReading(context, log)?.tasks(of: check) ?? [] }
        return found
      })
  }

  /// What is due; nil where the project is not there or not sound, which is said in one line, and why it is not sound.
  private func check(_ log: RunLog?) throws(CommandFailure) -> (due: DueCheck?, problem: UnsoundProject?) {
    let project = ProjectLook(context)
    if let catalog = project.catalog { return (try DueCheck(context, log: log, catalog: catalog, asRunDue: true), nil) }
    // cron would send all that is wrong with it each time that it calls.
    let command = NextCommand(context)("check")
    context.errors.write(
      "maint: the project is not valid, so nothing is told of what is due and of windows; \(command) says why\n")
    return (nil, project.problem)
  }

  private func project(_ check: DueCheck, _ log: RunLog?) throws(CommandFailure) -> PrometheusReport.Project {
    let catalog = check.catalog
    var context = context
    context.countedZone = check.zone
    let gatekeeper = Gatekeeper(
      catalog, context: context, exceptions: try WindowGrant.exceptions(in: log, at: now))
    var freezeEnd: Timestamp?
    let freezes = Clearance(zone: gatekeeper.hostZone, freezes: catalog.freezes, hostZone: gatekeeper.hostZone)
    if case .shut(.freeze(_, let end), _) = freezes.state(at: now) { freezeEnd = end }
    return PrometheusReport.Project(
      tasks: check.report(zone: gatekeeper.hostZone).allTasks,
      windows: catalog.windows.filter { $0.hours != .asNeeded }.map { ($0.name, gatekeeper.clearance(of: $0)) },
      freezeEnd: freezeEnd, channels: catalog.coordination.channelNames)
  }

  private func read(
    _ log: RunLog, _ reading: LogReading, _ catalog: Catalog?, _ problem: UnsoundProject?
  ) throws(CommandFailure) -> PrometheusReport.Log {
    let status = StatusReading(context, reading, channels: catalog?.coordination.channelNames)
    // Whose tasks were rejected, and what never ran, is not told here.
    var found = PrometheusReport.Log(status: try status.report(at: now, .absent))
    found.status.unsoundProject = problem
    do throws(RunLogFailure) {
      found.totals = try log.taskTotals()
      found.successes = try log.latestSuccesses(upTo: now)
      found.backups = try newestBackups(log, besides: found.status.badBackups)
      found.lastRunStart = try log.latestRunStart(upTo: now)
      let folder = context.folders.project
      found.rollbackDrills = try log.lastDrills(
        in: FolderChoice.resolved(folder) ?? FolderChoice.absolute(folder), upTo: now)
      found.samples = try log.latestMeasurements(upTo: now)
      found.auditHead = try log.auditHead()
    } catch {
      throw CommandFailure(error)
    }
    if let catalog { found.tasksOfOthers = try tasksOfOthers(reading, catalog) }
    return found
  }

  /// One file tells of all projects that have the run log: a second would have the same series.
  private func tasksOfOthers(_ reading: LogReading, _ catalog: Catalog) throws(CommandFailure) -> Set<TaskName> {
    let names = Set(catalog.tiers.values.flatMap { $0.tasks.map(\.name) })
    let runs = try reading { log throws(RunLogFailure) in try log.lastRunsOfTasks() } ?? [:]
    let others = OtherProjects(context, reading)
    var found: Set<TaskName> = []
    for (task, run) in runs where !names.contains(task) {
      if try others.has(run) { found.insert(task) }
    }
    return found
  }

  /// Of each task that has one; what was made under a clock that was ahead would be the newest for ever.
  private func newestBackups(
    _ log: RunLog, besides bad: Set<BackupID>
  ) throws(RunLogFailure) -> [PrometheusReport.Backup] {
    var seen: Set<TaskName> = []
    var found: [PrometheusReport.Backup] = []
    for (run, task) in try log.sealedBackups().reversed()
    where !seen.contains(task) && !bad.contains(BackupID(run: run, task: task)) {
      guard let origin = try log.backupOrigin(run: run, task: task) else { continue }
      let madeAt = origin.madeAt ?? origin.runStartedAt
      if madeAt > now { continue }
      seen.insert(task)
      found.append(
        PrometheusReport.Backup(task: task, madeAt: madeAt, archives: try log.archives(run: run, task: task)))
    }
    return found
  }
}
