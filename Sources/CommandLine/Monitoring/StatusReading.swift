import Catalog
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// Reads what `maint status` reports: from the run log, and of what it tells from the state folder.
struct StatusReading {
  /// More than a week has.
  private static let mostRestores = 50

  private let context: Context
  private let reading: LogReading
  /// Those of the project; nil: not known.
  private let channels: Set<String>?

  init(_ context: Context, _ reading: LogReading, channels: [String]?) {
    self.context = context
    self.reading = reading
    self.channels = channels.map(Set.init)
  }

  /// With what the project's runbooks and times say of it.
  func wholeReport(at now: Timestamp, _ project: ProjectLook) throws(CommandFailure) -> StatusReport {
    try report(at: now) { (found, alive) throws(CommandFailure) in
      var report = try report(found, alive: alive, project)
      report.rollbackProofs = try proofs(project.catalog)
      report.overdue = try overdue(project.catalog)
      report.nextTries = try nextTries(of: report.failedTasks, project.catalog, at: now)
      return report
    }
  }

  /// All but the proofs and what is overdue. Where the project is not sound, tasks that were rejected are told whether they are
  /// still there or not.
  func report(at now: Timestamp, _ project: ProjectLook) throws(CommandFailure) -> StatusReport {
    try report(at: now) { (found, alive) throws(CommandFailure) in try report(found, alive: alive, project) }
  }

  /// What `rest` makes of the runs, all of one moment.
  private func report(
    at now: Timestamp, _ rest: (HostStatus, _ alive: Set<Int>) throws(CommandFailure) -> StatusReport
  ) throws(CommandFailure) -> StatusReport {
    let found = try reading.withAlive(
      read: { log throws(RunLogFailure) in
        try log.atOneMoment { () throws(CommandFailure) -> (status: HostStatus, report: StatusReport) in
          let status: HostStatus
          do throws(RunLogFailure) { status = try log.status(now: now) } catch { throw CommandFailure(error) }
          return (status, try rest(status, LogReading.alive(status.running)))
        }
      }, runs: { read in (try? read.get())?.status.running ?? [] })
    guard let found else { return StatusReport(at: now, NoRunLog(folder: reading.state)) }
    return try found.value.get().report
  }

  private func report(
    _ found: HostStatus, alive: Set<Int>, _ project: ProjectLook
  ) throws(CommandFailure) -> StatusReport {
    let (catalog, now) = (project.catalog, found.at)
    var status = found
    status.dueCopies.removeAll { !Self.isOverdue($0, state: reading.state) }
    if status.drills.contains(where: \.isAlarming) {
      // Of what has no backup any more, no later drill can find better.
      let tasks = Set(BackupCatalogue.ids(state: reading.state).map(\.task))
      status.drills.removeAll { $0.isAlarming && !tasks.contains($0.task) }
    }
    let catalogue = BackupCatalogue(reading, zone: context.zone)
    let sealed = try catalogue.sealed()
    let missing = catalogue.missing(of: sealed)
    let foundLost = Set(status.damagedBackups.map { BackupID(run: $0.run, task: $0.task) })
    // One that is gone is told as that.
    status.damagedBackups.removeAll { missing.contains(BackupID(run: $0.run, task: $0.task)) }
    var report = StatusReport(status: status, alive: alive, survivors: try reading.survivors())
    report.backups = BackupSearch.backups(of: report.tasksInDoubt, state: reading.state)
    let doubts = try reading { log throws(RunLogFailure) in try log.pathsOnceInDoubt() } ?? []
    // What a restore needs is told where the task is told.
    report.leftovers = PathsInDoubt.leftovers(at: doubts.filter(\.isResolved)).map { "\($0.folder): \($0.holds)" }
    report.missingBackups = missing.reversed()
    report.missingFound = foundLost.intersection(missing)
    report.tasksWithoutBackup =
      try reading { log throws(RunLogFailure) in
        try log.tasksWithoutBackup(of: catalog?.tasksWithBackup ?? [], kept: Set(sealed.map(\.task)), by: now)
      } ?? []
    report.exceptions = try reading { log throws(RunLogFailure) in try log.windowExceptions(at: status.at) } ?? []
    report.restores =
      try reading { log throws(RunLogFailure) in
        try log.latestBackupEvents(.restore, limit: Self.mostRestores)
      }?.filter { status.at - $0.startedAt < .seconds(7 * 86_400) } ?? []
    report.unsoundProject = project.problem
    report.approvals = try approvals(at: now, catalog)
    report.undelivered =
      try reading { log throws(RunLogFailure) in
        try log.undelivered(
          since: now + .seconds(-7 * 86_400), isThere: { channels?.contains($0) ?? true },
          whyNot: DeliveryLedger.unknownChannel)
      } ?? []
    report.tasks = catalog.map { catalog in
      Tier.allCases.filter { $0 != .emergency }.flatMap { catalog.tiers[$0]?.tasks.map(\.name) ?? [] }
    }
    report.command = NextCommand(context).text
    let others = OtherProjects(context, reading)
    report.runCommands = try others.commands(ofRuns: report.runsTold)
    for request in report.approvals {
      let folder = reading.log?.folder(of: request) ?? request.project
      report.requestCommands[request.number] = others.command(of: folder)
    }
    if let catalog {
      try leaveOutRemoved(catalog, others, of: &report)
      report.schedules = ScheduleLosses(
        unread: FolderChoice.unreadSchedules(context.folders.project),
        tasks: try unscheduled(catalog, others, tried: found.tried, at: now))
    }
    return report
  }

