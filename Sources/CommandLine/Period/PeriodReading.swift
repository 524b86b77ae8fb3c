import Catalog
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
  let now: Timestamp
  let zones = ZoneMemory()

  /// Lines of output that a failure is told with.
  private static let lines = 10

  func report(of log: RunLog) throws(RunLogFailure) -> PeriodReport {
    let chosen = ChosenMetrics(project.catalog?.metrics ?? [])
    // Each reads the roll-up of its days, which of a year is long.
    let sums = try log.taskSums(onDays: frame.period.days)
    let before = try log.taskSums(onDays: frame.period.previous.days)
    let (metrics, runs) = try self.metrics(chosen, log, sums, before: before)
    let histories = try log.history(for: tasks.map(\.name))
    let failing = Set(sums.lines.filter { $0.outcome.isFailedTry }.map(\.name))
    let facts = PeriodFacts(
      frame: frame, metrics: metrics,
      work: try WorkReading(self, log).section(runs: runs, WorkLine.lines(sums, before: before)),
      failures: try failures(log),
      incidents: try incidents(log), overrides: try overrides(log), signOffs: try signOffs(log),
      backups: try backups(log), capacity: try CapacityReading(self, log).section(),
      outlook: outlook(histories.durations),
      upkeep: try UpkeepReading(self, log).upkeep(histories.durations, failing: failing))
    return PeriodReport(facts, head: try log.auditHead())
  }

  /// Of the schedules, in their order.
  var tasks: [MaintenanceTask] {
    Tier.allCases.flatMap { project.catalog?.tiers[$0]?.tasks ?? [] }
  }

  /// What of the period is over.
  var span: Range<Timestamp> { frame.span.lowerBound..<frame.asOf }

  private func metrics(
    _ chosen: ChosenMetrics, _ log: RunLog, _ sums: TaskSums, before: TaskSums
  ) throws(RunLogFailure) -> (section: MetricsSection, runs: Int) {
    let reading = try MetricReading(log: log, zone: frame.zone, now: frame.asOf)
    let own = try figures(of: frame.period, chosen, reading, sums)
    let previous = try figures(of: frame.period.previous, chosen, reading, before)
    let lines = chosen.metrics.enumerated().map { index, metric in
      MetricsReport.Line(
        metric: metric, figure: own.figures[index], before: previous.figures[index], target: chosen.targets[metric])
    }
    return (MetricsSection(lines: lines, unknown: chosen.unknown), own.runs)
  }

  /// The samples of one period at a time are held: those of a year are many.
  private func figures(
    of period: ReportPeriod, _ chosen: ChosenMetrics, _ reading: MetricReading, _ sums: TaskSums
  ) throws(RunLogFailure) -> (figures: [MetricFigure], runs: Int) {
    let names = Set(chosen.metrics.compactMap(chosen.sampleName))
    let inputs = try reading.inputs(for: period, sampleNames: names, sums: sums)
    let calculation = MetricCalculation(inputs, sampleNames: chosen.sampleNames)
    let span = period.span(in: frame.zone)
    return (
      chosen.metrics.map(calculation.figure),
      inputs.runs.count { $0.hasBegunTask && span.contains($0.span.lowerBound) }
    )
  }

  private func failures(_ log: RunLog) throws(RunLogFailure) -> FailureSection {
    try FailureSection(try log.failedTries(in: span)) { failed throws(RunLogFailure) in
      try log.detail(of: failed, lines: Self.lines)
    }
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
    let lines = try log.keptBackups(before: frame.asOf).map { kept in
      BackupLine(task: kept.task, kept: kept.kept, newest: kept.newest, drill: drills[kept.task])
    }
    let counts = try log.backupEventCounts(in: span)
    let tallies = BackupEvent.Kind.allCases.compactMap { kind in
      counts[kind].map { BackupSection.Tally(kind: kind, succeeded: $0.all - $0.failed, failed: $0.failed) }
    }
    let defaults = project.catalog?.defaults
    return BackupSection(
      lines: lines, targets: RecoveryTargets(rto: defaults?.rto, rpo: defaults?.rpo), tallies: tallies,
      failures: try log.failedBackupEvents(in: span))
  }

  private func outlook(_ durations: [TaskName: [Duration]]) -> OutlookSection {
    guard let catalog = project.catalog else { return OutlookSection(nil, absence: project.absence) }
    let builder = CalendarBuilder(
      catalog, durations: durations, hostZone: frame.zone, zone: { zones.zone(named: $0) })
    return OutlookSection(builder.calendar(of: OutlookSection.range(frame)))
  }
}
