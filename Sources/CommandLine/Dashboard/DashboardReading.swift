import Catalog
import Metrics
import Planning
import Reporting
import RunLog
import Scheduling

/// Gathers what a dashboard shows. Without a project or a run log there is less of it, and the page says so.
struct DashboardReading {
  /// More charts than that nobody looks at.
  private static let mostSeries = 12
  /// Series that are looked into for values, of very many.
  private static let mostSeriesRead = 200
  /// Incidents that are over, of the days that are shown.
  private static let incidentsRead = 30

  let context: Context

  /// The page, of the log that is open. `file`: what it is written to, from the root on; nil: nobody knows.
  func page(of reading: LogReading, for file: String?) throws(CommandFailure) -> [UInt8] {
    DashboardPage(Dashboard(try material(reading, file))).bytes
  }

  private func material(_ reading: LogReading, _ file: String?) throws(CommandFailure) -> DashboardMaterial {
    let clock = SystemClock.reading()
    let (now, zone) = (clock.wall, context.zone)
    let project = ProjectLook(context)
    let catalog = project.catalog
    var status = try StatusReading(context, reading, channels: catalog?.coordination.channelNames)
      .wholeReport(at: now, project)
    // Who reads the page is elsewhere, maybe tomorrow.
    status.command = CommandText(folders: context.folders.optionsElsewhere)
    var material = DashboardMaterial(
      origin: DashboardMaterial.Origin(
        host: OwnProcess.hostName, project: catalog.map { _ in FolderChoice.absolute(context.folders.project) },
        state: FolderChoice.absolute(reading.state), version: Version.text, zone: zone),
      status: status)
    material.isRewritten = file != nil && catalog?.defaults.dashboard == file
    let goals = catalog?.metrics ?? PeriodProject.goalsIfSound(context)
    material.notes = note(project, knowsLimits: goals != nil).map { [$0] } ?? []
    if let catalog {
      material.rpo = catalog.defaults.rpo
      material.tasksWithBackup = catalog.tasksWithBackup
      let check = try DueCheck(
        context, log: reading.log, at: now, reading: clock, catalog: catalog, asRunDue: true)
      material.due = check.report(zone: zone)
      let builder = CalendarBuilder(catalog, durations: [:], hostZone: zone, zone: ZoneDatabase().zone(named:))
      material.calendar = builder.calendar(of: now..<now + .seconds(DashboardPage.daysAhead * 86_400))
    }
    let today = zone.date(of: now).dayNumber
    let days = today + 1 - Dashboard.dayCount..<today + 1
    try reading { log throws(RunLogFailure) in
      material.days = try log.taskDays(days, in: zone)
      material.tried = try log.taskNamesTried()
      material.incidents = try incidents(log, now)
      let limits = ForecastLimits(read: goals)
      let frame = PeriodFrame(
        kind: .weekly, period: ReportPeriod(ReportKind.weekly.period, around: zone.date(of: now)), zone: zone, now: now,
        host: OwnProcess.hostName, command: status.command)
      let capacity = try CapacityReading(frame: frame, limits: limits).section(log)
      material.capacity = (capacity, frame)
      let start = zone.timestamp(of: CivilDate(dayNumber: days.lowerBound))
      let known = try log.latestMeasurements(upTo: now)
      let drawn = DrawnSeries(known.filter { $0.latest.at >= start }, limits, urgent: capacity.urgentSeries(frame))
      material.series = try series(log, drawn.order, from: start, at: now)
      material.seriesLeftOut = known.count - material.series.count
    }
    material.backups = try BackupCatalogue(reading, zone: zone).newest()
    return material
  }

  /// Why there is no project to look into.
  private func note(_ project: ProjectLook, knowsLimits: Bool) -> String? {
    let unknown = "what is due, what is late and which windows come is not known"
    let limits = knowsLimits ? "" : " The limits of maintenance_metrics are not known, either."
    switch project {
    case .sound: return nil
    case .absent: return "There is no project in \(FolderChoice.absolute(context.folders.project)), so \(unknown)."
    case .unsound(.errors): return "The project has errors, so \(unknown): 'maint check' shows them.\(limits)"
    case .unsound(.noTask):
      return
        "No file in the folder 'schedules' of the project whose name ends in .yaml has a task, so \(unknown).\(limits)"
    case .unsound(.notTrusted):
      return
        "Somebody besides root could change the project, so \(unknown): 'maint check' says how to mend it.\(limits)"
    }
  }

  /// Those that are open, the most urgent first, then those that were resolved lately, the newest first.
  private func incidents(_ log: RunLog, _ now: Timestamp) throws(RunLogFailure) -> [IncidentRecord] {
    let open = try log.incidents(isAll: false, limit: .max)
    let since = now + .seconds(-Dashboard.dayCount * 86_400)
    let latest = try log.incidents(isAll: true, limit: Self.incidentsRead)
    return open + latest.filter { incident in incident.resolved.map { $0.at >= since } ?? false }
  }

  /// `order`: until there are enough.
  private func series(
    _ log: RunLog, _ order: [SeriesKey], from start: Timestamp, at now: Timestamp
  ) throws(RunLogFailure) -> [(key: SeriesKey, values: [Measurement])] {
    var drawn: [(key: SeriesKey, values: [Measurement])] = []
    for key in order.prefix(Self.mostSeriesRead) where drawn.count < Self.mostSeries {
      let values = try log.measurements(of: key, from: start, until: now + .seconds(1))
      if !values.isEmpty { drawn.append((key, values)) }
    }
    return drawn.sorted { $0.key < $1.key }
  }
}