  /// Of this project; several may share a run log.
  private func leaveOutRemoved(
    _ catalog: Catalog, _ others: OtherProjects, of report: inout StatusReport
  ) throws(CommandFailure) {
    let names = Set(catalog.tiers.values.flatMap { $0.tasks.map(\.name) })
    var isOurs: [Int: Bool] = [:]
    for run in Set(report.unhappyRuns(isThere: names.contains)) { isOurs[run] = try others.isOwn(run) }
    report.leaveOut { name, run in name.tier != nil && !names.contains(name) && isOurs[run] ?? false }
  }

  /// What `run --due` started for this project not long ago, and no schedule has any more, in whatever tier.
  private func unscheduled(
    _ catalog: Catalog, _ others: OtherProjects, tried: Set<TaskName>, at now: Timestamp
  ) throws(CommandFailure) -> [ScheduleLosses.Task] {
    let names = Set(catalog.tiers.values.flatMap { $0.tasks.map(\.name.name) })
    var gone: [ScheduleLosses.Task] = []
    for name in tried where name.tier != nil && name.tier != .emergency && !names.contains(name.name) {
      let begin = ScheduleLosses.begin(of: name, at: now)
      let last = try reading { log throws(RunLogFailure) in try log.lastStartByDue(of: name, since: begin) } ?? nil
      guard let last, try others.isOwn(last.run) else { continue }
      gone.append(ScheduleLosses.Task(name: name, last: last.at))
    }
    return gone.sorted { "\($0.name)" < "\($1.name)" }
  }

  private func approvals(at now: Timestamp, _ catalog: Catalog?) throws(CommandFailure) -> [ApprovalRecord] {
    // Where nobody was ever asked the host need not be either, for the names of users.
    guard reading.log?.mayHoldApprovals ?? false else { return [] }
    var open = try reading { log throws(RunLogFailure) in try log.openApprovals(at: now) } ?? []
    var approvers = CurrentApprovers(context, log: reading.log)
    // What needs nobody's word waits for nobody.
    if !open.isEmpty { open = open.map { approvers.counted($0, at: now) }.filter { $0.past != .unneeded } }
    let own = FolderChoice.resolved(context.folders.project)
    let rejected = try reading { log throws(RunLogFailure) in
      try StandingRejections(context, log).all(at: now) { $0 == own ? catalog : approvers.catalog(of: $0) }
    }
    let expired = try reading { log throws(RunLogFailure) in try log.expiredApprovals(at: now) } ?? []
    return open + (rejected ?? []) + expired.filter { stillWaits($0, catalog) }
  }

