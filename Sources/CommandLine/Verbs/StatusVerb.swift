import Catalog
import Diagnostics
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// `maint status`: is this host fine?
struct StatusVerb {
  /// More than a week has.
  private static let mostRestores = 50

  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let report = try report(now: now, LogReading(context))
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    switch report.verdict {
    case .fine, .noRuns: return .success
    case .attention, .noRunLog: return .failed
    case .humanNeeded: return .humanNeeded
    }
  }

  /// What the status is made of, for whoever shows it in another form.
  func report(now: Timestamp, _ reading: LogReading) throws(CommandFailure) -> StatusReport {
    let found = try reading.withAlive(
      read: { log throws(RunLogFailure) in try log.status(now: now) }, runs: { $0.running })
    guard let (found, alive) = found else { return StatusReport(at: now, NoRunLog(folder: reading.state)) }
    var status = found
    status.dueCopies.removeAll { !Self.isOverdue($0, state: reading.state) }
    if status.drills.contains(where: \.isAlarming) {
      // Of what has no backup any more, no later drill can find better.
      let tasks = Set(BackupCatalogue.ids(state: reading.state).map(\.task))
      status.drills.removeAll { $0.isAlarming && !tasks.contains($0.task) }
    }
    let missing = try BackupCatalogue(reading, zone: context.zone).missing()
    // One that is gone is told as that.
    status.damagedBackups.removeAll { missing.contains(BackupID(run: $0.run, task: $0.task)) }
    var report = StatusReport(status: status, alive: alive, survivors: try reading.survivors())
    report.backups = BackupSearch.backups(of: report.tasksInDoubt, state: reading.state)
    let doubts = try reading { log throws(RunLogFailure) in try log.pathsOnceInDoubt() } ?? []
    // What a restore needs is told where the task is told.
    report.leftovers = PathsInDoubt.leftovers(at: doubts.filter(\.isResolved)).map { "\($0.folder): \($0.holds)" }
    report.missingBackups = missing.reversed()
    report.exceptions = try reading { log throws(RunLogFailure) in try log.windowExceptions(at: status.at) } ?? []
    report.restores =
      try reading { log throws(RunLogFailure) in
        try log.latestBackupEvents(.restore, limit: Self.mostRestores)
      }?.filter { status.at - $0.startedAt < .seconds(7 * 86_400) } ?? []
    var approvers = CurrentApprovers(context)
    let open = try reading { log throws(RunLogFailure) in try log.openApprovals(at: now) } ?? []
    let catalog = soundCatalog
    let rejected = try reading { log throws(RunLogFailure) in try log.standingRejections() } ?? []
    report.approvals = open.map { approvers.counted($0) } + rejected.filter { stillWaits($0, catalog) }
    let channels = catalog.map { Set($0.coordination.channels.map(\.name)) }
    report.undelivered =
      try reading { log throws(RunLogFailure) in
        try log.undelivered(
          since: now + .seconds(-7 * 86_400), isThere: { channels?.contains($0) ?? true }, whyNot: Courier.unknown)
      } ?? []
    report.rollbackProofs = try proofs(reading, catalog ?? Catalog())
    report.command = NextCommand(context).text
    return report
  }

  /// Whether a task that was rejected is still there, and still to be approved; on doubt it is.
  private func stillWaits(_ record: ApprovalRecord, _ catalog: Catalog?) -> Bool {
    guard let catalog, FolderChoice.resolved(context.folders.project) == record.project else { return true }
    guard record.task.tier != nil else { return catalog.runbooks[record.runbook]?.approval != nil }
    let task = catalog.tiers.values.lazy.flatMap(\.tasks).first { $0.name == record.task }
    return task.map { !catalog.approvals(of: $0).isEmpty } ?? false
  }

  /// The project; nil: it is not there, or not sound.
  private var soundCatalog: Catalog? {
    var diagnostics = DiagnosticBag()
    let found = try? TrustedProject(context: context).load(diagnostics: &diagnostics, refuse: { _ in })
    return diagnostics.hasErrors ? nil : found
  }

  /// Those of the project's tasks that were drilled or could be.
  private func proofs(
    _ reading: LogReading, _ catalog: Catalog
  ) throws(CommandFailure) -> [(task: TaskName, proof: RollbackProof)] {
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
    return proofs.sorted { $0.task.description < $1.task.description }
  }

  /// There is such a backup, and its run is not about to copy it.
  private static func isOverdue(_ due: DueCopy, state: String) -> Bool {
    let isUnderWay = due.failure == nil && due.maint.map { OwnProcess.isAlive($0, bootID: due.bootID) } ?? false
    let folder = BackupID(run: due.run, task: due.task).folder(in: state)
    return !isUnderWay && SealFile.status(of: folder)?.isThere == true
  }
}
