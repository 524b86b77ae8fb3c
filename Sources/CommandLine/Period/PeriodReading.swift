import Catalog
import Execution
import Metrics
import Planning
import Reporting
import RunLog
import Scheduling

/// Gathers what a report says, from roll-ups and by indexes: of a year as of a week a few rows for each run, and none of its
/// steps but those that failed and are told.
struct PeriodReading {
  let frame: PeriodFrame
  let project: PeriodProject
  let dead: DeadRuns
  /// Backups whose folders are gone, though maint did not prune them, in a report of the present; in one of the past nobody knows
  /// since when.
  let missing: Set<BackupID>
  let zones = ZoneMemory()

  /// Lines of output that a failure is told with.
  private static let lines = 10
  /// So many of the tasks that failed before the period are told with their cause.
  private static let mostTold = 20

  /// Less what is overdue. `missing`: as below; `catalog`: of the project, if it is sound; `head`: of the audit chain.
  static func facts(
    of log: RunLog, _ frame: PeriodFrame, _ context: Context, missing: Set<BackupID>
  ) throws(RunLogFailure) -> (facts: PeriodFacts, catalog: Catalog?, head: AuditRow?) {
    let dead = try DeadRuns(in: log)
    // Each reads the roll-up of its days, which of a year is long.
    let sums = try log.taskSums(in: frame.span, dead: dead.numbers)
    let before = try log.taskSums(in: frame.previousSpan, dead: dead.numbers)
    // Before the project is read: the samples of a year need room, too.
    let goals = PeriodProject.goalsIfSound(context)
    let figures = FigureReading(frame: frame, chosen: ChosenMetrics(goals ?? []))
    let (metrics, runs) = try figures.section(log, sums, before: before)
    let capacity = try CapacityReading(frame: frame, limits: ForecastLimits(read: goals)).section(log)
    let reading = PeriodReading(
      frame: frame, project: PeriodProject(context), dead: dead, missing: missing)
    let facts = try reading.facts(log, metrics, capacity, runs: runs, sums, before: before)
    return (facts, reading.project.catalog, try log.auditHead())
  }

  private func facts(
    _ log: RunLog, _ metrics: MetricsSection, _ capacity: CapacitySection, runs: Int, _ sums: TaskSums, before: TaskSums
  ) throws(RunLogFailure) -> PeriodFacts {
    let histories = try log.history(for: tasks.map(\.name), before: frame.asOf)
    let lines = sums.lines.filter { $0.count > 0 }
    let standing = try standing(log, tried: Set(lines.filter { $0.outcome.isTry }.map(\.name)))
    let failing = Set(lines.filter { $0.outcome.isFailedTry }.map(\.name) + standing.map(\.failed.task))
    var failures = try failures(log)
    (failures.standing, failures.takenBack) = (standing, sums.takenBack)
    failures.recovered = try log.recoveredTasks(in: span)
    var facts = PeriodFacts(
      frame: frame, metrics: metrics,
      work: try WorkReading(self, log).section(runs: runs, WorkLine.lines(sums, before: before)),
      failures: failures, incidents: try incidents(log), overrides: try overrides(log),
      signOffs: try signOffs(log), backups: try backups(log), capacity: capacity,
      outlook: outlook(histories.durations),
      upkeep: try UpkeepReading(self, log).upkeep(histories.durations, failing: failing))
    facts.fault = project.fault
    return facts
  }

  /// Of the schedules, in their order.
  var tasks: [MaintenanceTask] {
    Tier.allCases.flatMap { project.catalog?.tiers[$0]?.tasks ?? [] }
  }

  /// What of the period is over.
  var span: Range<Timestamp> { frame.span.lowerBound..<frame.asOf }

  private func failures(_ log: RunLog) throws(RunLogFailure) -> FailureSection {
    let dead = dead.tries(in: span)
    let tries = dead + (try log.failedTries(in: span))
    return try FailureSection(dead.isEmpty ? tries : tries.sorted { $0.began > $1.began }) {
      failed throws(RunLogFailure) in
      try log.detail(of: failed, lines: Self.lines)
    }
  }

  /// Tasks of the schedules, or where those are not known of the log, that nothing tried in the period and whose last try
  /// before it failed.
  private func standing(_ log: RunLog, tried: Set<TaskName>) throws(RunLogFailure) -> [FailureCase] {
    let ever = try log.taskNamesTried()
    let names = project.catalog == nil ? ever.keys.sorted { "\($0)" < "\($1)" } : tasks.map(\.name)
    guard let last = try log.lastRun(before: frame.asOf) else { return [] }
    var found: [FailureCase] = []
    for name in names where ever[name] != nil && !tried.contains(name) {
      guard let latest = try log.lastTries(of: name, upTo: last, limit: 1).first, latest.isFailed,
        let failed = try log.failedTry(of: name, in: latest.run)
      else { continue }
      let isTold = found.count < Self.mostTold
      found.append(FailureCase(failed, detail: isTold ? try log.detail(of: failed, lines: Self.lines) : nil))
    }
    return found
  }