  /// Whether a task whose request is over is still there, and still to be approved; on doubt it is.
  private func stillWaits(_ record: ApprovalRecord, _ catalog: Catalog?) -> Bool {
    guard let catalog, FolderChoice.resolved(context.folders.project) == record.project else { return true }
    return catalog.past(of: record) == nil
  }

  /// When `maint run --due` tries again what has failed, where it takes care of that.
  private func nextTries(
    of names: [TaskName], _ catalog: Catalog?, at now: Timestamp
  ) throws(CommandFailure) -> [TaskName: NextTry] {
    guard let catalog, !names.isEmpty else { return [:] }
    let project = FolderChoice.absolute(context.folders.project)
    let rules = RetryRules(catalog, hostZone: context.zone)
    return try reading { log throws(RunLogFailure) -> [TaskName: NextTry] in
      let known = try ExpectedWindows(of: project, in: log, at: now)
      let asked = names.filter(known.knows).compactMap { name in
        rules.stretch(name, now).map { (name: name, stretch: $0) }
      }
      var found: [TaskName: NextTry] = [:]
      for (task, history) in zip(asked, asked.isEmpty ? [] : try log.dueHistories(of: asked)) {
        found[task.name] = rules.next(task.name, history, try log.nextApproval(of: task.name, at: now), now)
      }
      return found
    } ?? [:]
  }

  /// What nothing starts; of a project that is not sound nobody can say.
  func overdue(_ catalog: Catalog?) throws(CommandFailure) -> [OverdueTask] {
    guard let catalog else { return [] }
    return try OverdueReading(context, reading.log, catalog)?.tasks() ?? []
  }

  /// Those of the project's tasks that were drilled or could be.
  func proofs(_ catalog: Catalog?) throws(CommandFailure) -> [(task: TaskName, proof: RollbackProof)] {
    guard let catalog, reading.absence == nil else { return [] }
    let bases = ProofBasis(catalog, project: context.folders.project)
    let drills = try reading { log throws(RunLogFailure) in try log.lastDrills(in: bases.project) } ?? []
    var proofs: [(task: TaskName, proof: RollbackProof)] = []
    for drill in drills {
      guard let basis = bases.basis(now: drill) else { continue }
      let all = try reading { log throws(RunLogFailure) in
        try log.proofs(of: drill.runbook, in: bases.project, .drill)
      }
      proofs.append((drill.task, RollbackProof(all ?? [drill], basis: basis, task: drill.task)))
    }
    for tier in catalog.tiers.values {
      for task in tier.tasks
      where catalog.runbooks[task.runbook].map(RollbackProofs.concern) == true
        && !drills.contains(where: { $0.task == task.name })
      {
        proofs.append((task.name, .never))
      }
    }
    return proofs.map { (name: $0.task.description, entry: $0) }.sorted { $0.name < $1.name }.map(\.entry)
  }

  /// There is such a backup, and its run is not about to copy it.
  private static func isOverdue(_ due: DueCopy, state: String) -> Bool {
    let isUnderWay = due.failure == nil && due.maint.map { OwnProcess.isAlive($0, bootID: due.bootID) } ?? false
    let folder = BackupID(run: due.run, task: due.task).folder(in: state)
    return !isUnderWay && SealFile.status(of: folder)?.isThere == true
  }
}

extension Catalog {
  /// Those whose runbooks back something up, less those that run only when asked.
  var tasksWithBackup: [TaskName] {
    Tier.allCases.filter { $0 != .emergency }.flatMap { tiers[$0]?.tasks ?? [] }
      .filter { runbooks[$0.runbook]?.backup.isEmpty == false }.map(\.name)
  }
}