  private func incidents(_ log: RunLog) throws(RunLogFailure) -> IncidentSection {
    var incidents = try log.incidents(isAll: true, limit: .max).filter { incident in
      incident.opened.at < frame.asOf && (incident.resolved.map { $0.at >= frame.span.lowerBound } ?? true)
    }
    for index in incidents.indices {
      incidents[index].notes = try log.incident(incidents[index].number)?.notes ?? []
    }
    return IncidentSection(incidents)
  }

  private func overrides(_ log: RunLog) throws(RunLogFailure) -> OverrideSection {
    let freezes = project.catalog?.freezes ?? []
    return OverrideSection(
      try log.windowExceptions(in: span).map { record in
        OverrideSection.Override(record, freeze: freezes.covering(record.start, in: frame.zone)?.reason)
      })
  }

  private func signOffs(_ log: RunLog) throws(RunLogFailure) -> SignOffSection {
    let (unsigned, signatures) = try log.signOffs(in: span)
    return SignOffSection(unsigned: unsigned, signatures: signatures)
  }

  private func backups(_ log: RunLog) throws(RunLogFailure) -> BackupSection {
    let drills = Dictionary(try log.lastRestoreDrills(before: frame.asOf).map { ($0.task, $0) }) { $1 }
    let found = try log.keptBackups(at: frame.asOf) { missing.contains(BackupID(run: $0, task: $1)) }
    let clocked = Set(project.catalog?.tasksWithBackup ?? [])
    let lines = try found.map { kept throws(RunLogFailure) in
      var line = BackupLine(task: kept.task, kept: kept.kept, newest: kept.newest, drill: drills[kept.task])
      (line.lost, line.lostAt) = (kept.lost, kept.lostAt)
      line.isLossSettled = kept.lostNow == 0
      if project.catalog != nil, !clocked.contains(kept.task) {
        line.maker = try maker(of: kept.task, run: kept.newest?.run, log)
        line.drill?.targets.rpo = nil
      }
      return line
    }
    let counts = try log.backupEventCounts(in: span)
    let tallies = BackupEvent.Kind.allCases.compactMap { kind in
      counts[kind].map { BackupSection.Tally(kind: kind, succeeded: $0.all - $0.failed, failed: $0.failed) }
    }
    let defaults = project.catalog?.defaults
    var section = BackupSection(
      lines: lines, targets: RecoveryTargets(rto: defaults?.rto, rpo: defaults?.rpo), tallies: tallies,
      failures: try log.failedBackupEvents(in: span))
    let without = try log.tasksWithoutBackup(
      of: project.catalog?.tasksWithBackup ?? [], kept: Set(found.map(\.task)), by: frame.asOf)
    if !without.isEmpty {
      let madeSince = Set(try log.sealedBackups().map(\.task))
      section.gone = without.map { BackupSection.Gone(task: $0, isMadeSince: madeSince.contains($0)) }
    }
    return section
  }

  /// Of a task that no clock runs, or that makes no backup by the schedules as they are now. `run`: one that made a backup of it.
  private func maker(of task: TaskName, run: Int?, _ log: RunLog) throws(RunLogFailure) -> BackupLine.Maker {
    if task.tier == nil || task.tier == .emergency { return .people }
    if tasks.contains(where: { $0.name == task }) { return .silent }
    return try run.map { run throws(RunLogFailure) in try isRemoved(task, run: run, log) } == true ? .removed : .people
  }

  /// Whether the project had it and has it no more, as the status knows it: several may share a run log.
  func isRemoved(_ task: TaskName, run: Int, _ log: RunLog) throws(RunLogFailure) -> Bool {
    guard project.catalog != nil, task.tier != nil, !tasks.contains(where: { $0.name == task }),
      let own = FolderChoice.resolved(project.folder)
    else { return false }
    return try log.project(ofRun: run).flatMap(FolderChoice.resolved) == own
  }

  private func outlook(_ durations: [TaskName: [Duration]]) -> OutlookSection {
    guard let catalog = project.catalog else { return OutlookSection(nil, absence: project.absence) }
    let builder = CalendarBuilder(
      catalog, durations: durations, hostZone: frame.zone, zone: { zones.zone(named: $0) })
    return OutlookSection(builder.calendar(of: OutlookSection.range(frame)))
  }
}

extension TaskOutcome {
  /// It was at work, or found that it had nothing to do.
  fileprivate var isTry: Bool { self == .succeeded || self == .skipped || isFailedTry }
}
